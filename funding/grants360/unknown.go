package grants360

import (
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// maxUnknown is how many names of fields that the standard does not have are told
// apart.
const maxUnknown = 1000

// tally counts the fields that the standard does not have, by their paths without
// places in lists.
type tally struct {
	places map[string]int // in names
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

// tellUnknown reports each of the fields once, in the order in which they were
// first seen.
func (d *reader) tellUnknown() {
	for _, f := range d.unknown.names {
		d.Add(validate.Violation{
			Path: f.first, Code: validate.Unknown, Severity: validate.SeverityInfo, Value: validate.Quote(f.name),
			Detail: "the standard has no such field: left out, " + times(f.count) + " in all",
		})
	}
	if n := d.unknown.beyond; n > 0 {
		d.At("file").Info(validate.Unknown, "", "further fields that the standard does not have were left out, "+times(n)+" in all")
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}
