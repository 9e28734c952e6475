package grants360

import (
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// maxUnknown is how many names of fields that the standard does not have are
// counted separately.
const maxUnknown = 1000

// tally counts the fields that the standard does not have, by their paths without
// indices.
type tally struct {
	places map[string]int // indices in names
	names  []unknownField
	beyond int
}

type unknownField struct {
	name  string
	first string // where it was first seen
	count int
}

func (t *tally) add(name string, at validate.Place) {
	if i, ok := t.places[name]; ok {
		t.names[i].count++
		return
	}
	if len(t.names) == maxUnknown {
		t.beyond++
		return
	}
	if t.places == nil {
		t.places = map[string]int{}
	}
	t.places[name] = len(t.names)
	t.names = append(t.names, unknownField{name, at.String(), 1})
}

// told returns each of the names once, in the order in which they were first seen,
// as remarks of a code. Detail precedes how often each was seen.
func (t *tally) told(code validate.Code, detail string) validate.Violations {
	var c validate.Checker
	for _, f := range t.names {
		c.At(f.first).Info(code, f.name, detail+times(f.count)+" in all")
	}
	if t.beyond > 0 {
		c.At("file").Info(code, "", "further fields; "+detail+times(t.beyond)+" in all")
	}
	return c.Violations()
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}
