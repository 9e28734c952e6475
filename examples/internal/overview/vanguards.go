package overview

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// byWave counts the vanguards by category and wave.
func (v view) byWave() tables.Table {
	t := tables.Table{Name: "vanguards_by_category_and_wave", Title: "Vanguards by care model and wave", Across: "Wave"}
	var waves, days []string
	for w := range v.Programme.Waves() {
		waves = append(waves, w.Name)
		days = append(days, w.Name+" "+w.Announced.String())
	}
	if days != nil {
		t.Remarks = []string{"Waves by the day of their announcement: " + strings.Join(days, ", ") + "."}
	}
	counted := map[[2]string]int{}
	for member := range v.Programme.All() {
		counted[[2]string{string(member.Category), member.Wave}]++
		counted[[2]string{"", member.Wave}]++
		counted[[2]string{string(member.Category), "all"}]++
		if member.Wave == "" && !slices.Contains(waves, "") {
			waves = append(waves, "")
		}
	}
	type cell struct {
		category caremodel.Category
		wave     string
	}
	fields := func(c cell) []field {
		wave := tables.Both("wave", "Wave", c.wave, c.wave)
		if c.wave == "" {
			wave.Text = "no wave"
		}
		return append(v.categoryFields(c.category), wave, tables.Count("vanguards", "Vanguards", counted[[2]string{string(c.category), c.wave}]))
	}
	t = tables.Of(t, func(yield func(cell) bool) {
		for def := range v.Programme.Taxonomy().All() {
			for _, w := range waves {
				if !yield(cell{def.Code, w}) {
					return
				}
			}
		}
	}, fields)
	counted[[2]string{"", "all"}] = v.Programme.Len()
	for def := range v.Programme.Taxonomy().All() {
		t.Total(fields(cell{def.Code, "all"}))
	}
	for _, w := range append(waves, "all") {
		total := fields(cell{"", w})
		total[0].Text = "all"
		t.Total(total)
	}
	return t
}

// vanguards lists everybody.
func (v view) vanguards() tables.Table {
	t := tables.Table{Name: "vanguards", Title: "The vanguards"}
	t.Remarks = []string{"A blank region is not known, or the vanguard is national."}
	return tables.Of(t, v.Programme.All(), func(m caremodel.Vanguard) []field {
		practices := tables.Count("gp_practices", "", m.GPPractices)
		if m.GPPractices == 0 {
			practices.Data = ""
		}
		return slices.Concat(v.vanguardFields(m.ID), []field{tables.Key("id", idText(m.ID))}, v.categoryFields(m.Category), []field{
			tables.Key("wave", m.Wave), tables.Key("announced", m.Announced.String()),
			tables.Word("area", "Area", m.Area), tables.Word("region", "Region", m.Region), tables.Key("host", m.Host), practices,
			set("stage", "", m.Stage),
		})
	})
}

func idText(id caremodel.VanguardID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

// partners lists the organisations that take part; people see them on the page of
// one vanguard.
func (v view) partners(members ...caremodel.Vanguard) tables.Table {
	t := tables.Table{Name: "partners", Title: "Partners"}
	type partner struct {
		vanguard caremodel.VanguardID
		caremodel.Partner
	}
	var rows []partner
	for _, m := range members {
		for _, p := range m.Partners {
			rows = append(rows, partner{m.ID, p})
		}
	}
	return tables.Of(t, slices.Values(rows), func(p partner) []field {
		fields := []field{
			tables.Word("organisation", "Organisation", p.Organisation), tables.Both("kind", "Kind", string(p.Kind), kindOf(p.Kind)),
			tables.Word("code", "Code", string(p.Code)),
		}
		fields = append(v.vanguardFields(p.vanguard), fields...)
		fields[1].Head = ""
		if len(members) > 1 {
			for i := range fields {
				fields[i].Head = ""
			}
		}
		return fields
	})
}

// kindOf names a kind of partner.
func kindOf(k caremodel.PartnerKind) string {
	switch k {
	case caremodel.PartnerCCG:
		return "clinical commissioning group"
	case caremodel.PartnerGPGroup:
		return "group of general practices"
	}
	return words(string(k))
}

// entry is a line of a record.
type entry struct{ name, value string }

// record shows the fields of a vanguard's record.
func (v view) record(m caremodel.Vanguard) tables.Table {
	def, _ := v.Programme.Taxonomy().Definition(m.Category)
	category := def.Name
	if v.category(m.Category) != def.Name {
		category += " (" + v.category(m.Category) + ")"
	}
	wave := m.Wave
	if !m.Announced.IsZero() {
		wave = strings.TrimPrefix(wave+", announced "+m.Announced.String(), ", ")
	}
	practices := ""
	if m.GPPractices > 0 {
		practices = strconv.Itoa(m.GPPractices)
	}
	stage := set("", "", m.Stage).Text
	if into, ok := v.Programme.Vanguard(m.MergedInto); ok {
		stage += " into " + into.Name
	}
	rows := []entry{
		{"id", idText(m.ID)}, {"slug", m.Slug}, {"care model", category}, {"wave", wave}, {"area", m.Area}, {"region", m.Region},
		{"lead or host", m.Host}, {"general practices", practices}, {"stage", stage},
	}
	for _, alias := range m.Aliases {
		rows = append(rows, entry{"also called", alias})
	}
	for _, in := range m.Initiatives {
		rows = append(rows, entry{"initiative", strings.TrimSuffix(in.Title+": "+in.Kind, ": ")})
	}
	return tables.Of(tables.Table{Name: "record", Title: "The record"}, slices.Values(rows), func(e entry) []field {
		text := e.value
		if text == "" {
			text = notKnown
		}
		return []field{tables.Word("field", "Field", e.name), tables.Both("value", "Value", e.value, text)}
	})
}

// sources lists where a vanguard's record was read.
func sources(m caremodel.Vanguard) tables.Table {
	return tables.Of(tables.Table{Name: "sources", Title: "Sources"}, slices.Values(m.Sources), func(s caremodel.Source) []field {
		title := s.Title
		if title == "" {
			title = s.URL
		}
		return []field{
			tables.Word("publisher", "Publisher", s.Publisher), tables.Both("title", "Title or address", s.Title, title),
			tables.Key("url", s.URL), tables.Key("published", s.Published.String()),
		}
	})
}

// Names lists what a user may ask for: the vanguards, and the tables.
func Names(r tables.Report, programme *caremodel.Programme) tables.Report {
	vanguards := tables.Of(tables.Table{Name: "vanguards", Title: "Vanguards, for -vanguard"}, programme.All(), func(m caremodel.Vanguard) []field {
		return []field{tables.Word("vanguard", "Slug", m.Slug), tables.Word("vanguard_name", "Name", m.Name)}
	})
	titles := tables.Of(tables.Table{Name: "tables", Title: "Tables, for -table"}, slices.Values(r.Tables), func(t tables.Table) []field {
		return []field{tables.Word("table", "Name", t.Name), tables.Word("title", "Title", t.Title)}
	})
	dimensions := tables.Of(tables.Table{Name: "dimensions", Title: "Dimensions of money, for -by"}, dimensions(), func(name string) []field {
		return []field{tables.Word("dimension", "Name", name)}
	})
	return tables.Report{Title: programme.Name(), Tables: []tables.Table{vanguards, titles, dimensions}}
}

func dimensions() iter.Seq[string] {
	return func(yield func(string) bool) {
		for d := firstDimension; d <= lastDimension; d++ {
			if !yield(d.String()) {
				return
			}
		}
	}
}
