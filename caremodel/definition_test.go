package caremodel_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

func day(text string) caremodel.Date { return caremodel.MustParseDate(text) }

// sources are those of a record, for these of its fields.
func sources(fields ...string) []caremodel.Source {
	return []caremodel.Source{{
		Title: "Prospectus", Publisher: "A board", URL: "https://www.example.org/prospectus?a=1&b=2", Published: day("2015-02-01"), For: fields,
	}}
}

// full is a sound definition with every field of every record set.
func full() caremodel.Definition {
	source := func(field string) caremodel.Source { return sources(field)[0] }
	return caremodel.Definition{
		Slug: "places", Name: "Programme of <Places> & People", Starts: day("2015-03-10"), Ends: day("2018-03-31"),
		Categories: []caremodel.CategoryDefinition{
			{Code: "NHC", Name: "Neighbourhood health centre", Aim: "Care near home.", Aliases: []string{"health centre"}},
			{Code: "IHO", Name: "Integrated health organisation"},
		},
		Waves: []caremodel.Wave{
			{Name: "first", Announced: day("2015-03-10"), Source: source("announced")},
			{Name: "second", Announced: day("2015-07-24"), Source: source("announced")},
		},
		Vanguards: []caremodel.Vanguard{
			{
				ID: caremodel.MustParseVanguardID("01234567-89ab-4def-8123-456789abcdef"), Slug: "alpha-health", Name: "Alpha Health (AH)",
				Aliases: []string{"Alpha & Friends"}, Category: "NHC", Wave: "first", Announced: day("2015-03-10"),
				Area: "Alphashire", Region: "North of England", Host: "Alpha Trust", PartnerList: caremodel.ListExamples,
				Partners: []caremodel.Partner{
					{Organisation: "NHS Alpha CCG", Kind: caremodel.PartnerCCG, Code: "12F", Sources: sources("code")},
					{Organisation: "Alpha Trust", Kind: caremodel.PartnerTrust, Code: "RTE", Sources: sources()},
				},
				GPPractices: 12, Stage: caremodel.StageMerged, MergedInto: caremodel.VanguardIDFor("places", "beta-care"),
				Initiatives: []caremodel.Initiative{{
					Title: "Let’s Get Moving", Kind: "exercise", StaffRoles: []string{"health coach"},
					Conditions: []string{"long-term conditions"}, Sources: sources("staff_roles"),
				}},
				Sources: sources("host", "gp_practices"),
			},
			{Slug: "beta-care", Name: "Beta Care", Category: "IHO", Wave: "second", Sources: sources()},
			{Slug: "gamma", Name: "Gamma Partners", Category: "NHC", Announced: day("2016-01-01"), Stage: caremodel.StageDelivering, Sources: sources()},
		},
		People: []caremodel.Person{{
			Name: "A. Director", Role: "director of the programme", Organisation: "A board", From: day("2015-01-01"), Until: day("2018-03-31"),
			Sources: sources("role"),
		}},
		Facts: []caremodel.Fact{{
			Key: "bids", Value: "269", Unit: "count", Bound: caremodel.AtLeast, Vanguard: caremodel.MustParseVanguardID("01234567-89ab-4def-8123-456789abcdef"),
			AsAt: day("2015-02-28"), Source: source("value"), Note: "Expressions of interest.\nNot applications.",
		}},
		Sources: sources("starts"),
	}
}

// minimal is a definition with the required fields alone.
func minimal() caremodel.Definition {
	return caremodel.Definition{
		Slug: "places", Name: "Places",
		Categories: []caremodel.CategoryDefinition{{Code: "NHC", Name: "Neighbourhood health centre"}},
		Waves:      []caremodel.Wave{{Name: "first", Announced: day("2015-03-10")}},
		Vanguards: []caremodel.Vanguard{{
			Slug: "alpha", Name: "Alpha", Category: "NHC",
			Partners:    []caremodel.Partner{{Organisation: "Alpha Trust"}},
			Initiatives: []caremodel.Initiative{{Title: "Alpha at home"}},
			Sources:     []caremodel.Source{{}},
		}},
		People:  []caremodel.Person{{Name: "A. Director", Role: "director"}},
		Facts:   []caremodel.Fact{{Key: "bids", Value: "269"}},
		Sources: []caremodel.Source{{}},
	}
}

func written(t require.TestingT, d caremodel.Definition) []byte {
	var b bytes.Buffer
	require.NoError(t, d.WriteJSON(&b))
	return b.Bytes()
}

func entries(vs validate.Violations) []string {
	var out []string
	for v := range vs.All() {
		out = append(out, v.Severity.String()+" "+string(v.Code)+" "+v.Path)
	}
	return out
}

