package caremodel_test

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Sources write a category in many ways; all of them lead to its code.
func ExampleTaxonomy_Parse() {
	taxonomy := caremodel.EnglandTaxonomy()
	for _, text := range []string{"mcp", "primary and acute care systems", "Enhanced Health in Care Homes", "urgent & emergency care"} {
		category, err := taxonomy.Parse(text)
		fmt.Println(category, err)
	}
	_, err := taxonomy.Parse("acute care colaboration")
	fmt.Println(err)
	// Output:
	// MCP <nil>
	// PACS <nil>
	// EHCH <nil>
	// UEC <nil>
	// caremodel.Taxonomy.Parse "acute care colaboration": no such category; the nearest is "ACC", "Acute care collaboration"
}

// A programme of today defines categories of its own.
func ExampleNewTaxonomy() {
	taxonomy, err := caremodel.NewTaxonomy(
		caremodel.CategoryDefinition{Code: "NHC", Name: "Neighbourhood health centre", Aliases: []string{"health hub"}},
		caremodel.CategoryDefinition{Code: "MNP", Name: "Multi-neighbourhood provider"},
		caremodel.CategoryDefinition{Code: "IHO", Name: "Integrated health organisation"},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"Health Hubs", "multi neighbourhood providers", "iho"} {
		category, _ := taxonomy.Parse(text)
		definition, _ := taxonomy.Definition(category)
		fmt.Println(category, "-", definition.Name)
	}
	// Output:
	// NHC - Neighbourhood health centre
	// MNP - Multi-neighbourhood provider
	// IHO - Integrated health organisation
}

func neighbourhoods() caremodel.Definition {
	return caremodel.Definition{
		Slug: "neighbourhoods-2026", Name: "Neighbourhood health programme",
		Categories: []caremodel.CategoryDefinition{{Code: "NHC", Name: "Neighbourhood health centre"}},
		Waves:      []caremodel.Wave{{Name: "first", Announced: caremodel.MustParseDate("2026-05-12")}},
		Vanguards: []caremodel.Vanguard{
			{Slug: "harbour-town", Name: "Harbour Town", Category: "NHC", Wave: "first"},
			{Slug: "hill-villages", Name: "Hill Villages", Category: "NHC", Wave: "first"},
		},
	}
}

