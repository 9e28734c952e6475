package coverage

import (
	"cmp"
	"maps"
	"math/big"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// Succession is what became of areas over time: a list of events, from which
// [Succession.Crosswalk] builds the crosswalk between two days. Order
// matters only for the paths of violations.
type Succession struct {
	Events  []Event            `json:"events,omitempty"`  // what happened to areas
	Sources []caremodel.Source `json:"sources,omitempty"` // where they were read
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
	Share  Share            `json:"share,omitzero"`
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
	out := Crosswalk{From: from.Edition, To: to.Edition, Method: MethodExact, Sources: wire.Clone(s.Sources)}
	if len(areas) == 0 {
		areas, out.Identity = startingAreas(days), true
	}
	areas = slices.Sorted(slices.Values(areas))
	for i, area := range areas {
		if i > 0 && areas[i-1] == area {
			return Crosswalk{}, fault.New(op, validate.Duplicate, string(area), "this area is given twice")
		}
		row := follow(area, days)
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

// flows are the events of one day, by the area that they come from.
type flows map[AreaCode][]Event

// between returns the days with events after one day and up to another, in order.
func (s Succession) between(after, until caremodel.Date) []flows {
	byDay := map[caremodel.Date]flows{}
	for _, e := range s.Events {
		if !e.On.After(after) || e.On.After(until) || e.Kind == EventRename {
			continue
		}
		if byDay[e.On] == nil {
			byDay[e.On] = flows{}
		}
		byDay[e.On][e.From] = append(byDay[e.On][e.From], e)
	}
	var days []flows
	for _, day := range slices.SortedFunc(maps.Keys(byDay), caremodel.Date.Compare) {
		days = append(days, byDay[day])
	}
	return days
}

// startingAreas returns the areas that events come from and transfers go to,
// unless an earlier event made them.
func startingAreas(days []flows) []AreaCode {
	var areas []AreaCode
	known := map[AreaCode]bool{}
	start := func(area AreaCode) {
		if !known[area] {
			known[area] = true
			areas = append(areas, area)
		}
	}
	for _, day := range days {
		for from := range day {
			start(from)
		}
		for _, events := range day {
			for _, e := range events {
				if e.Kind == EventTransfer {
					continue
				}
				known[e.To] = true
			}
		}
		for _, events := range day {
			for _, e := range events {
				start(e.To)
			}
		}
	}
	return areas
}

// follow returns what becomes of an area, at least one part, by code.
func follow(area AreaCode, days []flows) []rowPart {
	now := map[AreaCode]*big.Rat{area: big.NewRat(1, 1)}
	for _, day := range days {
		next := make(map[AreaCode]*big.Rat, len(now))
		for code, share := range now {
			step(next, code, share, day[code])
		}
		now = next
	}
	row := make([]rowPart, 0, len(now))
	for code, share := range now {
		row = append(row, rowPart{code, share})
	}
	slices.SortFunc(row, func(a, b rowPart) int { return cmp.Compare(a.area, b.area) })
	return row
}

// step moves the share of a source that stands at code through the events of one
// day.
func step(next map[AreaCode]*big.Rat, code AreaCode, share *big.Rat, events []Event) {
	put := func(to AreaCode, part *big.Rat) {
		if next[to] == nil {
			next[to] = new(big.Rat)
		}
		next[to].Add(next[to], part)
	}
	left := new(big.Rat).Set(share)
	for _, e := range events {
		part := new(big.Rat).Mul(share, e.Share.rat())
		left.Sub(left, part)
		put(e.To, part)
	}
	if left.Sign() > 0 {
		put(code, left)
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
