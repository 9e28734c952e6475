package caremodel_test

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// coast is a made-up programme in its last year.
func coast() *caremodel.Programme {
	source := []caremodel.Source{{Title: "Annual report"}}
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "coast", Name: "Coast networks",
		Categories: []caremodel.CategoryDefinition{{Code: "PCN", Name: "Primary care network"}, {Code: "INT", Name: "Integrator"}},
		Waves:      []caremodel.Wave{{Name: "first", Announced: caremodel.MustParseDate("2024-04-02")}, {Name: "second", Announced: caremodel.MustParseDate("2025-04-01")}},
		Vanguards: []caremodel.Vanguard{
			{
				Slug: "ash", Name: "Ash & Partners", Category: "PCN", Wave: "first", Region: "North", Stage: caremodel.StageDelivering, Sources: source,
				Partners: []caremodel.Partner{{Organisation: "Seaside Hospitals", Kind: caremodel.PartnerTrust, Sources: source}},
			},
			{Slug: "birch", Name: "Birch", Aliases: []string{"Birch Hill"}, Category: "PCN", Wave: "first", Region: "South", Sources: source},
		},
		People: []caremodel.Person{{Name: "A. Director", Role: "director", Sources: source}},
		Facts: []caremodel.Fact{
			{Key: "bids", Value: "12", Source: source[0]},
			{Key: "bids", Value: "14", Source: caremodel.Source{Title: "A newspaper"}},
		},
	})
	if err != nil {
		panic(err)
	}
	return p
}

// A programme is who takes part. The embedded one is England's of 2015 to 2018; one's
// own is a [Definition], checked once and then asked.
func Example() {
	england := caremodel.England()
	v, err := england.Find("airedale and partners") // slug, name or alias, however written
	fmt.Println(v.Name, v.Category, v.Announced, err)
	_, err = england.Find("Airdale")
	for _, id := range caremodel.Candidates(err) {
		fmt.Println("did you mean", england.NameOf(id)+"?")
	}
	for category, n := range england.CountByCategory() {
		fmt.Print(category, " ", n, " ")
	}
	fmt.Println("in all", england.Len())

	_, err = caremodel.NewProgramme(caremodel.Definition{Slug: "my programme"})
	fmt.Println(validate.Of(err).Len(), "things to mend")
	// Output:
	// Airedale & Partners EHCH 2015-03-10 <nil>
	// did you mean Airedale & Partners?
	// PACS 9 MCP 14 EHCH 6 UEC 8 ACC 13 in all 50
	// 3 things to mend
}

func ExampleProgramme_All() {
	for v := range coast().All() {
		fmt.Println(v.Slug, v.Name, v.Stage)
	}
	// Output:
	// ash Ash & Partners delivering
	// birch Birch not known
}

func ExampleProgramme_Vanguard() {
	p := coast()
	v, ok := p.Vanguard(caremodel.VanguardIDFor("coast", "birch"))
	fmt.Println(v.Name, ok)
	_, ok = p.Vanguard(caremodel.VanguardID{})
	fmt.Println(ok)
	// Output:
	// Birch true
	// false
}

// ID takes what documents write, an id or a slug; [Programme.Find] what people write.
func ExampleProgramme_ID() {
	id, err := coast().ID("ash")
	fmt.Println(id, err)
	_, err = coast().ID("ahs")
	fmt.Println(err)
	// Output:
	// fa4fa432-14c1-5549-a647-12a03038ccb1 <nil>
	// caremodel.Programme.ID "ahs": no vanguard has this id or slug; the nearest slug is "ash"
}

func ExampleProgramme_NameOf() {
	p := coast()
	fmt.Println(p.NameOf(caremodel.VanguardIDFor("coast", "ash")))
	// Output:
	// Ash & Partners
}

func ExampleProgramme_InCategory() {
	for v := range coast().InCategory("PCN") {
		fmt.Println(v.Name)
	}
	// Output:
	// Ash & Partners
	// Birch
}

func ExampleProgramme_CountByStage() {
	for stage, n := range coast().CountByStage() {
		if n > 0 {
			fmt.Printf("%q %d\n", stage, n)
		}
	}
	// Output:
	// "delivering" 1
	// "not known" 1
}