func TestDefinition_SoundDefinitions(t *testing.T) {
	require.Empty(t, entries(full().Validate()))
	require.Empty(t, unset("definition", reflect.ValueOf(full())), "full is full")
	require.NoError(t, minimal().Validate().Err())
	require.Empty(t, entries(full().ValidateAsOf(day("2016-01-01"))))
}

// The wire format of every record, with every field set and with the required
// ones alone.
func TestDefinition_WireFormat(t *testing.T) {
	for name, d := range map[string]caremodel.Definition{"full": full(), "required": minimal(), "empty": {}} {
		document := written(t, d)
		goldentest.Equal(t, "programme."+name+".golden.json", document)
		if name == "empty" {
			continue // not a programme, and yet it has a form
		}
		got, err := caremodel.ReadDefinition(bytes.NewReader(document))
		require.NoError(t, err)
		require.Equal(t, d, got)

		p, err := caremodel.ReadProgramme(iotest.OneByteReader(bytes.NewReader(document)))
		require.NoError(t, err)
		require.Equal(t, document, written(t, got))
		require.Equal(t, p.Definition(), programme(t, d).Definition())
	}
}

// An empty list and an absent one are the same record.
func TestDefinition_WriteJSONIsCanonical(t *testing.T) {
	d, e := minimal(), minimal()
	e.Vanguards[0].Aliases, e.Vanguards[0].Initiatives[0].StaffRoles = []string{}, []string{}
	e.Categories[0].Aliases, e.Vanguards[0].Partners[0].Sources = []string{}, []caremodel.Source{}
	require.Equal(t, written(t, d), written(t, e))
	d.Facts, e.Facts = nil, []caremodel.Fact{}
	require.Equal(t, written(t, d), written(t, e))
	require.Contains(t, string(written(t, caremodel.Definition{})), `"vanguards": []`)
}

// What Validate finds in order can be written, and is read again as the same
// records, whatever its texts hold.
func TestDefinition_WhatIsInOrderSurvivesTheWire(t *testing.T) {
	word := rapid.OneOf(
		rapid.String(), rapid.StringMatching(`[a-z]{1,5}(-[a-z0-9]{1,5}){0,2}`),
		rapid.SampledFrom([]string{"a\xffb", "caf\ufffd", "\u2028", `\ufffd`, "<&>", "A\nB", "\x00", "\x7f", "\u0085", " x", "é", "😀", "\ud7ff"}),
	)
	sound := 0
	rapid.Check(t, func(t *rapid.T) {
		d := full()
		v := &d.Vanguards[rapid.IntRange(0, 2).Draw(t, "which")]
		for _, text := range []*string{
			&d.Name, &v.Name, &v.Area, &v.Region, &v.Host, &d.Categories[1].Aim, &d.Categories[1].Name, &d.Facts[0].Value, &d.Facts[0].Unit,
			&d.Facts[0].Note, &d.Sources[0].Title, &d.Sources[0].Publisher, &v.Sources[0].Title, &d.Vanguards[0].Aliases[0], &d.Slug, &v.Slug,
			&d.Vanguards[0].Partners[0].Organisation, &d.Vanguards[0].Initiatives[0].Title, &d.Vanguards[0].Initiatives[0].Kind,
			&d.Vanguards[0].Initiatives[0].StaffRoles[0], &d.Vanguards[0].Initiatives[0].Conditions[0], &d.Sources[0].URL, &d.Facts[0].Key,
			(*string)(&d.Vanguards[0].Partners[0].Kind), (*string)(&d.Vanguards[0].Partners[0].Code), (*string)(&d.Categories[1].Code),
		} {
			if rapid.IntRange(0, 9).Draw(t, "change") == 0 {
				*text = word.Draw(t, "text")
			}
		}
		if d.Validate().Err() != nil {
			return
		}
		sound++
		document := written(t, d)
		got, err := caremodel.ReadDefinition(bytes.NewReader(document))
		require.NoError(t, err)
		require.Equal(t, d, got)
		require.Equal(t, document, written(t, got))
	})
	require.NotZero(t, sound)
}

// What is not valid UTF-8 is never written as something else.
func TestDefinition_WriteJSONRefusesDamagedTexts(t *testing.T) {
	d := full()
	d.Vanguards[1].Host = "Beta \xff"
	require.ErrorIs(t, d.Validate().Err(), validate.Format)
	var b bytes.Buffer
	require.ErrorIs(t, d.WriteJSON(&b), validate.Format)
	require.Zero(t, b.Len())
}

// replaced is the document of full with one text replaced everywhere.
func replaced(t *testing.T, pairs ...string) string {
	t.Helper()
	document := string(written(t, full()))
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(t, document, pairs[i])
	}
	return strings.NewReplacer(pairs...).Replace(document)
}

