package caremodel

import (
	"bytes"
	"crypto/sha1"
	"database/sql/driver"
	"encoding/hex"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// VanguardID identifies a vanguard for ever, whatever it is renamed to. It is a
// UUID, 16 bytes, and converts at no cost to and from the UUID types of other
// packages that are arrays of 16 bytes:
//
//	u := uuid.UUID(id)
//
// The zero VanguardID is unset. IDs are comparable with ==.
type VanguardID [16]byte

const idLength = len("00000000-0000-0000-0000-000000000000")

// namespace is the version 5 UUID of the address
// "https://github.com/newcaremodels/newcaremodels" in the name space of URLs
// (RFC 9562, section 6.6).
var namespace = nameUUID(
	VanguardID{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8},
	"https://github.com/newcaremodels/newcaremodels")

// VanguardIDFor returns the identifier of the vanguard with this slug in the
// programme with that slug: the version 5 UUID of "programme/vanguard" in this
// library's name space. It is the same in every build and release.
func VanguardIDFor(programmeSlug, vanguardSlug string) VanguardID {
	return nameUUID(namespace, programmeSlug+"/"+vanguardSlug)
}

// nameUUID returns the version 5 UUID of name in space (RFC 9562, section 5.5).
func nameUUID(space VanguardID, name string) VanguardID {
	sum := sha1.Sum(append(space[:], name...))
	id := VanguardID(sum[:16])
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	return id
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

func parseUUID(text string) (VanguardID, bool) {
	if len(text) != idLength || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-' {
		return VanguardID{}, false
	}
	var plain [32]byte
	digits := append(plain[:0], text[:8]...)
	digits = append(digits, text[9:13]...)
	digits = append(digits, text[14:18]...)
	digits = append(digits, text[19:23]...)
	digits = append(digits, text[24:]...)
	var id VanguardID
	_, err := hex.Decode(id[:], digits)
	return id, err == nil
}

// MustParseVanguardID is [ParseVanguardID] for tests and constants: it panics on
// an error.
func MustParseVanguardID(text string) VanguardID {
	id, err := ParseVanguardID(text)
	if err != nil {
		panic(err)
	}
	return id
}

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
	var buf [idLength]byte
	return string(id.appendTo(buf[:0]))
}

func (id VanguardID) appendTo(b []byte) []byte {
	for i, part := range [...][]byte{id[:4], id[4:6], id[6:8], id[8:10], id[10:]} {
		if i > 0 {
			b = append(b, '-')
		}
		b = hex.AppendEncode(b, part)
	}
	return b
}

// AppendText appends the 36 characters. An unset id is an error.
func (id VanguardID) AppendText(b []byte) ([]byte, error) {
	if id.IsZero() {
		return b, fault.New("caremodel.VanguardID", validate.Required, "", "an unset id has no text")
	}
	return id.appendTo(b), nil
}

// MarshalText returns the 36 characters. An unset id is an error; JSON objects
// leave it out.
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
			src = string(VanguardID(raw).appendTo(nil))
		}
	case [16]byte:
		src = string(VanguardID(raw).appendTo(nil))
	}
	return sqltext.Scan(id, "caremodel.VanguardID", src, ParseVanguardID)
}
