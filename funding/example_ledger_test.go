package funding_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

// A ledger is plain records. What is wrong with it is said all at once, each
// problem with its place.
func ExampleLedger_Validate() {
	year := funding.MustParseFinancialYear("2015/16")
	sources := []caremodel.Source{{Publisher: "NHS England"}}
	l := funding.Ledger{
		Funds:  []funding.Fund{{ID: "transformation", Limits: []funding.Limit{{From: year, Amount: funding.MustParseMoney("£200m")}}, Sources: sources}},
		Rounds: []funding.Round{{ID: "july", Fund: "transformation", Year: year, Sources: sources}},
		Allocations: []funding.Allocation{{
			ID: "somerset", Round: "july", Year: year, Stream: funding.StreamTransformation, Kind: funding.Unspecified,
			Recipients: []caremodel.VanguardID{caremodel.VanguardIDFor("england-2015", "south-somerset-symphony")},
			Events: []funding.Event{
				{Status: funding.Approved, Figure: funding.Figure{Amount: funding.MustParseMoney("£8.02m")}},
				{Status: funding.Earmarked, Figure: funding.Figure{Amount: funding.MustParseMoney("£4.9m")}},
				{Status: funding.Paid, Figure: funding.Figure{Amount: funding.MustParseMoney("£8.2m")}},
			},
			Sources: sources,
		}},
	}
	for v := range l.Validate(caremodel.England()).All() {
		fmt.Println(v.Severity, v.Path, v.Code)
	}
	// Output:
	// error allocations[0].events[1].status funding.transition
	// warning allocations[0].events[2].figure.amount funding.paid-above-approved
}

// With a day given, nothing may be dated after it.
func ExampleLedger_ValidateAsOf() {
	l := funding.EnglandLedger()
	l.Stated = nil
	vs := l.ValidateAsOf(caremodel.England(), caremodel.MustParseDate("2017-02-19"))
	for v := range vs.Errors().All() {
		fmt.Println(v.Path, v.Value, v.Code)
	}
	// Output:
	// allocations[96].events[0].on "2017-02-20" future
	// allocations[96].events[0].figure.source.published "2017-03-28" future
	// allocations[97].events[0].on "2017-02-20" future
	// allocations[97].events[0].figure.source.published "2017-03-28" future
}

// One row is one event; rows with one id make one allocation. A row that cannot
// be read is told by row and column, and the rest is there.
func ExampleReadAllocationsCSV() {
	const table = `id,recipients,year,stream,on,status,amount
sunderland,sunderland,2015/16,transformation,2015-07-31,earmarked,£6.5m
sunderland,,,,,allocated,£6.77m
fylde,Fylde Coast Local Health Economy,2015/16,transformation,,allocated,about £4m
joint,isle-of-wight; salford-together,2015/16,transformation,2015-07-31,approved in principle,£41m
`
	all, err := funding.ReadAllocationsCSV(strings.NewReader(table), caremodel.England())
	for _, a := range all {
		fmt.Println(a.ID, "for", len(a.Recipients))
		for _, e := range a.Events {
			fmt.Println(" ", e.Status, e.Figure.Amount)
		}
	}
	for v := range validate.Of(err).All() {
		fmt.Println(v.Path, v.Value)
	}
	// Output:
	// sunderland for 1
	//   earmarked 6500000.00
	//   approved 6770000.00
	// joint for 2
	//   approved-in-principle 41000000.00
	// row 4, column amount "about £4m"
}

// Recipients may be written as ids or as slugs; they are always written as ids.
func ExampleReadLedger() {
	const document = `{
  "format": "newcaremodels/ledger/1",
  "allocations": [
    {
      "id": "2015-16/matched/morecambe-bay",
      "recipients": ["morecambe-bay"],
      "year": "2015/16",
      "stream": "matched",
      "kind": "unspecified",
      "events": [{"status": "paid", "figure": {"amount": "7260000.00", "precision": "5000.00"}}]
    }
  ]
}`
	l, err := funding.ReadLedger(strings.NewReader(document), caremodel.England())
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := l.WriteJSON(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {
	//   "format": "newcaremodels/ledger/1",
	//   "allocations": [
	//     {
	//       "id": "2015-16/matched/morecambe-bay",
	//       "recipients": [
	//         "2ba7c662-0279-54b6-a921-16ad03a83e24"
	//       ],
	//       "year": "2015/16",
	//       "stream": "matched",
	//       "kind": "unspecified",
	//       "events": [
	//         {
	//           "status": "paid",
	//           "figure": {
	//             "amount": "7260000.00",
	//             "precision": "5000.00"
	//           }
	//         }
	//       ]
	//     }
	//   ]
	// }
}

// A decision never falls back; the zero status stands for the beginning.
func ExampleStatus_CanBecome() {
	fmt.Println(funding.Requested.CanBecome(funding.Approved))
	fmt.Println(funding.Paid.CanBecome(funding.Approved), "(the next tranche)")
	fmt.Println(funding.Approved.CanBecome(funding.Requested))
	fmt.Println(funding.Status(0).CanBecome(funding.Withdrawn))
	// Output:
	// true
	// true (the next tranche)
	// false
	// false
}

// The records of England's programme keep what sources disagree about beside the
// figure that counts, with the reason.
func ExampleEnglandLedger() {
	for _, a := range funding.EnglandLedger().Allocations {
		if a.ID != "2015-16/transformation/northumberland" {
			continue
		}
		for _, e := range a.Events {
			fmt.Println(e.Status, e.Figure.Amount.FormatMillions(1), "±", e.Figure.Precision.FormatPounds(), e.Figure.Source.Publisher)
			for _, o := range e.Others {
				fmt.Println("  also", o.Source.Publisher)
			}
		}
	}
	// Output:
	// earmarked £8.3m ± £50,000.00 NHS England
	//   also Local Government Chronicle
	//   also Morpeth Herald
	// approved £8.6m ± £50,000.00 Health Service Journal
}

// A table has one row an event, and is read back with ReadAllocationsCSV.
func ExampleLedger_WriteCSV() {
	l := funding.Ledger{Allocations: []funding.Allocation{{
		ID: "support", Year: funding.MustParseFinancialYear("2015/16"), Stream: funding.StreamCentralSupport, Kind: funding.Revenue,
		Events: []funding.Event{
			{Status: funding.Approved, Figure: funding.Figure{Amount: funding.MustParseMoney("£34m"), Bound: caremodel.About}},
			{Status: funding.Paid, Figure: funding.Figure{Bound: caremodel.NotStated}},
		},
	}}}
	if err := l.WriteCSV(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// id,round,recipients,year,through,element,stream,kind,on,status,amount,bound,precision,reason,figure_note,source_title,source_publisher,source_url,source_published,supersedes,note
	// support,,,2015/16,,,central-support,revenue,,approved,34000000.00,about,,,,,,,,,
	// support,,,2015/16,,,central-support,revenue,,paid,,not-stated,,,,,,,,,
}
