package newcaremodels_test

import (
	"fmt"
	"log"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// The program of the README.
func Example() {
	vanguard, err := caremodel.England().Find("Airedale and Partners")
	if err != nil {
		log.Fatal(err) // an unknown or ambiguous name lists the candidates
	}
	fmt.Println(vanguard.Name, vanguard.Category, vanguard.Announced, len(vanguard.Partners), "partners")

	for _, category := range []caremodel.Category{caremodel.PACS, caremodel.MCP} {
		only := []caremodel.Category{category}

		money, err := funding.England().Where(funding.Filter{Categories: only, Streams: []funding.Stream{funding.StreamTransformation}})
		if err != nil {
			log.Fatal(err)
		}
		summary, err := money.Summary() // what was committed: requests and promises never enter
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(category, "money:", summary)

		people, err := coverage.England().Select(coverage.Filter{Categories: only})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(category, "people:", people.Covered()) // each person once
	}
	// Output:
	// Airedale & Partners EHCH 2015-03-10 6 partners
	// PACS money: £62.72m, known for 4 of 9 vanguards
	// PACS people: about 2,182,308 of 54,786,327 (4.0%)
	// MCP money: £74.84m, known for 7 of 14 vanguards
	// MCP people: about 2,305,571 to 3,341,828 of 54,786,327 (4.2% to 6.1%)
}
