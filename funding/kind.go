package funding

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Kind says which budget money belongs to. The zero value is unset and not a
// kind; [Unspecified] says that the source does not tell.
type Kind uint8

// The ladder of kinds.
const (
	Revenue     Kind = iota + 1 // running costs
	Capital                     // buildings, equipment, systems
	Unspecified                 // the source does not say
)

var kindNames = ladder.Names{"revenue", "capital", "unspecified"}

// ParseKind reads "revenue", "capital" or "unspecified", and nothing else.
func ParseKind(text string) (Kind, error) {
	return ladder.Parse[Kind](kindNames, "funding.ParseKind", text)
}

// IsZero reports whether k is unset.
func (k Kind) IsZero() bool { return k == 0 }

// String returns the kind's word, or "Kind(7)" for a value off the ladder.
func (k Kind) String() string { return kindNames.String("Kind", uint8(k)) }

// AppendText appends the kind's word. A value off the ladder is an error.
func (k Kind) AppendText(b []byte) ([]byte, error) { return kindNames.Append(b, "Kind", uint8(k)) }

// MarshalText returns the kind's word. A value off the ladder is an error.
func (k Kind) MarshalText() ([]byte, error) { return k.AppendText(nil) }

// UnmarshalText reads what [ParseKind] reads; on failure k is unchanged.
func (k *Kind) UnmarshalText(text []byte) error {
	parsed, err := ParseKind(string(text))
	if err != nil {
		return err
	}
	*k = parsed
	return nil
}

// Value returns the kind's word for a database.
func (k Kind) Value() (driver.Value, error) { return sqltext.Value(k) }

// Scan reads the kind's word from a database. NULL is an error: scan into
// sql.Null[Kind].
func (k *Kind) Scan(src any) error { return sqltext.Scan(k, "funding.Kind", src, ParseKind) }
