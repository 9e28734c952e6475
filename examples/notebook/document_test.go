package notebook

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// document is a notebook of format 4.5, as far as the tests look at it.
// (https://nbformat.readthedocs.io/en/latest/format_description.html)
//
// Fields stand in the order in which Jupyter writes them.
type document struct {
	Cells       []cell          `json:"cells"`
	Metadata    json.RawMessage `json:"metadata"`
	Format      int             `json:"nbformat"`
	FormatMinor int             `json:"nbformat_minor"`
}

type cell struct {
	Type           string          `json:"cell_type"`
	ExecutionCount *int            `json:"execution_count,omitempty"`
	ID             string          `json:"id"`
	Metadata       json.RawMessage `json:"metadata"`
	Outputs        []output        `json:"outputs,omitempty"`
	Source         lines           `json:"source"`
}

type output struct {
	Data     bundle          `json:"data,omitempty"`
	Metadata json.RawMessage `json:"metadata,omitempty"` // of data
	Name     string          `json:"name,omitempty"`     // of a stream
	Type     string          `json:"output_type"`
	Text     lines           `json:"text,omitempty"` // of a stream
}

// bundle is one thing in several forms, by MIME type.
type bundle map[string]lines

// MarshalJSON writes texts line by line and pictures in one piece.
func (b bundle) MarshalJSON() ([]byte, error) {
	forms := make(map[string]any, len(b))
	for kind, text := range b {
		forms[kind] = text
		if strings.HasPrefix(kind, "image/") {
			forms[kind] = string(text)
		}
	}
	return json.Marshal(forms)
}

// lines is a text, which the format may hold line by line.
type lines string

func (l *lines) UnmarshalJSON(data []byte) error {
	var several []string
	if err := json.Unmarshal(data, &several); err == nil {
		*l = lines(strings.Join(several, ""))
		return nil
	}
	return json.Unmarshal(data, (*string)(l))
}

// MarshalJSON writes a list of lines, in which "<", ">" and "&" stand as they are.
func (l lines) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(slices.Collect(strings.Lines(string(l))))
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// read reads a notebook strictly: what the tests do not look at is not there.
func read(t *testing.T, path string) document {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var d document
	require.NoError(t, decoder.Decode(&d), path)
	return d
}

// write returns the notebook as Jupyter writes it.
func (d document) write(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	require.NoError(t, encoder.Encode(d))
	return b.String()
}

// said is what a code cell put out, in words: what it printed, then the texts of
// what it displayed, each under its kind. Pictures are represented by their
// alternative texts.
func (c cell) said() []string {
	var words []string
	stream := ""
	for _, o := range c.Outputs {
		switch {
		case o.Type == "stream" && o.Name == stream && len(words) > 0:
			words[len(words)-1] += string(o.Text) // the kernel may print in pieces
			continue
		case o.Type == "stream":
			words = append(words, o.Name+": "+string(o.Text))
		default:
			for _, kind := range []string{"text/markdown", "text/html", "text/plain"} {
				if text, ok := o.Data[kind]; ok {
					words = append(words, kind+": "+strings.TrimSpace(string(text)))
				}
			}
		}
		stream = o.Name
	}
	return words
}
