package coverage

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// ReadAtlasCSV is [ReadBaseCSV] followed by [NewAtlas] for tables too large to
// be held as records. The table's rows are the units of s, whose own Units are
// empty, and go straight into the atlas; rows of pseudo codes come before s's
// Remainder. The atlas is the same as by way of records, and so are the rules;
// violations of the table name row and column, and when it has any the rest of
// the survey is not checked.
//
// While it reads it holds 16 bytes a cell, while it builds 28 and afterwards 12,
// beside one copy of each text and one record of at most 64 KiB.
func ReadAtlasCSV(r io.Reader, c Columns, p *caremodel.Programme, s Survey) (*Atlas, error) {
	var found validate.Checker
	k := &checker{Checker: &found, programme: p, survey: &s}
	at := k.At("base")
	k.baseHead(at, &s.Base)
	if len(s.Base.Units) > 0 {
		at.At("units").Error(validate.Conflict, "", "the table gives the units: leave them out of the survey")
	}
	c.Attributes = distinct(c.Attributes)
	t := newTableUnits(k, c)
	if err := scanBase(r, c, &found, t.row); err != nil || !found.OK() {
		return nil, errors.Join(found.Violations().Err(), err)
	}
	s.Base.Remainder = append(t.pseudo, s.Base.Remainder...)
	number := t.addRemainder(s.Base.Remainder)
	cells, err := t.cells()
	if err != nil {
		return nil, err
	}
	t.check(cells)
	areas := cellAreas{cells, number}
	k.areas = areas
	k.remainder(at.At("remainder"), &s.Base, areas)
	caremodel.CheckSources(at.At("sources"), s.Base.Sources, k.day)
	k.rest()
	if err := found.Violations().Err(); err != nil {
		return nil, err
	}
	return newAtlas(p, s, cells, number, found.Violations())
}

