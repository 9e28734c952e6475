package grants360_test

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// The published awards of England's vanguards as a data package, and what the
// standard cannot hold.
func ExampleWrite() {
	var file bytes.Buffer
	lost, err := grants360.Write(&file, funding.EnglandLedger(), caremodel.England(), grants360.Options{
		Prefix: "360G-example",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range strings.SplitN(file.String(), "\n", 13)[5:12] {
		fmt.Println(line)
	}
	for _, c := range lost.Summary() {
		fmt.Println(c.Code, c.Count)
	}
	// Output:
	// {
	//       "id": "360G-example-2015-16/transformation/wirral-partners",
	//       "title": "Transformation funding 2015/16: Wirral Partners",
	//       "description": "Award for 2015/16 to Wirral Partners. The day of the award is not published: 2016-03-31 is the end of its financial year. The source rounds: the amount may be off by £5,000.00. The whole year, of which £3.46m was the first tranche.",
	//       "currency": "GBP",
	//       "amountAwarded": 4520000.00,
	//       "awardDate": "2016-03-31T00:00:00Z",
	// grants360.not-written 71
	// grants360.lost-precision 80
	// grants360.lost-record 60
	// grants360.lost-day 35
	// grants360.lost-decision 3
}

// Files with deviations from the standard are read, with warnings.
func ExampleRead() {
	const file = `{"grants": [
		{
			"id": "360G-ptc-gr-01653", "title": "Hyde Park Source", "description": "Capacity support",
			"currency": "GBP", "amountAppliedFor": 0, "amountAwarded": 3239.34, "awardDate": "01/06/2015",
			"recipientOrganization": [{"id": "GB-COH-IP28755R", "name": "Hyde Park Source"}],
			"fundingOrganization": [{"id": "GB-CHC-1159982", "name": "Power to Change Trust"}],
			"Grant manager": "North"
		}
	]}`
	grants, err := grants360.Read(strings.NewReader(file))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(grants.Records[0].AwardDate, grants.Records[0].AmountAwarded.FormatPounds())
	for v := range grants.Warnings().All() {
		fmt.Println(v)
	}
	// Output:
	// 2015-06-01 £3,239.34
	// grants[0].awardDate: "01/06/2015": days are written as 2015-03-10: read as 2015-06-01, the day before the month (warning: format)
	// grants[0].amountAwarded: "3239.34": awarded, where 0.00 was applied for (warning: funding.approved-above-requested)
	// grants[0].Grant manager: "grants[].Grant manager": the standard has no such field: left out, once in all (info: unknown)
}

// Grants to vanguards are allocations; the others are reported.
func ExampleGrants_Ledger() {
	const file = `{"grants": [
		{
			"id": "360G-example-1", "title": "Home visits", "description": "A night team", "currency": "GBP",
			"amountAwarded": 50000, "amountDisbursed": 20000, "awardDate": "2016-05-19", "dateModified": "2016-12-31T00:00:00Z",
			"recipientOrganization": [{"id": "X-1", "name": "Modality, Birmingham & Sandwell"}],
			"fundingOrganization": [{"id": "X-F", "name": "A foundation"}]
		},
		{
			"id": "360G-example-2", "title": "Roof", "description": "A roof", "currency": "GBP",
			"amountAwarded": 1000, "awardDate": "2016-05-19",
			"recipientOrganization": [{"id": "X-2", "name": "A village hall"}],
			"fundingOrganization": [{"id": "X-F", "name": "A foundation"}]
		}
	]}`
	programme := caremodel.England()
	grants, err := grants360.Read(strings.NewReader(file))
	if err != nil {
		fmt.Println(err)
		return
	}
	imported, err := grants.Ledger(grants360.MatchNames(programme), grants360.LedgerOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(imported.Warnings.Where(func(v validate.Violation) bool { return v.Code == grants360.Unmatched }).Len(), "unmatched")
	book, err := funding.NewBook(programme, imported.Ledger)
	if err != nil {
		fmt.Println(err)
		return
	}
	rest, err := book.Remaining(funding.ByVanguard)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range rest {
		v, _ := programme.Vanguard(r.Key.Vanguard)
		fmt.Println(v.Name, r.Approved, r.Paid, r.Remaining)
	}
	// Output:
	// 1 unmatched
	// Modality Birmingham & Sandwell 50000.00 20000.00 30000.00
}
