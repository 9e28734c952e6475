package form_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

func TestWord(t *testing.T) {
	for _, word := range []string{"a", "7", "harnessing-technology", "a-1-b", strings.Repeat("x", form.MaxWord)} {
		require.True(t, form.Word(word, '-'), "%q", word)
	}
	for _, text := range []string{"", "-", "-a", "a-", "a--b", "A", "a b", "a_b", "é", "a\n", strings.Repeat("x", form.MaxWord+1)} {
		require.False(t, form.Word(text, '-'), "%q", text)
	}
	require.True(t, form.Word("gp_practices", '_'))
	require.False(t, form.Word("gp-practices", '_'))
}

// found returns the code of the one violation that a check records, if any.
func found(t *testing.T, check func(validate.Place, string), text string) validate.Code {
	t.Helper()
	var c validate.Checker
	check(c.At("field"), text)
	require.LessOrEqual(t, c.Violations().Len(), 1)
	for v := range c.Violations().All() {
		require.Equal(t, validate.SeverityError, v.Severity)
		require.Equal(t, "field", v.Path)
		return v.Code
	}
	return ""
}

func TestName_AndText(t *testing.T) {
	for _, c := range []struct {
		text       string
		name, body validate.Code
	}{
		{"", validate.Required, ""},
		{"Let's Get Moving", "", ""},
		{"Ynys Môn \U0001F3E5", "", ""},
		{"a  b", "", ""},
		{" a", validate.Format, ""},
		{"a\u00a0", validate.Format, ""},
		{"a\nb", validate.Format, ""},
		{"a\tb", validate.Format, ""},
		{"a\x00b", validate.Format, validate.Format},
		{"a\u0085b", validate.Format, validate.Format},
		{"a\xffb", validate.Format, validate.Format},
		{"M\uFFFDn", validate.Format, validate.Format},
		{strings.Repeat("x", form.MaxText), "", ""},
		{strings.Repeat("x", form.MaxText+1), validate.TooLarge, validate.TooLarge},
	} {
		require.Equal(t, c.name, found(t, form.Name, c.text), "name %.20q", c.text)
		require.Equal(t, c.body, found(t, form.Text, c.text), "text %.20q", c.text)
		require.Equal(t, c.body == "", form.IsText(c.text), "text %.20q", c.text)
	}
}

func TestAddress(t *testing.T) {
	for _, text := range []string{"https://www.england.nhs.uk/", "ftp://x", "https://x/?a=é"} {
		require.True(t, form.Address(text), "%q", text)
	}
	for _, text := range []string{"", "www.england.nhs.uk", "https://a b", "https://a\n", "https://a\x00", "https://\xff", "https://" + strings.Repeat("x", form.MaxText)} {
		require.False(t, form.Address(text), "%.30q", text)
	}
}
