package newcaremodels_test

import (
	"fmt"
	"log"
	"os"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// The program of the README.
func Example() {
	v, err := caremodel.England().Find("Airedale and Partners")
	if err != nil {
		log.Fatal(err) // an unknown or ambiguous name lists the candidates
	}
	fmt.Println(v.Name, v.Category, v.Announced, len(v.Partners), "partners")

	money, err := funding.England().Where(funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}})
	if err != nil {
		log.Fatal(err)
	}
	table, err := money.Table(funding.ByCategory, funding.ByYear) // requests and promises never enter
	if err != nil {
		log.Fatal(err)
	}
	table.WriteText(os.Stdout)

	people, err := coverage.England().Select(coverage.Filter{Categories: []caremodel.Category{caremodel.PACS, caremodel.MCP}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(people.Covered()) // each person once, as bounds where nobody knows which part of an area
	// Output:
	// Airedale & Partners EHCH 2015-03-10 6 partners
	// Category  Year                 Sum    Amounts  Left out  Vanguards
	// PACS      2015/16   £45,850,000.00     9 of 9         0     9 of 9
	// PACS      2016/17    £6,375,000.00     3 of 8         0     3 of 9
	// PACS      2017/18   £10,490,000.00     4 of 8         0     4 of 9
	// MCP       2015/16   £31,270,000.00     7 of 7         0    7 of 14
	// MCP       2016/17   £23,530,000.00    9 of 13         0    9 of 14
	// MCP       2017/18   £20,045,000.00    9 of 14         0    8 of 14
	// EHCH      2015/16    £1,080,000.00     1 of 1         0     1 of 6
	// EHCH      2016/17        not known     0 of 6         0     0 of 6
	// EHCH      2017/18    £1,600,000.00     1 of 6         0     1 of 6
	// UEC       2016/17    £5,200,000.00     4 of 8         0     4 of 8
	// UEC       2017/18        not known     0 of 8         0     0 of 8
	// ACC       2015/16    £6,570,000.00     3 of 3         0    3 of 13
	// ACC       2016/17   £19,700,000.00    6 of 12         0    6 of 13
	// ACC       2017/18   £10,550,000.00    4 of 12         0    4 of 13
	// Total              £182,260,000.00  60 of 115         0   14 of 50
	// about 4,487,879 to 5,524,136 of 54,786,327 (8.2% to 10.1%)
}
