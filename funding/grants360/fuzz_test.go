package grants360_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// FuzzRead checks that reading any file fails only in documented ways; that the
// grants read are valid, and the same bytes when written, read and written again;
// and that they can be converted to a ledger.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		titles + "\n" + rowA + "\n", titles + ",a/b/0\n\"x", ``, `{}`, `[`, `{"grants":{}}`, pack(), pack(`{}`), pack(grant("a", "")),
		pack(grant("a", `"amountAppliedFor":1e2,"amountDisbursed":"£1m","plannedDates":[{"startDate":"2015","endDate":"2015-02","duration":"1.5"}],"dateModified":"17/08/2015 00:00"`)),
		pack(without("awardDate", `"31/12/2015 23:59"`), without("amountAwarded", "-0.10")),
		pack(grant("a", `"commitmentTransaction":[{"value":150,"transactionDate":"2016-01-01"},{"value":-50}],"disbursementTransaction":{"value":1}`)),
		pack(grant("a", `"x":[{"y":null}],"fromOpenCall":true,"relatedActivity":"b","url":"a b","toIndividualsDetails":{}`)),
		`{"version":"1.4","publisher":{"name":"P"},"issued":"2015-01-01","modified":"2015-01-01T00:00:00Z","grants":[` + grant("a", `"beneficiaryLocation":[{"latitude":51.5}],"grantProgramme":[{"code":"c"}]`) + `]}`,
	} {
		f.Add([]byte(text))
	}
	match := func(grants360.Organization) []caremodel.VanguardID { return who("ash") }
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := grants360.Read(bytes.NewReader(data))
		if err != nil && validate.Of(err).Errors().Len() == 0 {
			t.Fatalf("an error without a violation: %v", err)
		}
		if found := g.Validate().Err(); found != nil {
			t.Fatalf("kept although refused: %v", found)
		}
		if _, err := g.Ledger(match, grants360.LedgerOptions{}); err != nil && validate.Of(err).Len() == 0 {
			t.Fatalf("an error without a violation: %v", err)
		}
		if len(g.Records) == 0 {
			return
		}
		var first, second bytes.Buffer
		if err := g.WriteJSON(&first); err != nil {
			if errors.Is(err, validate.Format) { // a damaged text
				return
			}
			t.Fatal(err)
		}
		again, err := grants360.Read(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatalf("written and refused: %v", err)
		}
		if err := again.WriteJSON(&second); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Fatalf("written differently:\n%s\n%s", first.Bytes(), second.Bytes())
		}
	})
}
