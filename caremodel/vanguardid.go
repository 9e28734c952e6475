package caremodel

import (
	"bytes"
	"database/sql/driver"
	"log/slog"

	"github.com/google/uuid"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/jsontext"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// VanguardID identifies a vanguard for ever, whatever it is renamed to. It is the
// UUID of github.com/google/uuid under this package's own, stricter rules, and
// converts at no cost:
//
//	u := uuid.UUID(id)
//
// The zero VanguardID is unset. IDs are comparable with ==.
type VanguardID uuid.UUID

const idLength = len("00000000-0000-0000-0000-000000000000")

// namespace is the version 5 UUID of the project's address in the name space of
// URLs (RFC 9562, section 6.6).
var namespace = uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://github.com/newcaremodels/newcaremodels"))

// VanguardIDFor returns the identifier of the vanguard with this slug in the
// programme with that slug: the version 5 UUID of "programme/vanguard" in this
// library's name space. It is the same in every build and release.
func VanguardIDFor(programmeSlug, vanguardSlug string) VanguardID {
	return VanguardID(uuid.NewSHA1(namespace, []byte(programmeSlug+"/"+vanguardSlug)))
}

// ParseVanguardID reads a UUID of exactly 36 characters:
// "01234567-89ab-cdef-0123-456789abcdef", in upper or lower case. Braces,
// prefixes, blanks and the nil UUID are errors.
func ParseVanguardID(text string) (VanguardID, error) {
	id, ok := parseUUID(text)
	switch {
	case !ok:
		return VanguardID{}, fault.New("caremodel.ParseVanguardID", validate.Format, text,
			`write an id as 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12`)
	case id.IsZero():
		return VanguardID{}, fault.New("caremodel.ParseVanguardID", validate.Required, text,
			"the nil UUID identifies nothing: leave the id out")
	}
	return id, nil
}

// parseUUID takes the 36 characters alone: uuid.Parse also takes braces, a prefix
// and 32 bare digits.
func parseUUID(text string) (VanguardID, bool) {
	if len(text) != idLength {
		return VanguardID{}, false
	}
	id, err := uuid.Parse(text)
	return VanguardID(id), err == nil
}

// MustParseVanguardID is [ParseVanguardID] for tests and constants: it panics on
// an error.
func MustParseVanguardID(text string) VanguardID { return fault.Must(ParseVanguardID(text)) }

// IsZero reports whether id is unset.
func (id VanguardID) IsZero() bool { return id == VanguardID{} }

// Equal reports whether id and other are the same, as == does.
func (id VanguardID) Equal(other VanguardID) bool { return id == other }

// Compare orders ids by their bytes, which is the order of their texts.
func (id VanguardID) Compare(other VanguardID) int { return bytes.Compare(id[:], other[:]) }

// String returns the id as 36 characters in lower case, or "" when unset.
func (id VanguardID) String() string {
	if id.IsZero() {
		return ""
	}
	return uuid.UUID(id).String()
}

// AppendText appends the 36 characters. An unset id is an error.
func (id VanguardID) AppendText(b []byte) ([]byte, error) {
	if id.IsZero() {
		return b, fault.New("caremodel.VanguardID", validate.Required, "", "an unset id has no text")
	}
	return append(b, uuid.UUID(id).String()...), nil
}

// MarshalText returns the 36 characters. An unset id is an error: tag fields
// of this type omitzero.
func (id VanguardID) MarshalText() ([]byte, error) { return id.AppendText(nil) }

// UnmarshalText reads what [ParseVanguardID] reads; on failure id is unchanged.
func (id *VanguardID) UnmarshalText(text []byte) error {
	parsed, err := ParseVanguardID(string(text))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

// UnmarshalJSON reads a text in quotes as UnmarshalText does. Null is an error.
func (id *VanguardID) UnmarshalJSON(data []byte) error {
	return jsontext.Unmarshal(data, "caremodel.VanguardID", id)
}

// LogValue returns the text of id for a log, blank where it is unset.
func (id VanguardID) LogValue() slog.Value { return slog.StringValue(id.String()) }

// Value returns the id's text for a database. An unset id is an error: store a
// sql.Null[caremodel.VanguardID] where an id may be missing.
func (id VanguardID) Value() (driver.Value, error) { return sqltext.Value(id) }

// Scan reads the text that Value stores, or the 16 bytes of a binary column. Of
// a byte slice those are the bytes of a UUID of the usual variant (RFC 9562,
// section 4.1), which no ASCII text of 16 letters is. NULL and blank text are
// errors that leave id unchanged: scan into a sql.Null[caremodel.VanguardID].
func (id *VanguardID) Scan(src any) error {
	switch raw := src.(type) {
	case []byte:
		if len(raw) == len(id) && raw[8]&0xc0 == 0x80 {
			src = uuid.UUID(raw).String()
		}
	case [16]byte:
		src = uuid.UUID(raw).String()
	}
	return sqltext.Scan(id, "caremodel.VanguardID", src, ParseVanguardID)
}
