package wire

import (
	"bytes"
	"errors"
	"io"
)

const (
	// DefaultMaxBytes is the greatest size of a document if Options do not say.
	DefaultMaxBytes = 64 << 20

	maxToken = 1 << 20  // bytes of a single text or number
	maxRead  = 64 << 10 // bytes that one Read asks for
	maxDepth = 32

	maxProblems = 10_000 // problems after which reading stops
	maxBlank    = 10_000 // empty list elements after which reading stops
	maxLabel    = 80     // the longest unknown key that a path shows whole
)

var (
	errDocumentTooLarge = errors.New("document too large")
	errTokenTooLarge    = errors.New("token too large")
)

// meter bounds what a decoder may read: in all, and for one token, which the
// decoder holds in memory whole.
type meter struct {
	r     io.Reader
	left  int64 // bytes that the document may still have
	token int64 // bytes read since the last complete token
	err   error // the error of r other than io.EOF
	head  []byte
}

// marked reports whether the input begins with the byte-order mark of UTF-8.
func (m *meter) marked() bool { return bytes.HasPrefix(m.head, []byte("\ufeff")) }

func (m *meter) Read(p []byte) (int, error) {
	if m.token > maxToken {
		return 0, errTokenTooLarge
	}
	// One byte beyond the greatest size shows whether a document ends there.
	n, err := m.r.Read(p[:min(int64(len(p)), m.left+1, maxRead)])
	if err != nil && err != io.EOF {
		m.err = err
	}
	if m.left -= int64(n); m.left < 0 {
		return 0, errDocumentTooLarge
	}
	m.token += int64(n)
	if room := 64 - len(m.head); room > 0 {
		m.head = append(m.head, p[:min(n, room)]...)
	}
	return n, err
}
