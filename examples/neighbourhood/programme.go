package main

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
)

// The categories of this programme. They are the caller's own: the library knows
// nothing of them.
const (
	neighbourhood caremodel.Category = "NEIGHBOURHOOD"
	multi         caremodel.Category = "MULTI-NEIGHBOURHOOD"
	integrated    caremodel.Category = "IHO"
)

// Where the names come from. Names are facts; everything else is made up.
var (
	places = caremodel.Source{
		Title:     "The 43 places of the National Neighbourhood Health Implementation Programme, column Project_name of R/legitimate_values.xlsx",
		Publisher: "The Strategy Unit",
		URL:       "https://github.com/The-Strategy-Unit/nnhip_index_and_scorecard",
	}
	announcement = caremodel.Source{
		Title:     "43 neighbourhood health services supported with £10 million funding announced",
		Publisher: "HTN",
		URL:       "https://htn.co.uk/2025/09/10/43-neighbourhood-health-services-supported-with-10-funding-announced",
		Published: caremodel.MustParseDate("2025-09-10"),
	}
	madeUp = caremodel.Source{Title: "Made up for this example"}
)

const slug = "neighbourhood-2025"

// place is one place, with what this example makes up about it.
type place struct {
	slug, name string
	builds     caremodel.Category
}

// somePlaces are six of the 43. Which care model each builds is made up.
func somePlaces() []place {
	return []place{
		{"morecambe-bay", "Morecambe Bay", integrated},
		{"rotherham", "Rotherham", neighbourhood},
		{"stockport", "Stockport", neighbourhood},
		{"sunderland", "Sunderland", multi},
		{"wakefield", "Wakefield", multi},
		{"walsall", "Walsall", neighbourhood},
	}
}

func id(slugOfPlace string) caremodel.VanguardID { return caremodel.VanguardIDFor(slug, slugOfPlace) }

// definition is the programme as records. What the library calls a vanguard is
// whoever takes part; here it is a place.
func definition() caremodel.Definition {
	d := caremodel.Definition{
		Slug:   slug,
		Name:   "Neighbourhood health, six of the 43 places",
		Starts: caremodel.MustParseDate("2025-09-01"),
		Categories: []caremodel.CategoryDefinition{
			{
				Code: neighbourhood, Name: "Neighbourhood provider", Aliases: []string{"single neighbourhood provider"},
				Aim: "One team for one neighbourhood, about its general practices.",
			},
			{
				Code: multi, Name: "Multi-neighbourhood provider",
				Aim: "What is better done once for several neighbourhoods.",
			},
			{
				Code: integrated, Name: "Integrated health organisation",
				Aim: "The whole health budget of a population in one hand.",
			},
		},
		Waves:   []caremodel.Wave{{Name: "wave 1", Announced: announcement.Published, Source: announcement}},
		Sources: []caremodel.Source{places, announcement},
	}
	for _, p := range somePlaces() {
		d.Vanguards = append(d.Vanguards, caremodel.Vanguard{
			Slug: p.slug, Name: p.name, Category: p.builds, Wave: "wave 1", Sources: []caremodel.Source{places, madeUp},
		})
	}
	return d
}
