package wire_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

func TestWrite(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, wire.Write(&b, document{format, records{Title: "<A & B>\u2028é😀"}}))
	require.Equal(t, "{\n  \"format\": \"newcaremodels/test/1\",\n  \"title\": \"<A & B>\\u2028é😀\"\n}\n", b.String())
}

// An empty list or map is left out.
func TestWrite_LeavesOutWhatIsEmpty(t *testing.T) {
	want := written(t, document{format, records{Title: "t"}})
	require.Equal(t, want, written(t, document{format, records{Title: "t", Places: []place{}, Shares: map[string]int64{}}}))
}

// If a reader would reject a text, neither it nor anything else of the document is
// written.
func TestWrite_RefusesDamagedTexts(t *testing.T) {
	for _, text := range []string{"a\xff", "caf\ufffd", "\xed\xa0\x80", `\` + "\ufffd", `\\` + "\xff"} {
		var b bytes.Buffer
		err := wire.Write(&b, document{format, records{Title: "t", Owner: reference(text)}})
		require.ErrorIs(t, err, validate.Format, "%q", text)
		require.ErrorContains(t, err, "owner")
		require.Zero(t, b.Len())
	}
	for _, text := range []string{`\ufffd`, `C:\\ufffd`, `\\\ufffd`} {
		text := written(t, document{format, records{Title: text}})
		_, doc := read(text)
		require.NoError(t, doc.Violations().Err())
	}
}

func TestWrite_Fails(t *testing.T) {
	broken := errors.New("disk full")
	require.ErrorIs(t, wire.Write(failing{broken}, document{format, records{Title: "t"}}), broken)

	var b bytes.Buffer
	var unset struct {
		Day caremodel.Date `json:"day"`
	}
	require.ErrorIs(t, wire.Write(&b, unset), validate.Required)
	require.Zero(t, b.Len())
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