func ExampleProgramme_CountByWave() {
	for wave, n := range coast().CountByWave() {
		fmt.Println(wave, n)
	}
	// Output:
	// first 2
	// second 0
}

func ExampleProgramme_Waves() {
	for w := range coast().Waves() {
		fmt.Println(w.Name, w.Announced)
	}
	// Output:
	// first 2024-04-02
	// second 2025-04-01
}

func ExampleProgramme_Regions() {
	fmt.Println(slices.Collect(coast().Regions()))
	// Output:
	// [North South]
}

func ExampleProgramme_PartnersOf() {
	for v := range coast().PartnersOf("seaside hospitals") {
		fmt.Println(v.Name)
	}
	// Output:
	// Ash & Partners
}

func ExampleProgramme_People() {
	for person := range coast().People() {
		fmt.Println(person.Name, "-", person.Role)
	}
	// Output:
	// A. Director - director
}

func ExampleProgramme_FactsFor() {
	for f := range coast().FactsFor("bids") {
		fmt.Println(f.Value, "by", f.Source.Title)
	}
	// Output:
	// 12 by Annual report
	// 14 by A newspaper
}

// Sources that disagree are both kept.
func ExampleProgramme_Conflicts() {
	for key, facts := range coast().Conflicts() {
		fmt.Println(key, facts[0].Value, "or", facts[1].Value)
	}
	// Output:
	// bids 12 or 14
}

func ExampleProgramme_Facts() {
	fmt.Println(len(slices.Collect(coast().Facts())))
	// Output:
	// 2
}

func ExampleProgramme_Has() {
	p, id := coast(), caremodel.VanguardIDFor("coast", "birch")
	position, ok := p.Position(id)
	fmt.Println(p.Has(id), position, ok)
	// Output:
	// true 1 true
}

func ExampleProgramme_Len() {
	p := coast()
	fmt.Println(p.Slug(), p.Name(), p.Len(), p.Taxonomy().Len())
	// Output:
	// coast Coast networks 2 2
}

// Warnings do not prevent a programme from being used.
func ExampleProgramme_Warnings() {
	d := coast().Definition()
	d.Vanguards[1].Sources = nil
	p, err := caremodel.NewProgramme(d)
	fmt.Println(err)
	fmt.Println(p.Warnings().Len(), "warnings")
	// Output:
	// <nil>
	// 3 warnings
}

// A definition taken out of a programme is the caller's own.
func ExampleProgramme_Definition() {
	p := coast()
	d := p.Definition()
	d.Vanguards[0].Name = "Oak"
	fmt.Println(p.NameOf(d.Vanguards[0].ID))
	// Output:
	// Ash & Partners
}

func ExampleEngland() {
	england := caremodel.England()
	fmt.Println(england.Name(), england.Len())
	// Output:
	// New Care Models programme, NHS England 50
}

// EnglandDefinition is a fresh copy each time, to take parts from.
func ExampleEnglandDefinition() {
	d := caremodel.EnglandDefinition()
	fmt.Println(d.Slug, d.Starts, len(d.Vanguards), len(d.Waves))
	// Output:
	// england-2015 2015-03-10 50 3
}

func ExampleEnglandTaxonomy() {
	for d := range caremodel.EnglandTaxonomy().All() {
		fmt.Println(d.Code, d.Name)
	}
	// Output:
	// PACS Integrated primary and acute care system
	// MCP Multispecialty community provider
	// EHCH Enhanced health in care homes
	// UEC Urgent and emergency care
	// ACC Acute care collaboration
}

func ExampleTaxonomy_Definition() {
	d, ok := caremodel.EnglandTaxonomy().Definition(caremodel.MCP)
	fmt.Println(d.Name, ok)
	_, ok = caremodel.EnglandTaxonomy().Definition("ICB")
	fmt.Println(ok)
	// Output:
	// Multispecialty community provider true
	// false
}

func ExampleEnglandCategories() {
	fmt.Println(caremodel.EnglandCategories()[0].Aim)
	// Output:
	// Join up GP, hospital, community and mental health services for a whole population.
}

