package coverage

import (
	"cmp"
	"maps"
	"math/big"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Succession is what became of areas over time: a list of events, from which
// [Succession.Crosswalk] builds the crosswalk between two days. Order
// matters only for the paths of violations.
type Succession struct {
	Events  []Event            `json:"events,omitempty"`  // what happened to areas
	Names   []AreaName         `json:"names,omitempty"`   // what areas were called
	Sources []caremodel.Source `json:"sources,omitempty"` // where they were read
}

// AreaName is what an area is called from a day on, until a later name of it.
type AreaName struct {
	Area AreaCode       `json:"area"`          // its code
	Name string         `json:"name"`          // as the list of that day has it
	From caremodel.Date `json:"from,omitzero"` // the first day of the name; zero = always
	// Within is the larger area that it lies wholly in, where that is told: the
	// integrated care board of a sub-ICB location.
	Within AreaCode `json:"within,omitzero"`
}

// Name returns what an area was called on a day, or blank where the succession has no
// name of it.
func (s Succession) Name(area AreaCode, on caremodel.Date) string {
	return s.named(on)[area].Name
}

// named returns the names in force on a day.
func (s Succession) named(on caremodel.Date) map[AreaCode]AreaName {
	names := make(map[AreaCode]AreaName, len(s.Names))
	for _, n := range s.Names {
		if known, ok := names[n.Area]; !n.From.After(on) && (!ok || !n.From.Before(known.From)) {
			names[n.Area] = n
		}
	}
	return names
}

// Event is one flow of people from one area to another on one day. What happens to
// several areas at once is several events of that day: a merger of three groups is
// three events with the same To, a split into two is two events with the same From.
//
// Codes of the ODS and of the ONS tell the same story differently. When Cumbria
// CCG lost its south to Lancashire North CCG on 1 April 2017, the ODS codes 01H and
// 01K stayed: a transfer. The ONS gave both areas new codes: E38000041 was split
// into E38000215 and E38000216, and E38000093 merged into the latter.
type Event struct {
	Kind EventKind `json:"kind,omitzero"` // merge, split, transfer, recode or rename
	// On is the first day on which it holds.
	On   caremodel.Date `json:"on,omitzero"`
	From AreaCode       `json:"from"` // the area before
	To   AreaCode       `json:"to"`   // the area after
	// Share is the share of From's people who go to To; the zero Share is all of
	// them.
	Share Share `json:"share,omitzero"`
	// Origin limits a split or transfer to those of From's people who had come from
	// this area when From last got people of others, or to those who had been in From
	// before (Origin is From itself); Share is then of these. Where an area is followed
	// from before that day, such events count in place of those without an origin: of
	// what the Black Country gave to Birmingham in 2022, all were people of Sandwell.
	Origin AreaCode         `json:"origin,omitzero"`
	Source caremodel.Source `json:"source,omitzero"` // where it was read; blank = the succession's
}

// Vintage is an edition and a day on which it holds.
type Vintage struct {
	Edition Edition        `json:"edition"` // of the codes
	On      caremodel.Date `json:"on"`      // a day on which they hold
}

// Crosswalk returns the crosswalk from one day to a later one: the events after
// from.On and up to to.On, day by day, those of one day at once. Its sources are
// areas, which are the codes that stand on the first day; an area that nothing
// happens to leads to itself. Without any they are those that events come from and
// transfers go to, unless an earlier event made them, and every other area stays
// what it is ([Crosswalk]): one into which others merge, or whose code another gets,
// keeps its own people. Without events it is the identity.
//
// Where to is an edition of larger areas, those that [AreaName] has smaller ones
// Within ("ICB July 2022"), every area leads on to the one that it lies in.
//
// The method is [MethodExact] when every area goes whole to one place, otherwise
// [MethodPopulationWeighted]; weights that a [Share] cannot hold are rounded as in
// [Crosswalk.Then]. A succession that [Succession.Validate] finds at fault, days
// that are missing or in the wrong order ([validate.Order]) and an area given twice
// ([validate.Duplicate]) are errors.
func (s Succession) Crosswalk(from, to Vintage, areas ...AreaCode) (Crosswalk, error) {
	const op = "coverage.Succession.Crosswalk"
	if err := s.Validate().Err(); err != nil {
		return Crosswalk{}, err
	}
	if from.On.IsZero() || to.On.IsZero() || to.On.Before(from.On) {
		return Crosswalk{}, fault.New(op, validate.Order, to.On.String(), "the second day must be given and not be before the first, "+from.On.String())
	}
	days := s.between(from.On, to.On)
	out := Crosswalk{From: from.Edition, To: to.Edition, Method: MethodExact, Sources: deep.Copy(s.Sources)}
	within := s.within(to)
	if len(areas) == 0 {
		areas, out.Identity = startingAreas(days, within), len(within) == 0
	}
	areas = slices.Sorted(slices.Values(areas))
	for i, area := range areas {
		if i > 0 && areas[i-1] == area {
			return Crosswalk{}, fault.New(op, validate.Duplicate, string(area), "this area is given twice")
		}
		row := follow(area, days, within)
		if len(row) > 1 || row[0].share.Cmp(one) != 0 {
			out.Method = MethodPopulationWeighted
		}
		out.Weights = appendRow(out.Weights, area, row)
	}
	if err := out.Validate().Err(); err != nil {
		return Crosswalk{}, err
	}
	return out, nil
}

// events are those of one day.
type events struct {
	from   map[AreaCode][]Event // by the area that they come from
	joined map[AreaCode]bool    // areas that get people of others
}

// between returns the days with events after one day and up to another, in order.
func (s Succession) between(after, until caremodel.Date) []events {
	byDay := map[caremodel.Date]events{}
	for _, e := range s.Events {
		if !e.On.After(after) || e.On.After(until) || e.Kind == EventRename {
			continue
		}
		day, known := byDay[e.On]
		if !known {
			day = events{map[AreaCode][]Event{}, map[AreaCode]bool{}}
			byDay[e.On] = day
		}
		day.from[e.From] = append(day.from[e.From], e)
		if e.From != e.To {
			day.joined[e.To] = true
		}
	}
	days := make([]events, 0, len(byDay))
	for _, day := range slices.SortedFunc(maps.Keys(byDay), caremodel.Date.Compare) {
		days = append(days, byDay[day])
	}
	return days
}

// within returns the larger areas of an edition by the areas that lie in them; none
// where the edition is of areas that events lead to.
func (s Succession) within(to Vintage) map[AreaCode]AreaCode {
	larger := map[AreaCode]AreaCode{}
	for area, n := range s.named(to.On) {
		if n.Within != "" && n.Within.Entity() == to.Edition.Entity() && n.Within.Entity() != area.Entity() {
			larger[area] = n.Within
		}
	}
	return larger
}

// startingAreas returns the areas that events come from, transfers go to and larger
// areas are made of, unless an earlier event made them.
func startingAreas(days []events, within map[AreaCode]AreaCode) []AreaCode {
	var areas []AreaCode
	known := map[AreaCode]bool{}
	start := func(area AreaCode) {
		if !known[area] {
			known[area] = true
			areas = append(areas, area)
		}
	}
	for _, day := range days {
		for from := range day.from {
			start(from)
		}
		for _, list := range day.from {
			for _, e := range list {
				if e.Kind != EventTransfer {
					known[e.To] = true
				}
			}
		}
		for _, list := range day.from {
			for _, e := range list {
				start(e.To)
			}
		}
	}
	for area := range within {
		start(area)
	}
	return areas
}

// standing is where a share of an area's people is, and the area from which it came
// there when others came too; blank while that is not asked.
type standing struct{ area, origin AreaCode }

// follow returns what becomes of an area, at least one part, by code.
func follow(area AreaCode, days []events, within map[AreaCode]AreaCode) []rowPart {
	now := map[standing]*big.Rat{{area: area}: big.NewRat(1, 1)}
	for _, day := range days {
		next := make(map[standing]*big.Rat, len(now))
		for at, share := range now {
			day.step(next, at, share)
		}
		now = next
	}
	sums := make(map[AreaCode]*big.Rat, len(now))
	for at, share := range now {
		code := at.area
		if larger, ok := within[code]; ok {
			code = larger
		}
		addTo(sums, code, share)
	}
	row := make([]rowPart, 0, len(sums))
	for code, share := range sums {
		row = append(row, rowPart{code, share})
	}
	slices.SortFunc(row, func(a, b rowPart) int { return cmp.Compare(a.area, b.area) })
	return row
}

// addTo adds a part to the sum of a key.
func addTo[K comparable](sums map[K]*big.Rat, key K, part *big.Rat) {
	if sums[key] == nil {
		sums[key] = new(big.Rat)
	}
	sums[key].Add(sums[key], part)
}

// step moves the share of people who stand at one place through the events of a day.
func (day events) step(next map[standing]*big.Rat, at standing, share *big.Rat) {
	list := day.from[at.area]
	origin := at.origin
	if !slices.ContainsFunc(list, func(e Event) bool { return e.Origin != "" }) {
		origin = "" // no event asks where they came from
	}
	left := new(big.Rat).Set(share)
	for _, e := range list {
		if e.Origin != origin {
			continue
		}
		part := new(big.Rat).Mul(share, e.Share.rat())
		left.Sub(left, part)
		addTo(next, standing{e.To, at.area}, part)
	}
	if left.Sign() > 0 {
		if day.joined[at.area] {
			at.origin = at.area
		}
		addTo(next, at, left)
	}
}

// EventKind says what happened to an area or an organisation. The zero EventKind
// is unset.
type EventKind uint8

// The kinds of event. They differ in what becomes of the code that an
// event comes from.
const (
	// EventMerge: an area goes whole into another, together with others. The code
	// of the merged area may be new or that of one of them.
	EventMerge EventKind = iota + 1
	// EventSplit: an area ends and is divided; the shares of its parts add up to
	// the whole. One part may keep the code.
	EventSplit
	// EventTransfer: a part of an area goes to another, and the rest stays.
	EventTransfer
	// EventRecode: an area gets another code and is otherwise what it was.
	EventRecode
	// EventRename: an area gets another name; nothing moves.
	EventRename
)

var eventKindNames = ladder.Names{"merge", "split", "transfer", "recode", "rename"}
