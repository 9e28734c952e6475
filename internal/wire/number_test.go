package wire_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// printed is a number that keeps its text, and is a text to databases.
type printed string

func (p *printed) UnmarshalText(text []byte) error {
	if strings.ContainsAny(string(text), `"eE`) {
		return errors.New("no exponent, no text")
	}
	*p = printed(text)
	return nil
}

func (p *printed) UnmarshalJSON(text []byte) error { return p.UnmarshalText(text) }

// quoted is a text that reads itself.
type quoted string

func (q *quoted) UnmarshalText(text []byte) error { *q = quoted(text); return nil }

func (q *quoted) UnmarshalJSON(text []byte) error {
	if text[0] != '"' {
		return errors.New("a text is needed")
	}
	return q.UnmarshalText(text[1 : len(text)-1])
}

func TestRead_NumbersOfTheirOwnType(t *testing.T) {
	require.True(t, wire.IsNumber(reflect.TypeFor[printed]()))
	require.False(t, wire.IsNumber(reflect.TypeFor[quoted]()))
	require.False(t, wire.IsNumber(reflect.TypeFor[int]()))

	type figures struct {
		Format  string    `json:"format"`
		Figure  printed   `json:"figure,omitzero"`
		Figures []printed `json:"figures,omitempty"`
		Text    quoted    `json:"text,omitzero"`
	}
	var d figures
	doc := wire.Read(strings.NewReader(`{"format":"x","figure":0.30,"figures":[-1,2e3,"3",null,4.50],"text":"5"}`), &d, wire.Options{Format: "x"})
	var found []string
	for v := range doc.Violations().All() {
		found = append(found, string(v.Code)+" "+v.Path)
	}
	require.Equal(t, []string{string(validate.Format) + " figures[1]", string(validate.Format) + " figures[2]", string(validate.Format) + " figures[3]"}, found)
	require.Equal(t, printed("0.30"), d.Figure)
	require.Equal(t, []printed{"-1", "", "", "", "4.50"}, d.Figures)
	require.Equal(t, quoted("5"), d.Text)
}