// A programme of one's own in ten lines.
func ExampleNewProgramme() {
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "neighbourhoods-2026", Name: "Neighbourhood health programme",
		Categories: []caremodel.CategoryDefinition{{Code: "NHC", Name: "Neighbourhood health centre"}},
		Waves:      []caremodel.Wave{{Name: "first", Announced: caremodel.MustParseDate("2026-05-12")}},
		Vanguards: []caremodel.Vanguard{
			{Slug: "harbour-town", Name: "Harbour Town", Category: "NHC", Wave: "first"},
			{Slug: "hill-villages", Name: "Hill Villages", Category: "NHC", Wave: "first"},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for v := range p.All() {
		fmt.Println(v.ID, v.Name, v.Announced)
	}
	// Output:
	// 6fa7a422-7a8e-54e6-9735-de50de7b8b78 Harbour Town 2026-05-12
	// eb459ced-ded4-54a4-9738-f5496b82610a Hill Villages 2026-05-12
}

// Find takes what sources call a vanguard, and refuses what could be two.
func ExampleProgramme_Find() {
	england := caremodel.England()
	for _, name := range []string{"AIREDALE AND PARTNERS", "Northumberland", "Northumbria Foundation Group", "EMRAD"} {
		v, err := england.Find(name)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(v.Category, v.Name)
	}
	_, err := england.Find("Wakefield")
	fmt.Println(errors.Is(err, caremodel.Ambiguous), err)
	// Output:
	// EHCH Airedale & Partners
	// PACS Northumberland Accountable Care Organisation
	// ACC Northumbria Foundation Group
	// ACC East Midlands Radiology Consortium (EMRAD)
	// true caremodel.Programme.Find "Wakefield": several vanguards have this in their names: "West Wakefield Health and Wellbeing Ltd", "Connecting Care – Wakefield District"
}

func ExampleProgramme_CountByCategory() {
	for category, n := range caremodel.England().CountByCategory() {
		fmt.Println(category, n)
	}
	// Output:
	// PACS 9
	// MCP 14
	// EHCH 6
	// UEC 8
	// ACC 13
}

// The error of a reader lists everything that is wrong with a document: its
// shape, and the rules that its records break.
func ExampleReadProgramme() {
	_, err := caremodel.ReadProgramme(strings.NewReader(`{
	  "format": "newcaremodels/programme/1",
	  "slug": "neighbourhoods-2026",
	  "name": "Neighbourhood health programme",
	  "categories": [{"code": "NHC", "name": "Neighbourhood health centre"}],
	  "waves": [{"name": "first", "announced": "12 May 2026"}],
	  "vanguards": [
	    {"slug": "harbour-town", "name": "Harbour Town", "category": "Neighbourhood Health Centres", "gp_practice": 7},
	    {"slug": "hill-villages", "name": "Hill Villages", "category": "NHC", "wave": "frist"}
	  ]
	}`))
	for v := range validate.Of(err).Errors().All() {
		fmt.Println(v)
	}
	// Output:
	// waves[0].announced: "12 May 2026": write a date as "2015-03-10" (format)
	// vanguards[0].gp_practice: "gp_practice": no such field; the nearest is "gp_practices" (unknown)
	// vanguards[0].category: "Neighbourhood Health Centres": write the category's code, "NHC" (unknown)
	// vanguards[1].wave: "frist": no such wave; the nearest is "first" (unknown)
}

func ExampleDefinition_WriteJSON() {
	d := neighbourhoods()
	d.Vanguards = d.Vanguards[:1]
	if err := d.WriteJSON(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {
	//   "format": "newcaremodels/programme/1",
	//   "slug": "neighbourhoods-2026",
	//   "name": "Neighbourhood health programme",
	//   "categories": [
	//     {
	//       "code": "NHC",
	//       "name": "Neighbourhood health centre"
	//     }
	//   ],
	//   "waves": [
	//     {
	//       "name": "first",
	//       "announced": "2026-05-12"
	//     }
	//   ],
	//   "vanguards": [
	//     {
	//       "slug": "harbour-town",
	//       "name": "Harbour Town",
	//       "category": "NHC",
	//       "wave": "first"
	//     }
	//   ]
	// }
}

// Validate tells errors, which NewProgramme refuses, from warnings, which it
// keeps.
func ExampleDefinition_Validate() {
	d := neighbourhoods()
	d.Vanguards[1].Slug = "harbour-town"
	d.Vanguards[1].GPPractices = 9000
	for v := range d.Validate().All() {
		fmt.Println(v)
	}
	// Output:
	// waves[0].source: say where this was read: a title, a publisher or an address (warning: required)
	// vanguards[0].sources: say where this was read (warning: required)
	// vanguards[1].slug: "harbour-town": vanguards[0] has this slug already (duplicate)
	// vanguards[1].gp_practices: "9000": more practices than England has (warning: unlikely)
	// vanguards[1].sources: say where this was read (warning: required)
}

func ExampleParseDate() {
	announced, _ := caremodel.ParseDate("2015-03-10")
	first := caremodel.MustParseDate("2016-03-31")
	fmt.Println(first.Sub(announced), announced.AddDays(387), announced.Before(first))
	_, err := caremodel.ParseDate("2015-02-29")
	fmt.Println(err)
	// Output:
	// 387 2016-03-31 true
	// caremodel.ParseDate "2015-02-29": no such day in the years 1 to 9999
}

// "More than five million people, around nine per cent of the total population":
// a ratio keeps both numbers.
func ExampleRatio() {
	share := caremodel.Ratio{Num: 5_000_000, Den: 54_786_327}
	fmt.Println(share, share.Percent(1))
	mandate, _ := caremodel.ParseRatio("50%")
	fmt.Println(mandate, share.Compare(mandate) < 0)
	// Output:
	// 5000000/54786327 9.1%
	// 50/100 true
}

// The shape of an organisation's code says what it may be, and its role decides.
func ExampleODSCode_LikelyKinds() {
	for _, code := range []caremodel.ODSCode{"12F", "RTE", "A81001", "52A"} {
		fmt.Println(code, code.LikelyKinds())
	}
	// Output:
	// 12F [clinical-commissioning-group]
	// RTE [trust]
	// A81001 [gp-practice]
	// 52A [clinical-commissioning-group primary-care-trust]
}

// The id is the same in every file and every release.
func ExampleVanguardIDFor() {
	fmt.Println(caremodel.VanguardIDFor("england-2015", "wirral-partners"))
	// Output:
	// b67d4699-a961-56fb-908a-01cd26f38c60
}
