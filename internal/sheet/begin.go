package sheet

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// endOfFile is the mark at the end of a file of MS-DOS.
const endOfFile = "\x1a"

// marks are byte-order marks of UTF-8: as it is, and as saved again by a program that took it for Windows-1252.
var marks = [...][]byte{[]byte("\uFEFF"), []byte("ï»¿")}

// begin makes the buffer, skips byte-order marks and Excel's line with the separator, and rejects input that is not lines
// of text. Further calls do nothing.
func (s *source) begin() error {
	if s.began {
		return nil
	}
	s.began = true
	if s.r == nil {
		return Problem{Row: 1, Code: validate.Unreadable, Fatal: true, Detail: "there is no reader of the table"}
	}
	s.buf = make([]byte, bufferBytes)
	if _, err := s.line(); err != nil && s.to == s.from {
		return nil // the problem is reported when a record is read
	}
	for {
		from := s.from
		for _, mark := range marks {
			if bytes.HasPrefix(s.buf[s.from:s.to], mark) {
				s.from += len(mark)
			}
		}
		if from == s.from {
			break
		}
	}
	if fault := notCSV(s.buf[s.from:s.to]); fault != "" {
		return Problem{Row: 1, Code: validate.Format, Fatal: true, Detail: fault}
	}
	return s.separatorLine()
}

// notCSV describes a file that is not lines of text by how it begins; it returns ""
// for any other.
func notCSV(text []byte) string {
	if what := form.NotText(text); what != "" {
		return "this is " + what + ", not CSV in UTF-8: save or unpack it as that"
	}
	if i := bytes.IndexAny(text, "\"\r\n"); i >= 0 && loneReturn(text[i:]) {
		return "the lines end in a carriage return alone, as on an old Macintosh; save the file with line feeds"
	}
	return ""
}

// loneReturn reports whether a text begins with a carriage return that no line feed follows.
func loneReturn(text []byte) bool {
	rest := bytes.TrimLeft(text, "\r")
	return len(rest) < len(text) && len(rest) > 0 && rest[0] != '\n'
}

// damaged returns the problem of a row with a byte that no cell may have; nil for any other row.
func (s *source) damaged(line []byte, row int) error {
	i := bytes.IndexAny(line, "\x00\r")
	if i < 0 {
		return nil
	}
	detail := "there is a NUL byte here: the file is damaged, or is not text"
	if zero := bytes.IndexByte(line, 0); zero >= 0 {
		i = zero
	} else if loneReturn(line[i:]) {
		detail = "there is a carriage return without a line feed here: were two rows joined?"
	} else {
		return nil
	}
	column := bytes.Count(line[:i], []byte{s.comma})
	return Problem{Row: row, Column: column + 1, Code: validate.Format, Value: string(s.cut(line)[column]), Detail: detail}
}

// separatorLine skips a first line "sep=;", which Excel understands and does not show, and adopts its separator.
func (s *source) separatorLine() error {
	line, err := s.line()
	if err != nil {
		return nil
	}
	text := strings.Trim(string(withoutBreak(line)), `"`)
	if len(text) < len("sep=x") || !strings.EqualFold(text[:len("sep=")], "sep=") || strings.Trim(text[len("sep=")+1:], `",; `) != "" {
		return nil
	}
	comma := text[len("sep=")]
	if s.commaGiven && comma != s.comma {
		return Problem{
			Row: 1, Code: validate.Conflict, Fatal: true, Value: text,
			Detail: fmt.Sprintf("the file says that its cells are separated by %q; it was to be read by %q", rune(comma), rune(s.comma)),
		}
	}
	s.comma = comma
	s.from += len(line)
	s.lines++
	s.within++ // not a row of the spreadsheet
	return nil
}

// separator names the separator of cells if it is not a comma, or returns "" if the text does not show it.
func separator(text string) string {
	for _, s := range [...]struct{ mark, name string }{{";", "semicolons"}, {"\t", "tabs"}, {"|", "vertical bars"}} {
		if strings.Contains(text, s.mark) {
			return fmt.Sprintf("%s: read the file with the separator %q, or save it with commas", s.name, s.mark)
		}
	}
	return ""
}

// thousands joins the cells of a row that look like one number whose comma separates thousands; otherwise it returns "".
func thousands(fields [][]byte) string {
	for i := range len(fields) - 1 {
		front := strings.TrimLeft(string(fields[i]), "£$€-+( ")
		if front == "" || len(front) > 3 || !digits(front) {
			continue
		}
		var number strings.Builder
		number.WriteString(string(fields[i]))
		for _, f := range fields[i+1:] {
			group, _, _ := strings.Cut(strings.TrimRight(string(f), ") "), ".")
			if len(group) != 3 || !digits(group) {
				break
			}
			number.WriteString("," + string(f))
		}
		if number.String() != string(fields[i]) {
			return validate.Quote(number.String())
		}
	}
	return ""
}

func digits(text string) bool {
	return strings.Trim(text, "0123456789") == ""
}
