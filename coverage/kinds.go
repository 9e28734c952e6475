package coverage

import (
	"fmt"
	"strings"
)

// extent says how much of a country a code stands for, so that a base whose
// areas are of several extents counts people twice.
type extent uint8

const (
	extentArea    extent = iota // any other area or organisation
	extentRegion                // a region, of the ONS or of the NHS
	extentCountry               // a country
	extentUnion                 // several countries, as the United Kingdom
	extentAll                   // a word, as in "TOTAL"
)

// extent returns how much codes of an entity stand for.
func (c AreaCode) extent(e Entity) extent {
	switch {
	case e == EntityCountry && c[0] == 'K':
		return extentUnion
	case e == EntityCountry:
		return extentCountry
	case e == EntityRegion, e == EntityNHSRegion:
		return extentRegion
	case e == "" && !c.isGSS() && isTotal(string(c)):
		return extentAll
	}
	return extentArea
}

// isTotal reports whether a text is a word for all areas together, in any letter
// case: "TOTAL", "Grand total:", "England".
func isTotal(text string) bool {
	if len(text) > 40 { // no label of a row
		return false
	}
	word := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToUpper(text))
	switch word {
	case "ALL", "ALLAREAS", "ALLPRACTICES", "TOTALS", "SUM", "NATIONAL", "ENGLAND", "WALES", "SCOTLAND", "NORTHERNIRELAND", "UK", "UNITEDKINGDOM", "GREATBRITAIN":
		return true
	}
	return strings.HasPrefix(word, "TOTAL") || strings.HasSuffix(word, "TOTAL")
}

// kind is what the shape of a code tells.
type kind struct {
	scheme  Scheme
	entity  Entity
	country string
	extent  extent
}

func kindOf(c AreaCode) kind {
	e := c.Entity()
	return kind{c.Scheme(), e, c.Country(), c.extent(e)}
}

// holds reports whether an area of kind k may hold the people of one of kind o.
func (k kind) holds(o kind) bool {
	return k.extent > o.extent && (k.country == "" || o.country == "" || k.country == o.country)
}

// kinds counts the areas of a base by kind, in insertion order. Codes
// that are none and pseudo codes are not counted.
type kinds []kindCount

type kindCount struct {
	kind
	areas int
	first []AreaCode // some
}

// namedAreas is how many areas of a kind a message names.
const namedAreas = 3

func countKinds(codes []AreaCode) (all kinds) {
	prefix, last := AreaCode(""), 0
	for _, c := range codes {
		if c.isGSS() && c[:3] == prefix && !c.IsPseudo() {
			all[last].areas++
			all[last].name(c)
			continue
		}
		k := kindOf(c)
		if k.scheme.IsZero() || k.entity == EntityPseudo {
			continue
		}
		last = all.add(k)
		all[last].name(c)
		prefix = ""
		if c.isGSS() {
			prefix = c[:3]
		}
	}
	return all
}

func (all *kinds) add(k kind) int {
	for i := range *all {
		if (*all)[i].kind == k {
			(*all)[i].areas++
			return i
		}
	}
	*all = append(*all, kindCount{kind: k, areas: 1})
	return len(*all) - 1
}

func (n *kindCount) name(c AreaCode) {
	if len(n.first) < namedAreas {
		n.first = append(n.first, c)
	}
}

// most returns the kind of most areas, totals left out; of as many, the first.
func (all kinds) most() kind {
	var best kindCount
	for _, n := range all {
		if n.areas > best.areas && !all.hasTotal(n.kind) {
			best = n
		}
	}
	return best.kind
}

// hasTotal reports whether areas of kind k hold the people of others that are
// there.
func (all kinds) hasTotal(k kind) bool {
	if k.extent == extentArea {
		return false
	}
	for _, n := range all {
		if k.holds(n.kind) {
			return true
		}
	}
	return false
}

// list names the areas that odd picks.
func (all kinds) list(odd func(kind) bool) string {
	var names []string
	count := 0
	for _, n := range all {
		if odd(n.kind) {
			count += n.areas
			for _, c := range n.first[:min(len(n.first), namedAreas-len(names))] {
				names = append(names, string(c))
			}
		}
	}
	out := strings.Join(names, ", ")
	if more := count - len(names); more > 0 {
		out += fmt.Sprintf(" and %s more", thousands(int64(more)))
	}
	return out
}

// aTotal says why an area that holds others does not belong to the base.
func (k kind) aTotal() string {
	what := "a word for all areas together"
	switch k.extent {
	case extentRegion:
		what = "a region"
	case extentCountry:
		what = "a country"
	case extentUnion:
		what = "several countries together"
	}
	return "this is " + what + ", and the base has smaller areas: everybody would count twice. Take it out; people outside every area are the remainder"
}

// or returns the text, or what stands for none.
func or[T ~string](text T, none string) string {
	if text == "" {
		return none
	}
	return string(text)
}