// On an error the records with which nothing is wrong come with it.
func TestReadDefinition_ReturnsWhatIsSound(t *testing.T) {
	d, err := caremodel.ReadDefinition(strings.NewReader(replaced(t,
		`"category": "IHO"`, `"categry": "IHO"`,
		`"announced": "2015-07-24"`, `"announced": "24/07/2015"`,
		`"269"`, `269`,
	)))
	require.Equal(t, []string{
		"error format waves[1].announced",
		"error unknown vanguards[1].categry",
		"error required vanguards[1].category",
		"error format facts[0].value",
	}, entries(validate.Of(err)))
	want := full()
	require.Equal(t, want.Slug, d.Slug)
	require.Equal(t, want.Categories, d.Categories)
	require.Equal(t, want.Waves[:1], d.Waves)
	require.Equal(t, []caremodel.Vanguard{want.Vanguards[0], want.Vanguards[2]}, d.Vanguards)
	require.Empty(t, d.Facts)
	require.Equal(t, want.Sources, d.Sources)

	document := string(written(t, full()))
	before, _, _ := strings.Cut(document, `"beta-care"`)
	d, err = caremodel.ReadDefinition(strings.NewReader(before))
	require.ErrorIs(t, err, validate.Format)
	require.Equal(t, full().Vanguards[:1], d.Vanguards, "of a document that is cut off, what came before")
}

// ReadProgramme reports shape and rules together, less what only follows.
func TestReadProgramme_ReportsShapeAndRules(t *testing.T) {
	_, err := caremodel.ReadProgramme(strings.NewReader(replaced(t,
		`"slug": "gamma"`, `"slug": "Gamma"`, // a rule
		`"category": "IHO"`, `"category": null`, // a shape, and not that the category is missing
		`"announced": "2015-07-24"`, `"announced": "24/07/2015"`,
		`"wave": "second"`, `"wave": "third"`,
		`"starts": "2015-03-10"`, `"start": "2015-03-10"`,
	)))
	require.Equal(t, []string{
		"error unknown start",
		"error format waves[1].announced",
		"error format vanguards[1].category",
		"error unknown vanguards[1].wave",
		"error format vanguards[2].slug",
	}, entries(validate.Of(err)))

	_, err = caremodel.ReadProgramme(strings.NewReader(string(written(t, full())) + "{}"))
	require.Equal(t, []string{"error format document"}, entries(validate.Of(err)))
}

func TestDefinition_ReadFails(t *testing.T) {
	broken := errors.New("connection reset")
	_, err := caremodel.ReadProgramme(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	_, err = caremodel.ReadDefinition(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)

	_, err = caremodel.ReadProgramme(strings.NewReader(`{"format":"newcaremodels/ledger/1","funds":[]}`))
	require.EqualError(t, err, `format: "newcaremodels/ledger/1": this reader takes documents of format "newcaremodels/programme/1" (unknown)`)
}

func FuzzReadProgramme(f *testing.F) {
	f.Add(written(f, full()))
	f.Add(written(f, minimal()))
	f.Add([]byte(`{"format":"newcaremodels/programme/1","slug":"a","name":"A","categories":[{"code":"x","name":"X"}],"vanguards":[{"slug":"b","name":"B","category":"x"}]}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		d, readErr := caremodel.ReadDefinition(bytes.NewReader(document))
		p, err := caremodel.ReadProgramme(bytes.NewReader(document))
		if err != nil {
			require.Nil(t, p)
			for v := range validate.Of(err).All() {
				require.NotEmpty(t, v.Path)
				require.NotContains(t, v.Error(), "\n")
			}
			return
		}
		require.NoError(t, readErr)
		require.Equal(t, len(d.Vanguards), p.Len())
		filled := written(t, p.Definition())
		again, err := caremodel.ReadProgramme(bytes.NewReader(filled))
		require.NoError(t, err)
		require.Equal(t, p.Definition(), again.Definition())
		require.Equal(t, filled, written(t, again.Definition()))
		for v := range p.All() {
			found, err := p.Find(v.Slug)
			require.NoError(t, err)
			require.Equal(t, v, found)
		}
	})
}

func BenchmarkReadProgramme(b *testing.B) {
	document := written(b, caremodel.EnglandDefinition())
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	for b.Loop() {
		_, _ = caremodel.ReadProgramme(bytes.NewReader(document))
	}
}

func BenchmarkValidate(b *testing.B) {
	d := caremodel.EnglandDefinition()
	b.ReportAllocs()
	for b.Loop() {
		_ = d.Validate()
	}
}
