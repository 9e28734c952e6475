package funding_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Money that is not given is no known £0.00, also where records are decoded without
// ReadLedger.
func TestLedger_UnmarshalJSONWithoutAmounts(t *testing.T) {
	for _, text := range []string{
		`{"allocations":[{"id":"a","events":[{"status":"approved","figure":{}}]}]}`,
		`{"allocations":[{"id":"a","events":[{"status":"approved","figure":{"bound":"about","precision":"1.00"}}]}]}`,
		`{"allocations":[{"id":"a","events":[{"status":"approved","figure":null}]}]}`,
		`{"allocations":[{"id":"a","events":[{"status":"approved"}]}]}`,
		`{"allocations":[{"id":"a","events":[{"status":"approved","figure":{"amount":"1.00"},"others":[{"note":"n"}]}]}]}`,
		`{"funds":[{"id":"f","limits":[{"from":"2015/16"}]}]}`,
		`{"stated":[{"name":"s","scope":{}}]}`,
	} {
		var l funding.Ledger
		require.ErrorIs(t, json.Unmarshal([]byte(text), &l), validate.Required, text)
	}

	f := funding.Figure{Amount: funding.Pence(5), Note: "of the row before"}
	require.NoError(t, json.Unmarshal([]byte(`{"bound":"not-stated"}`), &f))
	require.Equal(t, funding.Figure{Bound: caremodel.NotStated}, f)
	before := f
	require.Error(t, json.Unmarshal([]byte(`{"amount":"x"}`), &f))
	require.Equal(t, before, f)
}

func TestLedger_UnmarshalJSON(t *testing.T) {
	want := funding.EnglandLedger()
	text, err := json.Marshal(want)
	require.NoError(t, err)
	var got funding.Ledger
	require.NoError(t, json.Unmarshal(text, &got))
	again, err := json.Marshal(got)
	require.NoError(t, err)
	require.Equal(t, string(text), string(again))
}
