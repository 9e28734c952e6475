package delivery

import (
	"cmp"
	"iter"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Theme is what a barrier is about. Plans may use themes of their own, in lower
// case with hyphens.
type Theme string

// The themes of the texts of vanguards and national bodies of 2015.
const (
	ThemePace          Theme = "pace"          // how long change takes, and the wish for quick results
	ThemeTechnology    Theme = "technology"    // systems and the sharing of information
	ThemeLeadership    Theme = "leadership"    // of a system rather than an institution
	ThemeWorkforce     Theme = "workforce"     // supporting and changing it
	ThemeContract      Theme = "contract"      // a national contract for a longer-term, population-based approach
	ThemePricing       Theme = "pricing"       // what is paid for care, and how prices are set
	ThemeCollaboration Theme = "collaboration" // rules on working together
	ThemeProcurement   Theme = "procurement"   // how contracts are let
)

// Grouping is an attribute by which the thematic review groups barriers. The zero
// value is unset and invalid.
type Grouping uint8

// The groupings of [Delivery.Themes].
const (
	ByTheme    Grouping = iota + 1 // what a barrier is about
	ByCategory                     // the care model that it hinders
	ByBody                         // the national body responsible
)

var groupingNames = ladder.Names{"theme", "category", "body"}

// ThemeCount is a line of the thematic review. Only the fields of the groupings
// asked for are set; of these, a blank field means that it is not known.
type ThemeCount struct {
	// Theme is the theme of the barriers.
	Theme Theme `json:"theme,omitzero"`
	// Category is the care model that they hinder.
	Category caremodel.Category `json:"category,omitzero"`
	// Body is the national body responsible for removing them.
	Body NationalBody `json:"body,omitzero"`
	// Barriers is the number of barriers.
	Barriers int `json:"barriers"`
	// Removed is how many of them have been removed.
	Removed int `json:"removed"`
}

// Themes counts the barriers by these groupings, or without any by theme. A value
// that is not a [Grouping] is ignored. A barrier with several bodies is counted for
// each, so that counts by body may add up to more than the number of barriers. A
// barrier without a category has the category of its vanguard. Lines are in
// descending order of their counts, then by theme, category and body.
func (d *Delivery) Themes(by ...Grouping) []ThemeCount {
	if len(by) == 0 {
		by = []Grouping{ByTheme}
	}
	var lines []ThemeCount
	position := make(map[ThemeCount]int)
	for _, b := range d.plan.Barriers {
		for key := range d.lines(b, by) {
			i, ok := position[key]
			if !ok {
				i = len(lines)
				position[key], lines = i, append(lines, key)
			}
			lines[i].Barriers++
			if b.Status == BarrierRemoved {
				lines[i].Removed++
			}
		}
	}
	slices.SortFunc(lines, func(a, b ThemeCount) int {
		return cmp.Or(cmp.Compare(b.Barriers, a.Barriers), cmp.Compare(a.Theme, b.Theme),
			cmp.Compare(a.Category, b.Category), cmp.Compare(a.Body, b.Body))
	})
	return lines
}

// lines yields the lines that count a barrier, without their numbers.
func (d *Delivery) lines(b Barrier, by []Grouping) iter.Seq[ThemeCount] {
	return func(yield func(ThemeCount) bool) {
		var line ThemeCount
		if slices.Contains(by, ByTheme) {
			line.Theme = b.Theme
		}
		if slices.Contains(by, ByCategory) {
			line.Category = d.category(b)
		}
		if !slices.Contains(by, ByBody) || len(b.Bodies) == 0 {
			yield(line)
			return
		}
		for _, body := range b.Bodies {
			line.Body = body
			if !yield(line) {
				return
			}
		}
	}
}

// category returns the category that a barrier hinders; blank if it is not known.
func (d *Delivery) category(b Barrier) caremodel.Category {
	if i, ok := d.p.Position(b.Vanguard); ok && b.Category == "" {
		return d.seats[i].category
	}
	return b.Category
}
