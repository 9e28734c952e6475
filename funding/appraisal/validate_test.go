package appraisal_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// A case without errors can be written and read back: a text that a document cannot
// hold is reported at its place.
func TestValidate_Texts(t *testing.T) {
	for path, set := range map[string]func(l *appraisal.Line, text string){
		"lines[0].name":             func(l *appraisal.Line, text string) { l.Name = text },
		"lines[0].payer":            func(l *appraisal.Line, text string) { l.Payer = text },
		"lines[0].source.title":     func(l *appraisal.Line, text string) { l.Source.Title = text },
		"lines[0].source.publisher": func(l *appraisal.Line, text string) { l.Source.Publisher = text },
		"lines[0].source.url":       func(l *appraisal.Line, text string) { l.Source.URL = "https://" + text },
	} {
		for _, text := range []string{"a\xffb", "a\x00b", "M\uFFFDn"} {
			c := simple()
			set(&c.Lines[0], text)
			require.Equal(t, map[string]validate.Code{path: validate.Format}, failures(c), "%q", text)
		}
		c := simple()
		set(&c.Lines[0], "Môn")
		require.Empty(t, failures(c), path)
		var document bytes.Buffer
		require.NoError(t, c.WriteJSON(&document), path)
		_, err := appraisal.ReadCase(&document)
		require.NoError(t, err, path)
	}
}

func failures(c appraisal.Case) map[string]validate.Code {
	found := map[string]validate.Code{}
	for v := range c.Validate().Errors().All() {
		found[v.Path] = v.Code
	}
	return found
}
