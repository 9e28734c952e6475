package funding_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// withColumns returns a table of the reference as its keeper wrote it, with columns
// that it does not have: of each a function of the number of the row, from 0.
func withColumns(t *testing.T, name string, header []string, cells func(row int) []string) ([][]string, []byte) {
	t.Helper()
	text, err := os.ReadFile("../../shared/reference/" + name)
	if err != nil {
		t.Skipf("reference file %s is not here", name)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff")))).ReadAll()
	require.NoError(t, err)
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	require.NoError(t, w.Write(append(slices.Clone(rows[0]), header...)))
	for i, row := range rows[1:] {
		require.NoError(t, w.Write(append(slices.Clone(row), cells(i)...)))
	}
	w.Flush()
	return rows[1:], out.Bytes()
}

// The table of published awards, in the words of its keeper, reads as it stands but for
// a key, which it does not have, and joint awards, which it writes in its own way.
func TestReadAllocationsCSV_VanguardsFile(t *testing.T) {
	rows, table := withColumns(t, "vanguards/funding.csv", []string{"id"}, func(row int) []string { return []string{"row-" + strconv.Itoa(row)} })
	options := caremodel.CSV{Columns: map[string]string{"slug": "recipients", "financial_year": "year", "amount_gbp": "amount", "announced": "on"}}
	list, err := funding.ReadAllocationsCSV(bytes.NewReader(table), caremodel.England(), options)
	joint := 0
	for i, row := range rows {
		if strings.Contains(row[0], "+") { // where a list has semicolons
			joint++
			require.ErrorContains(t, err, "row "+strconv.Itoa(i+2)+", column slug")
			continue
		}
		a := list[i-joint]
		require.Equal(t, row[1], a.Year.String())
		require.Equal(t, row[4]+".00", a.Events[0].Figure.Amount.String())
		require.Equal(t, row[6], a.Events[0].Figure.Source.URL)
	}
	require.Equal(t, 2, joint)
	require.Equal(t, joint, validate.Of(err).Errors().Len())
	require.Len(t, list, len(rows)-joint)
}

// The file of the Towns Fund: an amount that it leaves blank is told by its row, and
// every other is exact.
func TestReadAllocationsCSV_TownsFundFile(t *testing.T) {
	rows, table := withColumns(t, "funding/samples/postaward/TF-grant-awarded.csv", []string{"year", "stream", "status", "recipients"},
		func(int) []string { return []string{"2021/22", "towns", "approved", ""} })
	options := caremodel.CSV{Columns: map[string]string{"Index Code": "id", "Total": "amount", "RDEL": "", "CDEL": ""}}
	list, err := funding.ReadAllocationsCSV(bytes.NewReader(table), nil, options)
	blank, want := 0, int64(0)
	for i, row := range rows {
		if row[3] == "" {
			blank++
			require.ErrorContains(t, err, "row "+strconv.Itoa(i+2)+", column Total")
			continue
		}
		pounds, err := strconv.ParseInt(row[3], 10, 64)
		require.NoError(t, err, row[0])
		want += pounds
	}
	require.Equal(t, blank, validate.Of(err).Errors().Len())
	require.Len(t, list, len(rows)-blank)
	sum, err := funding.Sum(func(yield func(funding.Money) bool) {
		for _, a := range list {
			if !yield(a.Events[0].Figure.Amount) {
				return
			}
		}
	})
	require.NoError(t, err)
	require.Equal(t, strconv.FormatInt(want, 10)+".00", sum.String())
}
