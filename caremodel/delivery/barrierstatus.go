package delivery

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// BarrierStatus is what has become of a barrier. The zero value means not known.
type BarrierStatus uint8

// The ladder of what becomes of a barrier.
const (
	BarrierRaised         BarrierStatus = iota + 1 // somebody named it
	BarrierBeingAddressed                          // somebody works on it
	BarrierRemoved                                 // it is gone
)

var barrierStatuses = ladder.Names{"raised", "being-addressed", "removed"}

// ParseBarrierStatus reads "raised", "being-addressed" or "removed".
func ParseBarrierStatus(text string) (BarrierStatus, error) {
	return ladder.Parse[BarrierStatus](barrierStatuses, "delivery.ParseBarrierStatus", text)
}

// IsZero reports whether s is not known.
func (s BarrierStatus) IsZero() bool { return s == 0 }

// String returns the status's word, "not known" for the zero BarrierStatus, and
// "BarrierStatus(9)" for an invalid one.
func (s BarrierStatus) String() string {
	if s == 0 {
		return "not known"
	}
	return barrierStatuses.String("BarrierStatus", uint8(s))
}

// AppendText appends the status's word. The zero and any invalid BarrierStatus
// are errors.
func (s BarrierStatus) AppendText(b []byte) ([]byte, error) {
	return barrierStatuses.Append(b, "BarrierStatus", uint8(s))
}

// MarshalText returns the status's word. The zero and any invalid BarrierStatus
// are errors; JSON objects leave the zero one out.
func (s BarrierStatus) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText reads what [ParseBarrierStatus] reads; on failure s is unchanged.
func (s *BarrierStatus) UnmarshalText(text []byte) error {
	parsed, err := ParseBarrierStatus(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// Value returns the status's word for a database. The zero and any invalid BarrierStatus
// are errors: store a sql.Null[delivery.BarrierStatus] where it may be missing.
func (s BarrierStatus) Value() (driver.Value, error) { return sqltext.Value(s) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave s unchanged: scan into a sql.Null[delivery.BarrierStatus].
func (s *BarrierStatus) Scan(src any) error {
	return sqltext.Scan(s, "delivery.BarrierStatus", src, ParseBarrierStatus)
}
