package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// Tokens reads a JSON document token by token within bounds: for [Read], and for
// formats of other publishers, for which Read is too strict.
type Tokens struct {
	dec   *json.Decoder
	meter *meter
	max   int64
}

// NewTokens returns the tokens of a document of at most maxBytes; 0 =
// [DefaultMaxBytes].
func NewTokens(r io.Reader, maxBytes int64) *Tokens {
	if maxBytes == 0 {
		maxBytes = DefaultMaxBytes
	}
	m := &meter{r: &filler{r: r}, left: maxBytes}
	t := &Tokens{json.NewDecoder(m), m, maxBytes}
	t.dec.UseNumber()
	return t
}

// maxEmpty is how often in a row a reader may return nothing.
const maxEmpty = 100

// filler reads as much as is requested, however little its reader returns at a
// time: at each read a decoder scans a blank or a text again from its beginning, so
// that single bytes would take it quadratic time.
type filler struct {
	r   io.Reader
	err error // the error of r
}

var errNoReader = errors.New("there is no reader of the document")

func (f *filler) Read(p []byte) (n int, err error) {
	if f.r == nil {
		return 0, errNoReader
	}
	for empty := 0; n < len(p) && f.err == nil; empty++ {
		var m int
		m, f.err = f.r.Read(p[n:])
		if n += m; m > 0 {
			empty = 0
		}
		if empty == maxEmpty {
			f.err = io.ErrNoProgress
		}
	}
	if n == 0 {
		return 0, f.err
	}
	return n, nil
}

// Next returns the next token; numbers are json.Number. An error says what is
// wrong, with a code, and ends the reading; the error of r stays visible to
// errors.Is. The end of the input is such an error: see [Tokens.End].
func (t *Tokens) Next() (json.Token, error) {
	t.meter.token = 0
	token, err := t.dec.Token()
	if err != nil {
		return nil, t.fault(err)
	}
	return token, nil
}

// End returns an error unless the input ends here.
func (t *Tokens) End() error {
	t.meter.token = 0
	_, err := t.dec.Token()
	switch {
	case err == io.EOF:
		return nil
	case err == nil:
		return t.wrong(validate.Format, "the document must end after its closing brace, and more follows")
	}
	return t.fault(err)
}

func (t *Tokens) fault(err error) error {
	switch {
	case errors.Is(err, errDocumentTooLarge):
		return t.wrong(validate.TooLarge, fmt.Sprintf("the document may have at most %d bytes", t.max))
	case errors.Is(err, errTokenTooLarge):
		return t.wrong(validate.TooLarge, fmt.Sprintf("one text may have at most about %d bytes", maxToken))
	case t.meter.err != nil:
		return &readError{t.meter.err}
	case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF):
		return t.wrong(validate.Format, "the document is cut off here")
	case t.dec.InputOffset() == 0 && t.meter.marked():
		return t.wrong(validate.Format, "the document begins with a byte-order mark: leave it out")
	case form.NotText(t.meter.head) != "":
		return t.wrong(validate.Format, "this is "+form.NotText(t.meter.head)+", not JSON in UTF-8: save or unpack it as that")
	}
	return t.wrong(validate.Format, "this is not JSON: "+strings.TrimPrefix(err.Error(), "json: ")+
		" (byte "+strconv.FormatInt(t.dec.InputOffset(), 10)+")")
}

// readError is a failure of the reader that a document comes from.
type readError struct{ err error }

func (e *readError) Error() string {
	return "the rest of the document could not be read: " + e.err.Error()
}
func (e *readError) Unwrap() []error { return []error{validate.Unreadable, e.err} }

func (t *Tokens) wrong(code validate.Code, detail string) error {
	return fault.New("wire.Tokens", code, "", detail)
}
