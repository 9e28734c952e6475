package funding_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

func TestReadBook(t *testing.T) {
	var document bytes.Buffer
	require.NoError(t, funding.EnglandLedger().WriteJSON(&document))
	b, err := funding.ReadBook(bytes.NewReader(document.Bytes()), caremodel.England())
	require.NoError(t, err)
	require.Equal(t, funding.England().Len(), b.Len())

	_, err = funding.ReadBook(bytes.NewReader(document.Bytes()[:document.Len()/2]), caremodel.England())
	require.ErrorIs(t, err, validate.Format)
}

// What is wrong with the shape and what breaks a rule come together, less what
// only follows.
func TestReadBook_ReportsShapeAndRules(t *testing.T) {
	l := funding.EnglandLedger()
	l.Funds[0].Name = "unlikely name"
	l.Rounds[0].Fund = "no such fund"
	var document bytes.Buffer
	require.NoError(t, l.WriteJSON(&document))
	text := strings.Replace(document.String(), `"name": "unlikely name"`, `"name": 7`, 1)
	_, err := funding.ReadBook(strings.NewReader(text), caremodel.England())
	codes := map[string]validate.Code{}
	for v := range validate.Of(err).Errors().All() {
		codes[v.Path] = v.Code
	}
	require.Equal(t, map[string]validate.Code{"funds[0].name": validate.Format, "rounds[0].fund": validate.Unknown}, codes)
}