// distinct returns the names, each once, in the order of their first mention.
func distinct(names []string) []string {
	var out []string
	for _, name := range names {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// tableUnits gathers the rows of a table of populations and checks them as units
// of a base.
type tableUnits struct {
	*gatherer
	columns Columns
	rules   unitRules
	pseudo  []Population
	lacks   []lackRows // by attribute
	jumps   []jump
}

// lackRows is how many rows lack an attribute, and the first that does.
type lackRows struct{ count, first int }

// jump says that cell number cell came in this row, and the cells after it in the
// rows after it.
type jump struct{ cell, row int }

func newTableUnits(k *checker, c Columns) *tableUnits {
	t := &tableUnits{gatherer: newGatherer(c.Attributes...), columns: c, lacks: make([]lackRows, len(c.Attributes))}
	t.rules = unitRules{checker: k, edition: k.survey.Base.Edition}
	t.rules.known, t.rules.hasLast = lastInstances[t.rules.edition]
	return t
}

// row takes one row of the table.
func (t *tableUnits) row(row int, code []byte, people int64, values [][]byte) {
	area, ok := t.find(code)
	if !ok {
		if AreaCode(code).IsPseudo() {
			t.addPseudo(code, people, values)
			return
		}
		area = t.newArea(AreaCode(code))
		t.checkArea(row, area)
	}
	if people > maxUnit {
		t.rules.people(t.rules.Row(row).At(t.columns.People), people)
	}
	if n := len(t.jumps); n == 0 || row-t.jumps[n-1].row != t.count-t.jumps[n-1].cell {
		t.jumps = append(t.jumps, jump{t.count, row})
	}
	profile := int32(0)
	for k, value := range values {
		if len(value) > 0 {
			known := len(t.values[k])
			if profile = t.withBytes(profile, k, value); len(t.values[k]) > known { // a value that did not come before
				form.Text(t.rules.Row(row).At(t.columns.Attributes[k]), t.values[k][known])
			}
			continue
		}
		if t.lacks[k].count++; t.lacks[k].count == 1 {
			t.lacks[k].first = row
		}
	}
	t.add(area, profile, people)
}

func (t *tableUnits) addPseudo(code []byte, people int64, values [][]byte) {
	cell := Population{Area: AreaCode(code), People: people}
	for k, value := range values {
		if len(value) == 0 {
			continue
		}
		if cell.Attributes == nil {
			cell.Attributes = make(map[string]string, len(values))
		}
		cell.Attributes[t.columns.Attributes[k]] = string(value)
	}
	t.pseudo = append(t.pseudo, cell)
}

// checkArea checks an area at its first row.
func (t *tableUnits) checkArea(row int, area int32) {
	w, code := &t.rules, t.areas[area]
	if area == 0 {
		w.scheme, w.entity, w.country = code.Scheme(), code.Entity(), code.Country()
		w.head()
	}
	w.areaOf(w.Row(row).At(t.columns.Area), code)
}

// check applies the rules that need every row.
func (t *tableUnits) check(c *cells) {
	units := 0
	for area := range c.inside {
		from, to := c.of(area)
		units += to - from
	}
	if units == 0 {
		t.rules.At("base").At("units").Error(validate.Required, "", "a base has at least one area")
	}
	for k, l := range t.lacks {
		if l.count > 0 && l.count < units {
			t.rules.Row(l.first).At(t.columns.Attributes[k]).Warn(MissingAttribute, t.columns.Attributes[k],
				fmt.Sprintf("%d of %d cells lack this attribute; their people are shown as unknown", l.count, units))
		}
	}
	if c.repeated() {
		t.duplicates(units)
	}
}

// repeated reports whether an area has two cells with the same attributes.
func (c *cells) repeated() bool {
	seen := make([]int32, len(c.nodes)) // by profile: one more than the last area that has it
	for area := range c.inside {
		from, to := c.of(area)
		for _, profile := range c.profile[from:to] {
			if seen[profile] == int32(area)+1 {
				return true
			}
			seen[profile] = int32(area) + 1
		}
	}
	return false
}

// duplicates reports every row whose area and attributes an earlier row has.
func (t *tableUnits) duplicates(units int) {
	first := make(map[row]int, units)
	cell, jumps := 0, t.jumps
	for _, rows := range t.rows {
		for _, r := range rows {
			if cell == units {
				return // the rest is the remainder
			}
			if len(jumps) > 1 && cell == jumps[1].cell {
				jumps = jumps[1:]
			}
			at := jumps[0].row + cell - jumps[0].cell
			key := row{area: r.area, profile: r.profile}
			if earlier, ok := first[key]; ok {
				same := ""
				if r.profile > 0 {
					same = " with the same attributes"
				}
				t.rules.Row(at).Error(validate.Duplicate, string(t.areas[r.area]), fmt.Sprintf("row %d is the same area%s", earlier, same))
			} else {
				first[key] = at
			}
			cell++
		}
	}
}

// cellAreas is what the rules about footprints ask of a base that was streamed.
type cellAreas struct {
	*cells
	find func(AreaCode) int32
}

func (a cellAreas) len() int { return a.inside }

func (a cellAreas) number(code AreaCode) int32 { return a.find(code) }

func (a cellAreas) codes() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, code := range a.areas[:a.inside] {
			if !yield(string(code)) {
				return
			}
		}
	}
}

func (a cellAreas) hasCell(area int32, attributes map[string]string) bool {
	from, to := a.of(int(area))
	return slices.ContainsFunc(a.profile[from:to], func(profile int32) bool {
		for name, value := range attributes {
			if k := a.attribute(name); k < 0 || a.value(profile, k) != value {
				return false
			}
		}
		return true
	})
}

func (a cellAreas) withValue(value string) (AreaCode, string, bool) {
	for area := range a.inside {
		from, to := a.of(area)
		for _, profile := range a.profile[from:to] {
			for k, name := range a.names {
				if a.value(profile, k) == value {
					return a.areas[area], name, true
				}
			}
		}
	}
	return "", "", false
}

func (a cellAreas) kind() (Scheme, Entity, string) {
	if a.inside == 0 {
		return 0, "", ""
	}
	first := a.areas[0]
	return first.Scheme(), first.Entity(), first.Country()
}
