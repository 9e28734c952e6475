package records_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/examples/internal/records"
)

func write(t *testing.T, name, text string) records.Name {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	return records.Name(file)
}

func TestFiles_ReadNothing(t *testing.T) {
	r, found, err := records.Files{}.Read(nil)
	require.NoError(t, err)
	require.Zero(t, found.Len())
	require.Equal(t, caremodel.England(), r.Programme)
	require.NotNil(t, r.Book)
}

// A ledger beside the embedded programme takes the place of the embedded one alone.
func TestFiles_ReadBesideTheEmbedded(t *testing.T) {
	table := "id,recipients,year,stream,status,amount,round,source_title\na,Salford,2015/16,matched,paid,1000,mine,Made up\n"
	r, found, err := records.Files{Ledgers: records.Names{write(t, "a.csv", table)}}.Read(nil)
	require.NoError(t, err)
	require.NoError(t, found.Err())
	require.Equal(t, 1, r.Book.Len())
	require.NotNil(t, r.Atlas)
}

func TestFiles_ReadEveryProblem(t *testing.T) {
	broken := records.Files{Ledgers: records.Names{write(t, "l.json", `{"format": "newcaremodels/ledger/1", "found": []}`)},
		Survey: write(t, "s.json", `{"format": "newcaremodels/survey/1", "bass": {}}`)}
	_, found, err := broken.Read(nil)
	require.NoError(t, err)
	require.Contains(t, found.String(), "l.json: found")
	require.Contains(t, found.String(), "s.json: bass")

	_, _, err = records.Files{Survey: "nowhere.json", Plan: "neither.json"}.Read(nil)
	require.ErrorContains(t, err, "nowhere.json")
	require.ErrorContains(t, err, "neither.json")
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the line is dead") }

func TestContent(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write([]byte("\ufeffabc"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	content, err := records.Content(records.Stdin, &packed)
	require.NoError(t, err)
	require.Equal(t, "abc", string(content))

	_, err = records.Content(records.Stdin, strings.NewReader("\x1f\x8bnot packed"))
	require.ErrorContains(t, err, "cannot be read")
	_, err = records.Content(records.Stdin, broken{})
	require.ErrorContains(t, err, "the line is dead")
	_, err = records.Content(t.TempDir(), nil)
	require.ErrorContains(t, err, "is a folder")
}
