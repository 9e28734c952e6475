package coverage

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// EventKind says what happened to an area or an organisation. The zero EventKind
// is unset.
type EventKind uint8

// The ladder of kinds of event. They differ in what becomes of the code that an
// event comes from.
const (
	// EventMerge: an area goes whole into another, together with others. The code
	// of the merged area may be new or that of one of them.
	EventMerge EventKind = iota + 1
	// EventSplit: an area ends and is divided; the shares of its parts add up to
	// the whole. One part may keep the code.
	EventSplit
	// EventTransfer: a part of an area goes to another, and the rest stays.
	EventTransfer
	// EventRecode: an area gets another code and is otherwise what it was.
	EventRecode
	// EventRename: an area gets another name; nothing moves.
	EventRename
)

var eventKindNames = ladder.Names{"merge", "split", "transfer", "recode", "rename"}

// ParseEventKind reads "merge", "split", "transfer", "recode" or "rename", and
// nothing else.
func ParseEventKind(text string) (EventKind, error) {
	return ladder.Parse[EventKind](eventKindNames, "coverage.ParseEventKind", text)
}

// IsZero reports whether k is unset.
func (k EventKind) IsZero() bool { return k == 0 }

// String returns the kind's word, or "EventKind(7)" for a value off the ladder.
func (k EventKind) String() string { return eventKindNames.String("EventKind", uint8(k)) }

// AppendText appends the kind's word. A value off the ladder is an error.
func (k EventKind) AppendText(text []byte) ([]byte, error) {
	return eventKindNames.Append(text, "EventKind", uint8(k))
}

// MarshalText returns the kind's word. A value off the ladder is an error.
func (k EventKind) MarshalText() ([]byte, error) { return k.AppendText(nil) }

// UnmarshalText reads what [ParseEventKind] reads; on failure k is unchanged.
func (k *EventKind) UnmarshalText(text []byte) error {
	parsed, err := ParseEventKind(string(text))
	if err != nil {
		return err
	}
	*k = parsed
	return nil
}

// Value returns the kind's word for a database. An unset kind is an error: store
// a sql.Null[coverage.EventKind] where it may be missing.
func (k EventKind) Value() (driver.Value, error) { return sqltext.Value(k) }

// Scan reads the word that Value stores. NULL and blank text are errors that
// leave k unchanged: scan into a sql.Null[coverage.EventKind].
func (k *EventKind) Scan(src any) error {
	return sqltext.Scan(k, "coverage.EventKind", src, ParseEventKind)
}
