package funding_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/funding"
)

func TestTable_MarshalJSON(t *testing.T) {
	b := trial(t, award("a", "ash", event("", approved, "£4.59m")), award("b", "birch cedar", event("", approved, "£41m")))
	table, err := b.Table(funding.ByVanguard)
	require.NoError(t, err)
	got, err := json.Marshal(table)
	require.NoError(t, err)
	id := who("ash")[0].String()
	require.JSONEq(t, `{"dimensions":["vanguard"],"rows":[
		{"slug":"ash","name":"The ash vanguard","key":{"vanguard":"`+id+`"},"sum":"4590000.00","min":"4590000.00","max":"4590000.00","count":1,"unknown":0,"uncommitted":0,"vanguards":{"known":1,"of":1}},
		{"key":{"joint":true},"sum":"41000000.00","min":"41000000.00","max":"41000000.00","count":1,"unknown":0,"uncommitted":0,"vanguards":{"known":2,"of":2}}
	],"total":{"key":{},"sum":"45590000.00","min":"4590000.00","max":"41000000.00","count":2,"unknown":0,"uncommitted":0,"vanguards":{"known":3,"of":7}}}`, string(got))

	got, err = json.Marshal(funding.Table{})
	require.NoError(t, err)
	require.True(t, json.Valid(got))
	require.Contains(t, string(got), `"dimensions":[],"rows":[]`)
}

// The rows of a table come back from its JSON.
func TestTable_MarshalJSONRows(t *testing.T) {
	p := testProgramme(t)
	rapid.Check(t, func(t *rapid.T) {
		b, err := funding.NewBook(p, drawLedger(t))
		require.NoError(t, err)
		table, err := b.Table(append(drawDimensions(t), funding.ByStream)...)
		if err != nil {
			return // a dimension twice
		}
		text, err := json.Marshal(table)
		require.NoError(t, err)
		var back struct {
			Dimensions []funding.Dimension
			Rows       []funding.Row
			Total      funding.Row
		}
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, table.Dimensions(), back.Dimensions)
		require.Equal(t, table.Total(), back.Total)
		i := 0
		for r := range table.Rows() {
			require.Equal(t, r, back.Rows[i])
			i++
		}
		require.Len(t, back.Rows, i)
	})
}
