package grants360

import (
	"slices"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// whoWaits returns the vanguards that a grant is for.
func (x *exporter) whoWaits(d *draft) []caremodel.Vanguard {
	who := make([]caremodel.Vanguard, len(d.waiting))
	for i, id := range d.waiting {
		who[i] = x.vanguards[id]
	}
	return who
}

// recipient returns the organisation that receives a grant to these vanguards.
func (x *exporter) recipient(who []caremodel.Vanguard) Organization {
	if x.options.Recipient != nil {
		return x.options.Recipient(slices.Clone(who))
	}
	slugs := make([]string, len(who))
	for i := range who {
		slugs[i] = who[i].Slug
	}
	o := Organization{ID: recipientID(x.options.Prefix, slugs...), Name: joinNames(names(who))}
	if len(who) > 1 {
		o.Name += ", jointly"
		return o
	}
	o.Description = "A vanguard of " + x.programme.Name()
	if host := who[0].Host; host != "" {
		o.Description += ", hosted by " + host
	}
	return o
}

// years returns the financial years of an allocation as planned dates.
func years(a *funding.Allocation) Period {
	p := Period{Title: "Financial year " + a.Year.String(), StartDate: a.Year.Start(), EndDate: a.LastYear().End()}
	if a.LastYear() != a.Year {
		p.Title = "Financial years " + a.Year.String() + " to " + a.LastYear().String()
	}
	return p
}

// places returns the places of the vanguards, each once.
func places(who []caremodel.Vanguard) []Location {
	var out []Location
	for _, v := range who {
		l := Location{Name: v.Area}
		if l.Name == "" {
			l.Name = v.Region
		}
		if l.Name != "" && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// grantProgramme returns the round of an allocation.
func (x *exporter) grantProgramme(a *funding.Allocation) []GrantProgramme {
	r := x.rounds[a.Round]
	if r == nil {
		return nil
	}
	p := GrantProgramme{Code: string(r.ID), Title: r.Name}
	if fund := x.fundOf(a); fund != nil {
		name := fund.Name
		if name == "" {
			name = string(fund.ID)
		}
		p.Description = "A round of the fund: " + name
		if p.Title == "" {
			p.Title = name
		}
	}
	for _, s := range r.Sources {
		if p.URL == "" && isAddress(s.URL) {
			p.URL = s.URL
		}
	}
	return []GrantProgramme{p}
}

func fundingType(k funding.Kind) []Classification {
	switch k {
	case funding.Revenue:
		return []Classification{{Vocabulary: KindVocabulary, Code: k.String(), Title: "Revenue"}}
	case funding.Capital:
		return []Classification{{Vocabulary: KindVocabulary, Code: k.String(), Title: "Capital"}}
	}
	return nil
}

// classifications returns the stream and the element of an allocation, and the
// categories of its recipients, each once.
func (x *exporter) classifications(a *funding.Allocation, who []caremodel.Vanguard) []Classification {
	out := []Classification{{Vocabulary: StreamVocabulary, Code: string(a.Stream), Title: "Stream: " + string(a.Stream)}}
	if a.Element != "" {
		out = append(out, Classification{Vocabulary: ElementVocabulary, Code: a.Element, Title: "Part of an award: " + a.Element})
	}
	for _, v := range who {
		c := Classification{Vocabulary: CategoryVocabulary, Code: string(v.Category), Title: string(v.Category)}
		if def, ok := x.programme.Taxonomy().Definition(v.Category); ok {
			c.Title = def.Name
		}
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// documents returns the sources of an allocation and of its figures, each once.
func documents(a *funding.Allocation) []Document {
	var seen []caremodel.Source
	add := func(s caremodel.Source) {
		if !s.IsZero() && !slices.ContainsFunc(seen, s.Equal) {
			seen = append(seen, s)
		}
	}
	for i := range a.Events {
		add(a.Events[i].Figure.Source)
	}
	for _, s := range a.Sources {
		add(s)
	}
	var out []Document
	for _, s := range seen {
		out = append(out, documentOf(s))
	}
	return out
}

func documentOf(s caremodel.Source) Document {
	d := Document{Title: s.Title, DocumentType: "Source"}
	if isAddress(s.URL) {
		d.URL = s.URL
	} else if s.URL != "" {
		d.Description = "Address: " + s.URL + ". "
	}
	if s.Publisher != "" {
		d.Description += "Published by " + s.Publisher + ". "
	}
	if !s.Published.IsZero() {
		d.Description += "Published on " + s.Published.String() + "."
	}
	d.Description = strings.TrimSpace(d.Description)
	if d.Title == "" {
		d.Title = s.Publisher
	}
	return d
}

func names(who []caremodel.Vanguard) []string {
	out := make([]string, len(who))
	for i := range who {
		out[i] = who[i].Name
	}
	return out
}

// joinNames returns "A", "A and B" or "A, B and C".
func joinNames(names []string) string {
	n := len(names) - 1
	if n < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:n], ", ") + " and " + names[n]
}
