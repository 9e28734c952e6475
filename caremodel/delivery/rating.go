package delivery

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Rating is how far a vanguard meets a principle. The zero value is invalid: a
// vanguard that was not assessed has no assessment.
type Rating uint8

// The ladder of ratings.
const (
	RatingNotMet    Rating = iota + 1 // not met
	RatingPartlyMet                   // met in part
	RatingMet                         // met
)

var ratings = ladder.Names{"not-met", "partly-met", "met"}

// ParseRating reads "not-met", "partly-met" or "met".
func ParseRating(text string) (Rating, error) {
	return ladder.Parse[Rating](ratings, "delivery.ParseRating", text)
}

// IsZero reports whether r is unset.
func (r Rating) IsZero() bool { return r == 0 }

// String returns the rating's word, or "Rating(9)" for an invalid one.
func (r Rating) String() string { return ratings.String("Rating", uint8(r)) }

// AppendText appends the rating's word. An invalid rating is an error.
func (r Rating) AppendText(b []byte) ([]byte, error) { return ratings.Append(b, "Rating", uint8(r)) }

// MarshalText returns the rating's word. An invalid rating is an error.
func (r Rating) MarshalText() ([]byte, error) { return r.AppendText(nil) }

// UnmarshalText reads what [ParseRating] reads; on failure r is unchanged.
func (r *Rating) UnmarshalText(text []byte) error {
	parsed, err := ParseRating(string(text))
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}

// Value returns the rating's word for a database. The zero and any invalid Rating
// are errors: store a sql.Null[delivery.Rating] where it may be missing.
func (r Rating) Value() (driver.Value, error) { return sqltext.Value(r) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave r unchanged: scan into a sql.Null[delivery.Rating].
func (r *Rating) Scan(src any) error {
	return sqltext.Scan(r, "delivery.Rating", src, ParseRating)
}
