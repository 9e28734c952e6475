package caremodel

import (
	"iter"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/fold"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// Taxonomy is the set of categories that a programme uses, in its own order. It
// is immutable and safe for concurrent use.
type Taxonomy struct {
	defs  []CategoryDefinition
	index map[Category]int
	names map[string]int // folded code, name or alias
	keys  []string       // those of names, in the order given
}

// NewTaxonomy returns the taxonomy of these definitions, or an error with every
// violation: a missing or malformed code, a missing name, or a code, name or
// alias that two categories share.
func NewTaxonomy(defs ...CategoryDefinition) (*Taxonomy, error) {
	var c validate.Checker
	t := newTaxonomy(&c, defs)
	if err := c.Violations().Err(); err != nil {
		return nil, err
	}
	return t, nil
}

// newTaxonomy indexes what is sound of defs and records what is not.
func newTaxonomy(c *validate.Checker, defs []CategoryDefinition) *Taxonomy {
	t := &Taxonomy{
		defs:  make([]CategoryDefinition, len(defs)),
		index: make(map[Category]int, len(defs)),
		names: make(map[string]int, 4*len(defs)),
	}
	for i, def := range defs {
		t.defs[i] = deep.Copy(def)
		t.add(c.At("categories").Index(i), i)
	}
	return t
}

func (t *Taxonomy) add(at validate.Place, i int) {
	def := t.defs[i]
	checkCode(at.At("code"), string(def.Code))
	form.Name(at.At("name"), def.Name)
	form.Text(at.At("aim"), def.Aim)
	if def.Code != "" {
		if _, taken := t.index[def.Code]; taken {
			at.At("code").Error(validate.Duplicate, string(def.Code), "another category has this code")
			return
		}
		t.index[def.Code] = i
	}
	t.name(at.At("code"), i, string(def.Code))
	t.name(at.At("name"), i, def.Name)
	for j, alias := range def.Aliases {
		form.Name(at.At("aliases").Index(j), alias)
		t.name(at.At("aliases").Index(j), i, alias)
	}
}

func (t *Taxonomy) name(at validate.Place, i int, text string) {
	key := categoryKey(text)
	switch other, taken := t.names[key]; {
	case key == "":
	case !taken:
		t.names[key] = i
		t.keys = append(t.keys, key)
	case other != i:
		at.Error(validate.Duplicate, text, "category "+validate.Quote(string(t.defs[other].Code))+" answers to this name already")
	}
}

// EnglandTaxonomy returns the taxonomy of England's vanguards: PACS, MCP,
// EHCH, UEC and ACC.
func EnglandTaxonomy() *Taxonomy { return vanguardTaxonomy() }

var vanguardTaxonomy = sync.OnceValue(func() *Taxonomy {
	var c validate.Checker
	return newTaxonomy(&c, EnglandCategories())
})

// Parse returns the category with this code, name or alias. Case, blanks,
// hyphens and other punctuation, "&" or "and", and plurals make no difference:
// "multi-specialty community providers" is an MCP. A text that is none of them
// is a [validate.Unknown] error that names the nearest one.
func (t *Taxonomy) Parse(text string) (Category, error) {
	if i, ok := t.names[categoryKey(text)]; ok {
		return t.defs[i].Code, nil
	}
	return "", fault.New("caremodel.Taxonomy.Parse", validate.Unknown, text, t.hint(text))
}

// hint says which category was probably meant, or which there are.
func (t *Taxonomy) hint(text string) string {
	if best, ok := near.Best(categoryKey(text), slices.Values(t.keys)); ok {
		def := t.defs[t.names[best]]
		return "no such category; the nearest is " + validate.Quote(string(def.Code)) + ", " + validate.Quote(def.Name)
	}
	if len(t.defs) == 0 {
		return "no such category: the programme defines none"
	}
	codes := make([]string, len(t.defs))
	for i, def := range t.defs {
		codes[i] = string(def.Code)
	}
	return "no such category; there are " + listed(codes)
}

// Definition returns what category c is, and whether the taxonomy has it.
func (t *Taxonomy) Definition(c Category) (CategoryDefinition, bool) {
	i, ok := t.index[c]
	if !ok {
		return CategoryDefinition{}, false
	}
	return deep.Copy(t.defs[i]), true
}

// Len returns the number of categories.
func (t *Taxonomy) Len() int { return len(t.defs) }

// MarshalJSON is an error: a taxonomy is an index, and what is stored and sent is its
// definitions.
func (t Taxonomy) MarshalJSON() ([]byte, error) {
	return nil, fault.New("caremodel.Taxonomy.MarshalJSON", validate.Format, "",
		"a taxonomy is an index: marshal its definitions (All), and tag a field of this type `json:\"-\"`")
}

// LogValue returns the codes of the categories.
func (t Taxonomy) LogValue() slog.Value { return slog.StringValue(t.String()) }

// String returns the codes of the categories: "PACS, MCP, EHCH, UEC, ACC".
func (t Taxonomy) String() string {
	codes := make([]string, len(t.defs))
	for i, def := range t.defs {
		codes[i] = string(def.Code)
	}
	return strings.Join(codes, ", ")
}

// All returns the definitions in the order given.
func (t *Taxonomy) All() iter.Seq[CategoryDefinition] {
	return func(yield func(CategoryDefinition) bool) {
		for _, def := range t.defs {
			if !yield(deep.Copy(def)) {
				return
			}
		}
	}
}

// categoryKey folds text without blanks and without the plural of any word.
func categoryKey(text string) string {
	var b strings.Builder
	for _, word := range fold.Words(text) {
		if len(word) > 3 { // codes of three letters have no plural
			word = singular(word)
		}
		b.WriteString(word)
	}
	return b.String()
}

func singular(word string) string {
	switch {
	case strings.HasSuffix(word, "ies"):
		return strings.TrimSuffix(word, "ies") + "y"
	case strings.HasSuffix(word, "ss"):
		return word
	}
	return strings.TrimSuffix(word, "s")
}
