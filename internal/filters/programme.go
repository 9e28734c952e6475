package filters

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// Vanguards are the fields by which filters choose vanguards.
type Vanguards struct {
	Categories []caremodel.Category
	Waves      []string
	Regions    []string
	IDs        []caremodel.VanguardID
}

// Programme is what filters may name of a programme. It is immutable and safe for
// concurrent use.
type Programme struct {
	programme      *caremodel.Programme // nil = not known
	waves, regions Names[string]
}

// Of returns what filters may name of p, which may be nil.
//
// A wave is known once the programme declares it, whether or not a vanguard belongs
// to it. A blank wave or region selects the vanguards without a wave or region.
func Of(p *caremodel.Programme) *Programme {
	if p == nil {
		return &Programme{}
	}
	var waves []string
	for w := range p.Waves() {
		waves = append(waves, w.Name)
	}
	return &Programme{p, listed("wave", waves), listed("region", slices.Collect(p.Regions()))}
}

// listed returns these names as [Names], with a blank allowed.
func listed(noun string, all []string) Names[string] {
	known := make(map[string]bool, len(all))
	for _, name := range all {
		known[name] = true
	}
	return Names[string]{
		Noun: noun, Blank: true,
		Has: func(name string) bool { return known[name] },
		All: slices.Values(all),
	}
}

// Check checks that the programme has what f names; at gives the places of the
// fields "categories", "waves", "regions" and "vanguards". Without a programme it
// only checks that a document can hold the names.
func (w *Programme) Check(at func(field string) validate.Place, f Vanguards) {
	if w.programme == nil {
		texts(at("categories"), f.Categories)
		texts(at("waves"), f.Waves)
		texts(at("regions"), f.Regions)
	} else {
		checkCategories(w.programme.Taxonomy(), at("categories"), f.Categories)
		w.waves.Check(at("waves"), f.Waves)
		w.regions.Check(at("regions"), f.Regions)
	}
	for i, id := range f.IDs {
		switch {
		case id.IsZero():
			at("vanguards").Index(i).Error(validate.Required, "", "the id is unset")
		case w.programme != nil && !w.programme.Has(id):
			at("vanguards").Index(i).Error(validate.Unknown, id.String(), "the programme has no vanguard with this id")
		}
	}
}

func texts[T ~string](at validate.Place, asked []T) {
	for i, text := range asked {
		form.Text(at.Index(i), string(text))
	}
}

// checkCategories accepts codes only; for another name that
// [caremodel.Taxonomy.Parse] knows it gives the code.
func checkCategories(t *caremodel.Taxonomy, at validate.Place, asked []caremodel.Category) {
	hints := 0
	for i, c := range asked {
		if _, ok := t.Definition(c); ok {
			continue
		}
		if hints++; hints > mostHints {
			at.Index(i).Error(validate.Unknown, string(c), "no such category")
			continue
		}
		if code, err := t.Parse(string(c)); err != nil {
			at.Index(i).Report(err)
		} else {
			at.Index(i).Error(validate.Unknown, string(c), "write the category's code, "+validate.Quote(string(code)))
		}
	}
}
