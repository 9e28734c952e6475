package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// columns are those of a table that are wanted.
type columns struct {
	named  []string                                // it must have these
	also   func(name string) bool                  // and these are taken where it has them; nil = none
	header func(row validate.Place, also []string) // is told which it has; nil = nobody
	seen   *[]string                               // the same list, for the rows; nil = nobody
}

// eachRow reads the columns of a table that are wanted, without blanks at their
// ends, and calls each for every row with its place. Problems that each reports at
// the place, and those of the table, come back as one error.
func eachRow(r io.Reader, want columns, each func(row validate.Place, named, also []string)) error {
	var found validate.Checker
	table := csv.NewReader(&utf8Reader{r: r})
	table.ReuseRecord = true
	header, err := table.Read()
	if errors.Is(err, io.EOF) {
		found.Row(1).Error(validate.Required, "", "the file has no header row")
		return found.Violations().Err()
	}
	var shownNames []string
	for i, h := range header {
		header[i] = strings.TrimSpace(strings.TrimPrefix(h, "\ufeff"))
		shownNames = append(shownNames, shown(header[i]))
	}
	where := make([]int, len(want.named))
	for i, name := range want.named {
		where[i] = slices.Index(header, name)
		if err == nil && where[i] < 0 {
			found.Row(1).At(shown(name)).Error(validate.Required, name, "no such column; the header has "+strings.Join(shownNames, ", "))
		}
	}
	var also []string
	var alsoAt []int
	for i, name := range header {
		if want.also != nil && want.also(name) && !slices.Contains(where, i) {
			also, alsoAt = append(also, name), append(alsoAt, i)
		}
	}
	if want.header != nil && err == nil {
		*want.seen = also
		want.header(found.Row(1), also)
	}
	named, more := make([]string, len(where)), make([]string, len(alsoAt))
	for err == nil && found.OK() || err == nil && !slices.Contains(where, -1) {
		var record []string
		if record, err = table.Read(); err != nil {
			break
		}
		for i, at := range where {
			named[i] = strings.TrimSpace(record[at])
		}
		for i, at := range alsoAt {
			more[i] = strings.TrimSpace(record[at])
		}
		line, _ := table.FieldPos(0)
		each(found.Row(line), named, more)
	}
	if syntax, ok := errors.AsType[*csv.ParseError](err); ok {
		found.At(fmt.Sprintf("line %d", syntax.Line)).Error(validate.Format, "", syntax.Err.Error())
	} else if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return found.Violations().Err()
}

// utf8Reader reads text line by line: a line that is not UTF-8 is taken for
// Windows-1252, in which spreadsheets of Windows save.
type utf8Reader struct {
	r    io.Reader
	rest []byte // read and not yet a whole line
	text []byte // ready to be handed out
	err  error
}

func (u *utf8Reader) Read(b []byte) (int, error) {
	for len(u.text) == 0 {
		if u.err != nil && len(u.rest) == 0 {
			return 0, u.err
		}
		end := strings.LastIndexByte(string(u.rest), '\n') + 1
		if end == 0 && u.err != nil {
			end = len(u.rest)
		}
		if end == 0 {
			block := make([]byte, 64<<10)
			n, err := u.r.Read(block)
			u.rest, u.err = append(u.rest, block[:n]...), err
			continue
		}
		if u.text = u.rest[:end:end]; !utf8.Valid(u.text) {
			u.text = fromWindows(u.text)
		}
		u.rest = u.rest[end:]
	}
	n := copy(b, u.text)
	u.text = u.text[n:]
	return n, nil
}

// windows is what the bytes 0x80 to 0x9f stand for in Windows-1252.
var windows = []rune("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ")

// fromWindows decodes the lines that are not UTF-8.
func fromWindows(text []byte) []byte {
	var out []byte
	for line := range strings.Lines(string(text)) {
		if utf8.ValidString(line) {
			out = append(out, line...)
			continue
		}
		for _, c := range []byte(line) {
			r := rune(c)
			if 0x80 <= c && c < 0xa0 {
				r = windows[c-0x80]
			}
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

// shown is a text from outside as a terminal may have it: on one line, and with
// characters that steer a terminal or turn the direction of writing escaped.
func shown(text string) string {
	var b strings.Builder
	for _, r := range text {
		if !unicode.IsGraphic(r) {
			quoted := validate.Quote(string(r))
			b.WriteString(quoted[1 : len(quoted)-1])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
