package coverage

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Track says whether an observation is on the way to a target. The zero Track is
// unset.
type Track uint8

// The ladder of tracks.
const (
	OnTrack   Track = iota + 1 // on the straight line to the target, or above it
	OffTrack                   // below it
	Undecided                  // the bounds allow both
)

var trackNames = ladder.Names{"on-track", "off-track", "undecided"}

// ParseTrack reads "on-track", "off-track" or "undecided", and nothing else.
func ParseTrack(text string) (Track, error) {
	return ladder.Parse[Track](trackNames, "coverage.ParseTrack", text)
}

// IsZero reports whether v is unset.
func (v Track) IsZero() bool { return v == 0 }

// String returns the track's word, or "Track(9)" for a value off the ladder.
func (v Track) String() string { return trackNames.String("Track", uint8(v)) }

// AppendText appends the track's word. A value off the ladder is an error.
func (v Track) AppendText(text []byte) ([]byte, error) {
	return trackNames.Append(text, "Track", uint8(v))
}

// MarshalText returns the track's word. A value off the ladder is an error.
func (v Track) MarshalText() ([]byte, error) { return v.AppendText(nil) }

// UnmarshalText reads what [ParseTrack] reads; on failure v is unchanged.
func (v *Track) UnmarshalText(text []byte) error {
	parsed, err := ParseTrack(string(text))
	if err != nil {
		return err
	}
	*v = parsed
	return nil
}

// Value returns the track's word for a database. An unset track is an error:
// store a sql.Null[coverage.Track] where it may be missing.
func (v Track) Value() (driver.Value, error) { return sqltext.Value(v) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave v unchanged: scan into a sql.Null[coverage.Track].
func (v *Track) Scan(src any) error { return sqltext.Scan(v, "coverage.Track", src, ParseTrack) }
