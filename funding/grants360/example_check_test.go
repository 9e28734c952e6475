package grants360_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// networks is a made-up programme of two networks.
func networks() *caremodel.Programme {
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "vale", Name: "Vale networks", Categories: []caremodel.CategoryDefinition{{Code: "PCN", Name: "Primary care network"}},
		Vanguards: []caremodel.Vanguard{{Slug: "ash", Name: "Ash Network", Category: "PCN"}, {Slug: "birch", Name: "Birch", Category: "PCN"}},
	})
	if err != nil {
		panic(err)
	}
	return p
}

// awards is a file of the standard with a grant to one of them, and a grant to
// another organisation.
const awards = `{"grants": [
	{
		"id": "360G-vale-1", "title": "Care hub", "description": "A hub for the network", "currency": "GBP", "amountAwarded": 250000.0,
		"awardDate": "2025-05-01", "recipientOrganization": [{"id": "GB-COH-01234567", "name": "Ash Network"}],
		"fundingOrganization": [{"id": "GB-CHC-200051", "name": "Vale Fund"}]
	},
	{
		"id": "360G-vale-2", "title": "Choir", "description": "A choir", "currency": "GBP", "amountAwarded": 0,
		"awardDate": "2025-05-01", "recipientOrganization": [{"id": "GB-COH-07654321", "name": "Vale Choir"}],
		"fundingOrganization": [{"id": "GB-CHC-200051", "name": "Vale Fund"}]
	}
]}`

func readAwards() grants360.Grants {
	grants, err := grants360.Read(strings.NewReader(awards))
	if err != nil {
		panic(err)
	}
	return grants
}

// A file of the 360Giving standard is read, checked, and converted to a ledger.
func Example() {
	grants, err := grants360.Read(strings.NewReader(awards))
	if err != nil {
		fmt.Println(err)
		return
	}
	imported, err := grants.Ledger(grants360.MatchNames(networks()), grants360.LedgerOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range imported.Ledger.Allocations {
		fmt.Println(a.ID, a.Year, a.Events[0].Status, a.Events[0].Figure.Amount)
	}
	// Output:
	// 360G-vale-1 2025/26 approved 250000.00
}

// The checks of 360Giving's own tool that have findings.
func ExampleGrants_Checks() {
	for _, c := range readAwards().Checks(caremodel.MustParseDate("2025-12-31")) {
		if c.Found.Len() > 0 {
			fmt.Println(c.Name, c.Found.Len())
		}
	}
	// Output:
	// ZeroAmountTest 1
	// NoRecipientOrgCompanyCharityNumber 2
	// NoGrantProgramme 2
	// NoBeneficiaryLocation 2
	// NoLastModified 2
	// NoDataSource 2
}

func ExampleGrants_Validate() {
	grants := readAwards()
	grants.Records[0].Currency = "EUR"
	fmt.Println(grants.Validate().Errors())
	// Output:
	// grants[0].currency: "EUR": amounts are read in pounds, GBP, alone: they are not converted, nor added up with others (grants360.currency)
}

// An award after the day of the check is a warning.
func ExampleGrants_ValidateAsOf() {
	vs := readAwards().ValidateAsOf(caremodel.MustParseDate("2025-04-30"))
	fmt.Println(vs.Where(func(v validate.Violation) bool { return v.Code == validate.Future }))
	// Output:
	// grants[0].awardDate: "2025-05-01": after 2025-04-30, the day of this check (future)
	// grants[1].awardDate: "2025-05-01": after 2025-04-30, the day of this check (future)
}

// Warnings lists the warnings about a file that was read.
func ExampleGrants_Warnings() {
	fmt.Println(readAwards().Warnings().Len())
	// Output:
	// 1
}

func ExampleGrants_WriteJSON() {
	grants := readAwards()
	grants.Records = grants.Records[:1]
	fmt.Println(grants.WriteJSON(os.Stdout))
	// Output:
	// {
	//   "grants": [
	//     {
	//       "id": "360G-vale-1",
	//       "title": "Care hub",
	//       "description": "A hub for the network",
	//       "currency": "GBP",
	//       "amountAwarded": 250000.00,
	//       "awardDate": "2025-05-01T00:00:00Z",
	//       "recipientOrganization": [
	//         {
	//           "id": "GB-COH-01234567",
	//           "name": "Ash Network"
	//         }
	//       ],
	//       "fundingOrganization": [
	//         {
	//           "id": "GB-CHC-200051",
	//           "name": "Vale Fund"
	//         }
	//       ]
	//     }
	//   ]
	// }
	// <nil>
}

func ExampleMatchNames() {
	match := grants360.MatchNames(networks())
	fmt.Println(len(match(grants360.Organization{Name: "The Ash network"})), len(match(grants360.Organization{Name: "Vale Choir"})))
	// Output:
	// 1 0
}

// Identifiers written by [grants360.FromLedger] are matched to their vanguards
// again.
func ExampleMatchIDs() {
	p := networks()
	for _, id := range grants360.MatchIDs(p, "360G-vale")(grants360.Organization{ID: "360G-vale:org-ash+birch"}) {
		fmt.Println(p.NameOf(id))
	}
	// Output:
	// Ash Network
	// Birch
}

// What the standard cannot hold is reported: here an award that is not committed.
func ExampleFromLedger() {
	p := networks()
	ledger := funding.Ledger{
		Funds:  []funding.Fund{{ID: "f1", Name: "Vale fund", Owner: "Vale Council"}},
		Rounds: []funding.Round{{ID: "r1", Fund: "f1", Year: funding.MustParseFinancialYear("2025/26")}},
		Allocations: []funding.Allocation{{
			ID: "ash-1", Round: "r1", Recipients: []caremodel.VanguardID{caremodel.VanguardIDFor("vale", "ash")},
			Year: funding.MustParseFinancialYear("2025/26"), Stream: funding.StreamTransformation, Kind: funding.Revenue,
			Events: []funding.Event{{On: caremodel.MustParseDate("2025-05-01"), Status: funding.Requested, Figure: funding.Figure{Amount: funding.MustParseMoney("£1m")}}},
		}},
	}
	grants, lost, err := grants360.FromLedger(ledger, p, grants360.Options{Prefix: "360G-vale"})
	fmt.Println(len(grants.Records), err)
	fmt.Println(lost.Warnings())
	// Output:
	// 0 <nil>
	// allocations[0]: "ash-1": a grant is committed, and this is requested (warning: grants360.not-written)
}
