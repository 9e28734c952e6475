package coverage

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// BaseOption says how a table is written that a reader of this package is given, where
// it is not one row a cell with one column of people: a [caremodel.CSV], [Wide],
// [PeopleOf], [Suppressed], [Unmatched] or [Within]. Options come in any order; a reader
// says which it takes, and refuses the others. They may be shared between goroutines.
type BaseOption interface {
	// TableOption does nothing. It tells the options of tables from other values.
	TableOption()
}

// tableOptions are what the options of a table say.
type tableOptions struct {
	csv       []caremodel.CSV
	wide      []wide
	peopleOf  []string
	marks     map[string]int64 // what is no number, and how many people it is at most
	unmatched bool
	survey    *Survey
}

// wide is an attribute by whose values a table has its columns.
type wide struct {
	attribute string
	columns   map[string]string // header to value
}

// tableOption is an option of this package but Suppressed.
type tableOption struct {
	name string
	set  func(*tableOptions)
}

func (tableOption) TableOption() {}

// Wide reads a table with a column of people for each value of an attribute, as nearly
// all files of the NHS and of the Office for National Statistics are: columns maps the
// headers to the values. A row makes one cell for each value, in the order of the
// columns; columns of one value are added up, and a blank value is not known.
//
// A table that is wide by two attributes (men and women by age) is given one Wide for
// each, of the same columns. [Columns.People] is blank, or names a column of totals,
// which are held against the sums.
func Wide(attribute string, columns map[string]string) BaseOption {
	columns = maps.Clone(columns)
	return tableOption{"Wide", func(o *tableOptions) { o.wide = append(o.wide, wide{attribute, columns}) }}
}

// PeopleOf adds the people of several columns up: those of "Male" and "Female".
// [Columns.People] is blank, or names a column of totals, which are held against the
// sums.
func PeopleOf(columns ...string) BaseOption {
	columns = slices.Clone(columns)
	return tableOption{"PeopleOf", func(o *tableOptions) { o.peopleOf = append(o.peopleOf, columns...) }}
}

// Unmatched lets footprints name areas that the base does not have, as registers do
// that list closed practices: they are warnings of code [UnmatchedUnit], listed and
// counted, instead of errors. The rest of such a footprint is used, and it counts as
// [Incomplete] ([Footprint.Unmatched]).
func Unmatched() BaseOption {
	return tableOption{"Unmatched", func(o *tableOptions) { o.unmatched = true }}
}

// Within has [ValidateFootprintsCSV] check a table as the footprints of a survey: against
// its base, layers and crosswalks. The survey's own footprints, claims and targets are
// not looked at.
func Within(s Survey) BaseOption {
	return tableOption{"Within", func(o *tableOptions) { o.survey = &s }}
}

// Marks are texts that stand for a number which is not shown. [Suppressed] makes them.
type Marks struct {
	texts []string
	most  int64
}

// mostSuppressed is the largest number that the rule of the NHS in England for its
// hospital statistics hides: 1 to 7.
const mostSuppressed = 7

// Suppressed reads these texts, as "*" or "[c]", as people whose number is not stated
// ([Population.AtMost]): at least 0, and at most 7, the largest number that the NHS in
// England hides, unless the mark says its own ("<5") or [Marks.UpTo] another. The blank
// mark is a blank field. Never is such a number taken for 0.
func Suppressed(marks ...string) Marks { return Marks{slices.Clone(marks), mostSuppressed} }

// UpTo returns the marks as numbers of at most so many people, at least 1: the largest
// that the rule hides by which the table was made.
func (m Marks) UpTo(most int64) Marks {
	m.most = most
	return m
}

// TableOption does nothing: see [BaseOption].
func (Marks) TableOption() {}

// largest returns how many people a mark is at most: "<5" and "≤4" are 4.
func (m Marks) largest(mark string) int64 {
	for sign, less := range map[string]int64{"<": 1, "<=": 0, "≤": 0} {
		digits := strings.TrimSpace(strings.TrimPrefix(mark, sign))
		if n, err := strconv.ParseInt(digits, 10, 32); err == nil && strings.HasPrefix(mark, sign) && n > less {
			return n - less
		}
	}
	return m.most
}

// sortOptions returns what options say. Those that the reader does not take, and those
// that say nothing, go on c's list.
func sortOptions(c *validate.Checker, list []BaseOption, takes ...string) tableOptions {
	var o tableOptions
	at := c.Row(1)
	for _, one := range list {
		var name string
		switch one := one.(type) {
		case caremodel.CSV:
			o.csv = append(o.csv, one)
			continue
		case Marks:
			name = "Suppressed"
			if o.marks == nil {
				o.marks = map[string]int64{}
			}
			for _, mark := range one.texts {
				o.marks[strings.TrimSpace(mark)] = one.largest(mark)
			}
			if one.most < 1 || one.most > maxUnit {
				at.Error(validate.Range, strconv.FormatInt(one.most, 10), "what is suppressed is at least 1 and at most 100 million")
			}
		case tableOption:
			name = one.name
			one.set(&o)
		}
		if !slices.Contains(takes, name) {
			at.Error(validate.Conflict, name, "this reader takes a caremodel.CSV and "+strings.Join(takes, ", ")+" as options, each made by this package")
		}
	}
	return o
}
