package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// parties are the programme whose vanguards receive grants, and how an organisation
// becomes a vanguard and a vanguard an organisation (nil = as the library does).
type parties struct {
	programme    *caremodel.Programme
	match        grants360.Matcher
	organisation func([]caremodel.Vanguard) grants360.Organization
}

// ofRecipients makes a programme in which each organisation that receives a grant
// stands for itself: known by its identifier, or by its name where it has none.
func ofRecipients(g grants360.Grants) (parties, error) {
	organisations := map[caremodel.VanguardID]grants360.Organization{}
	d := caremodel.Definition{
		Slug: "recipients", Name: "The recipients of the file",
		Categories: []caremodel.CategoryDefinition{{Code: "recipient", Name: "Recipient of grants"}},
	}
	known, taken := map[string]caremodel.VanguardID{}, map[string]int{}
	for i := range g.Records {
		for _, o := range g.Records[i].RecipientOrganization {
			key := cmp.Or(o.ID, o.Name)
			if _, ok := known[key]; ok {
				continue
			}
			slug := slugOf(cmp.Or(o.Name, o.ID))
			if taken[slug]++; taken[slug] > 1 {
				slug = fmt.Sprintf("%s-no-%d", slug, taken[slug])
			}
			id := caremodel.VanguardIDFor(d.Slug, slug)
			d.Vanguards = append(d.Vanguards, caremodel.Vanguard{ID: id, Slug: slug, Name: cmp.Or(o.Name, o.ID), Category: "recipient"})
			known[key], organisations[id] = id, o
		}
	}
	p, err := caremodel.NewProgramme(d)
	match := func(o grants360.Organization) []caremodel.VanguardID {
		if id, ok := known[cmp.Or(o.ID, o.Name)]; ok {
			return []caremodel.VanguardID{id}
		}
		return nil
	}
	return parties{p, match, func(who []caremodel.Vanguard) grants360.Organization {
		out := organisations[who[0].ID]
		for _, v := range who[1:] { // a joint award has one recipient, which stands for all
			out.ID += "+" + organisations[v.ID].ID
			out.Name += ", " + v.Name
		}
		return out
	}}, err
}

// slugOf makes a short name of lower-case letters, digits and hyphens.
func slugOf(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	slug := strings.Join(words, "-")
	if len(slug) > 60 {
		slug = strings.TrimRight(slug[:60], "-")
	}
	return cmp.Or(slug, "recipient")
}