func ExampleReadDefinition() {
	_, err := caremodel.ReadDefinition(strings.NewReader(`{"format": "newcaremodels/programme/1", "slug": "coast", "vangards": []}`))
	fmt.Println(err)
	// Output:
	// vangards: "vangards": no such field; the nearest is "vanguards" (unknown)
	// categories: this field must be given (required)
	// name: this field must be given (required)
	// vanguards: this field must be given (required)
}

// A date after the day of the check is wrong.
func ExampleDefinition_ValidateAsOf() {
	d := coast().Definition()
	fmt.Println(d.ValidateAsOf(caremodel.MustParseDate("2024-04-01")).Errors())
	// Output:
	// waves[0].announced: "2024-04-02": after 2024-04-01, the day of this check (future)
	// waves[1].announced: "2025-04-01": after 2024-04-01, the day of this check (future)
}

func ExampleDefinition_WriteCSV() {
	fmt.Println(coast().Definition().WriteCSV(os.Stdout))
	// Output:
	// slug,name,id,aliases,category,wave,announced,area,region,host,partner_list,gp_practices,stage,merged_into,source_title,source_publisher,source_url,source_published,source_for
	// ash,Ash & Partners,fa4fa432-14c1-5549-a647-12a03038ccb1,,PCN,first,2024-04-02,,North,,,,delivering,,Annual report,,,,
	// birch,Birch,27a0722c-3f8e-5a18-a8d9-180a0a569ca6,Birch Hill,PCN,first,2024-04-02,,South,,,,,,Annual report,,,,
	// <nil>
}

func ExampleDefinition_WritePartnersCSV() {
	fmt.Println(coast().Definition().WritePartnersCSV(os.Stdout))
	// Output:
	// vanguard,organisation,kind,code,source_title,source_publisher,source_url,source_published,source_for
	// ash,Seaside Hospitals,trust,,Annual report,,,,
	// <nil>
}

// Partners kept in a spreadsheet are added to their vanguards.
func ExampleReadPartnersCSV() {
	table := "vanguard,organisation,kind,source_title\nBirch Hill,Vale Council,council,Annual report\n"
	vanguards, err := caremodel.ReadPartnersCSV(strings.NewReader(table), coast().Definition())
	for _, v := range vanguards {
		for _, partner := range v.Partners {
			fmt.Println(v.Name, "-", partner.Organisation, partner.Kind)
		}
	}
	fmt.Println(err)
	// Output:
	// Ash & Partners - Seaside Hospitals trust
	// Birch - Vale Council council
	// <nil>
}

func ExampleSchema() {
	fmt.Println(strings.Contains(string(caremodel.Schema()), "newcaremodels/programme/1"))
	// Output:
	// true
}

// CheckSources serves records of one's own.
func ExampleCheckSources() {
	var c validate.Checker
	day := caremodel.MustParseDate("2024-12-31")
	sources := []caremodel.Source{{Title: "Report", URL: "example.org/report", Published: caremodel.MustParseDate("2025-01-07")}}
	caremodel.CheckSources(c.At("visit").At("sources"), sources, day)
	fmt.Println(c.Violations())
	// Output:
	// visit.sources[0].url: "example.org/report": write an address with its scheme and without blanks, as in "https://www.england.nhs.uk/" (format)
	// visit.sources[0].published: "2025-01-07": after 2024-12-31, the day of this check (future)
}

func ExampleSource_Equal() {
	a := caremodel.Source{Title: "Report", For: []string{"host"}}
	b := caremodel.Source{Title: "Report", For: []string{"area"}}
	fmt.Println(a.Equal(b), a.For[0])
	// Output:
	// false host
}

// A misspelt name, a place or a partner resolves nothing: the error says whom it may
// have meant.
func ExampleCandidates() {
	p := coast()
	_, err := p.Find("Brich")
	for _, id := range caremodel.Candidates(err) {
		fmt.Println(p.NameOf(id))
	}
	// Output:
	// Birch
}

func ExampleSource_Check() {
	var c validate.Checker
	caremodel.Source{Title: "Report", For: []string{"hosts"}}.Check(c.At("source"), caremodel.Date{}, "host", "area")
	fmt.Println(c.Violations())
	// Output:
	// source.for[0]: "hosts": the record has no such field; the nearest is "host" (unknown)
}
