// Package wire reads and writes the library's JSON documents: its reader is strict
// and reports every problem with its path, its writer is canonical.
package wire

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Write writes v as JSON, indented by two spaces, without HTML escapes, ending in a
// newline. A text that [Read] would reject as damaged is an error, and nothing is
// written. A document is a struct whose first field is its format:
//
//	struct {
//		Format string `json:"format"`
//		Definition
//	}
func Write(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	if line, ok := damagedLine(b.Bytes()); ok {
		return fault.New("WriteJSON", validate.Format, line, damage)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// damagedLine returns the first line that holds U+FFFD, either as a character or as
// the escape that the encoder writes for invalid UTF-8.
func damagedLine(document []byte) (string, bool) {
	for line := range bytes.Lines(document) {
		if bytes.Contains(line, []byte("\ufffd")) || holdsEscape(line) {
			return string(bytes.TrimSpace(line)), true
		}
	}
	return "", false
}

// holdsEscape reports whether line holds the escape \ufffd; after an escaped
// backslash these letters are a text's own.
func holdsEscape(line []byte) bool {
	for i := 0; i < len(line); i++ {
		if line[i] != '\\' {
			continue
		}
		if bytes.HasPrefix(line[i:], []byte(`\ufffd`)) {
			return true
		}
		i++
	}
	return false
}
