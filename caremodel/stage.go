package caremodel

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Stage is how far a vanguard is. The zero value means not known.
type Stage uint8

// The ladder of stages. The last three end it.
const (
	StageSelected   Stage = iota + 1 // chosen, not yet at work
	StageDesigning                   // designing the care model
	StageDelivering                  // delivering it
	StageCompleted                   // the programme's part has ended
	StageMerged                      // gone into another vanguard
	StageWithdrawn                   // left the programme
)

var stages = ladder.Names{"selected", "designing", "delivering", "completed", "merged", "withdrawn"}

// ParseStage reads "selected", "designing", "delivering", "completed", "merged"
// or "withdrawn".
func ParseStage(text string) (Stage, error) {
	return ladder.Parse[Stage](stages, "caremodel.ParseStage", text)
}

// IsZero reports whether s is not known.
func (s Stage) IsZero() bool { return s == 0 }

// String returns the stage's word, "not known" for the zero Stage, and
// "Stage(9)" for an invalid one.
func (s Stage) String() string {
	if s == 0 {
		return "not known"
	}
	return stages.String("Stage", uint8(s))
}

// AppendText appends the stage's word. The zero and any invalid Stage are errors.
func (s Stage) AppendText(b []byte) ([]byte, error) { return stages.Append(b, "Stage", uint8(s)) }

// MarshalText returns the stage's word. The zero and any invalid Stage are
// errors; JSON objects leave the zero Stage out.
func (s Stage) MarshalText() ([]byte, error) { return s.AppendText(nil) }

// UnmarshalText reads what [ParseStage] reads; on failure s is unchanged.
func (s *Stage) UnmarshalText(text []byte) error {
	parsed, err := ParseStage(string(text))
	if err != nil {
		return err
	}
	*s = parsed
	return nil
}

// Value returns the stage's word for a database. The zero and any invalid Stage
// are errors: store a sql.Null[caremodel.Stage] where it may be missing.
func (s Stage) Value() (driver.Value, error) { return sqltext.Value(s) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave s unchanged: scan into a sql.Null[caremodel.Stage].
func (s *Stage) Scan(src any) error { return sqltext.Scan(s, "caremodel.Stage", src, ParseStage) }
