package overview

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/funding"
)

type field = tables.Field

const headCategory = "Care model"

// category is a care model for people: by its name, or by its code where that is a
// set of initials, which [view.explain] spells out.
func (v view) category(c caremodel.Category) string {
	def, known := v.Programme.Taxonomy().Definition(c)
	if known && strings.ToUpper(string(c)) != string(c) {
		return def.Name
	}
	return string(c)
}

func (v view) categoryFields(c caremodel.Category) []field {
	def, _ := v.Programme.Taxonomy().Definition(c)
	return []field{tables.Both("category", headCategory, string(c), v.category(c)), tables.Key("category_name", def.Name)}
}

// vanguardFields name a vanguard by slug and name.
func (v view) vanguardFields(id caremodel.VanguardID) []field {
	member, _ := v.Programme.Vanguard(id)
	return []field{tables.Key("vanguard", member.Slug), tables.Word("vanguard_name", "Vanguard", member.Name)}
}

// money is an amount; what is not known never looks like nothing.
func money(name, head string, m funding.Money, known bool) field {
	if !known {
		return tables.Figure(name, head, "", notKnown)
	}
	return tables.Figure(name, head, m.String(), m.FormatMillions(2))
}

// known says of how many something is known.
func known(k funding.KnownOf) []field {
	text := fmt.Sprintf("%d of %d", k.Known, k.Of)
	if k.Of == 0 {
		text = "–"
	}
	return []field{
		tables.Count("vanguards_known", "", k.Known), tables.Count("vanguards", "", k.Of), tables.Figure("", "Known", "", text),
	}
}

// estimate is a number of people by its bounds, blank where it is not known.
func estimate(name, head string, e coverage.Estimate) []field {
	low, high := tables.Count(name+"_low", "", e.Low), tables.Count(name+"_high", "", e.High)
	if !e.Known() {
		low.Data, high.Data = "", ""
	}
	return []field{low, high, tables.Figure("", head, "", span(e))}
}

// span is an estimate for people: one number where the bounds are equal.
func span(e coverage.Estimate) string {
	text := tables.Thousands(e.Low)
	if e.Low != e.High {
		text += " to " + tables.Thousands(e.High)
	}
	switch {
	case !e.Known():
		return notKnown
	case e.Approximate:
		return "about " + text
	}
	return text
}

// percent is a ratio in per cent.
func percent(name, head string, r caremodel.Ratio) field {
	if !r.Known() {
		return tables.Figure(name, head, "", notKnown)
	}
	return tables.Figure(name, head, strings.TrimSuffix(r.Percent(4), "%"), r.Percent(1))
}

// bounds are how a source puts a day.
var bounds = map[caremodel.Bound]string{caremodel.About: "about ", caremodel.AtMost: "by ", caremodel.AtLeast: "not before "}

func day(name, head string, d caremodel.Date) field { return tables.Word(name, head, d.String()) }

// set is a word of a closed set: its code for programs, without hyphens for people;
// blank where it is unset.
func set[T interface {
	IsZero() bool
	String() string
}](name, head string, value T) field {
	if value.IsZero() {
		return tables.Word(name, head, "")
	}
	return tables.Both(name, head, value.String(), words(value.String()))
}

// words is a code as people read it.
func words(code string) string { return strings.ReplaceAll(code, "-", " ") }

// bounded puts in front of a figure how its source puts it: "at least".
func bounded(b caremodel.Bound, figure string) string {
	if b == caremodel.Exactly {
		return figure
	}
	return words(b.String()) + " " + figure
}

// lower begins a name with a small letter where it does not begin with initials.
func lower(name string) string {
	runes := []rune(name)
	if len(runes) > 1 && unicode.IsLower(runes[1]) {
		runes[0] = unicode.ToLower(runes[0])
	}
	return string(runes)
}

func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// members name several vanguards, by slugs and names with semicolons between them; shown is what people read.
func (v view) members(name, head string, ids []caremodel.VanguardID, shown string) []field {
	var slugs, names []string
	for _, id := range ids {
		member, _ := v.Programme.Vanguard(id)
		slugs, names = append(slugs, member.Slug), append(names, member.Name)
	}
	return []field{
		tables.Key(name, list(slugs)), tables.Key(name+"_names", list(names)), tables.Shown(head, cmp.Or(shown, strings.Join(names, "; "))),
	}
}

// list writes several values into one cell of data.
func list(values []string) string { return strings.Join(values, ";") }

// publisher names a source.
func publisher(s caremodel.Source) string {
	for _, text := range []string{s.Publisher, s.Title} {
		if text != "" {
			return text
		}
	}
	return s.URL
}
