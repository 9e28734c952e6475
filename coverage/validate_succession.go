package coverage

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// Validate returns everything that is wrong with the succession, in the order of
// the events, then of the rules:
//
//   - a kind or day that is missing, text that is not an area code;
//   - a merger or a new code of only a part of an area, or of people of one origin, a
//     transfer of the whole of one, a new code or a transfer that leads to the same
//     code, a new name that leads to another;
//   - two events of one day with the same areas; events of one area and day that
//     contradict each other;
//   - the parts of a split that do not add up to the whole, and transfers that
//     leave nothing or less ([NotConserved]);
//   - an event of an area that had ended ([validate.Order]);
//   - a name that is blank or given twice for one day.
func (s Succession) Validate() validate.Violations {
	var c validate.Checker
	v := successionRules{checker: checker{Checker: &c, survey: &Survey{}}, events: s.Events}
	v.groups()
	for i := range s.Events {
		v.event(c.At("events").Index(i), int32(i))
	}
	v.names(c.At("names"), s.Names)
	caremodel.CheckSources(c.At("sources"), s.Sources, caremodel.Date{})
	return c.Violations()
}

// successionRules checks a succession.
type successionRules struct {
	checker
	events []Event
	faults []finding // those of events of one area and day together, by event
}

// groups checks the events of each area and day together, and the days of each
// area in their order.
func (v *successionRules) groups() {
	order := make([]int32, len(v.events))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &v.events[a], &v.events[b]
		return cmp.Or(x.On.Compare(y.On), cmp.Compare(x.From, y.From), cmp.Compare(x.Origin, y.Origin), cmp.Compare(x.To, y.To), cmp.Compare(x.Kind, y.Kind), cmp.Compare(a, b))
	})
	ended := map[AreaCode]string{} // area to the day on which it ended
	for day := order; len(day) > 0; {
		n := 1
		for n < len(day) && v.events[day[n]].On == v.events[day[0]].On {
			n++
		}
		v.day(day[:n], ended)
		day = day[n:]
	}
	slices.SortStableFunc(v.faults, func(a, b finding) int { return cmp.Compare(a.at, b.at) })
}

// day checks the events of one day, and notes which areas they end and make.
func (v *successionRules) day(events []int32, ended map[AreaCode]string) {
	for rest := events; len(rest) > 0; {
		first := &v.events[rest[0]]
		n := 1
		for n < len(rest) && v.events[rest[n]].From == first.From && v.events[rest[n]].Origin == first.Origin {
			n++
		}
		if day, gone := ended[first.From]; gone {
			v.fault(rest[0], validate.Order, string(first.From)+" ended on "+day)
		}
		v.area(rest[:n])
		rest = rest[n:]
	}
	for _, i := range events {
		if e := &v.events[i]; e.Kind != EventTransfer && e.Kind != EventRename {
			ended[e.From] = e.On.String()
		}
	}
	for _, i := range events {
		delete(ended, v.events[i].To)
	}
}

// area checks the events of one area on one day, of all its people or of one origin.
func (v *successionRules) area(events []int32) {
	var sum rational
	var moves []int32 // all but new names
	for j, i := range events {
		e := &v.events[i]
		if j > 0 && v.events[events[j-1]].To == e.To && v.events[events[j-1]].Kind == e.Kind {
			v.fault(i, validate.Duplicate, "events["+strconv.Itoa(int(events[j-1]))+"] is the same")
			return
		}
		if e.Kind == EventRename {
			continue
		}
		if len(moves) > 0 && v.events[moves[0]].Kind != e.Kind {
			v.fault(i, validate.Conflict, "on this day the area has another event, "+v.events[moves[0]].Kind.String()+" at events["+strconv.Itoa(int(moves[0]))+"]")
			return
		}
		moves = append(moves, i)
		sum.add(e.Share)
	}
	if len(moves) > 0 {
		v.shares(moves, &sum)
	}
}

// shares checks what the events of one area and day take from it together.
func (v *successionRules) shares(moves []int32, sum *rational) {
	last := moves[len(moves)-1]
	switch kind := v.events[last].Kind; {
	case kind == EventSplit && len(moves) == 1:
		v.fault(last, validate.Conflict, "a split has at least two parts")
	case kind == EventSplit && !sum.isOne():
		v.fault(last, NotConserved, "the parts of this split do not add up to the whole")
	case kind == EventTransfer && (sum.aboveOne() || sum.isOne()):
		v.fault(last, NotConserved, "these transfers leave nothing: where an area ends it is a split, a merger or a new code")
	case (kind == EventMerge || kind == EventRecode) && len(moves) > 1:
		v.fault(last, validate.Conflict, "an area goes whole to one other")
	}
}

func (v *successionRules) fault(event int32, code validate.Code, detail string) {
	v.faults = append(v.faults, finding{at: event, code: code, detail: detail})
}

// event checks one event by itself and reports what is wrong with it beside
// others.
func (v *successionRules) event(at validate.Place, i int32) {
	e := &v.events[i]
	switch {
	case e.Kind.IsZero():
		at.At("kind").Error(validate.Required, "", "say what happened")
	case e.Kind > EventRename:
		at.At("kind").Error(validate.Range, e.Kind.String(), "no such kind")
	}
	if e.On.IsZero() {
		at.At("on").Error(validate.Required, "", "say from which day")
	}
	v.code(at.At("from"), e.From)
	v.code(at.At("to"), e.To)
	if e.Origin != "" {
		v.code(at.At("origin"), e.Origin)
		if e.Kind != EventSplit && e.Kind != EventTransfer {
			at.At("origin").Error(validate.Conflict, string(e.Origin), "by the kind "+e.Kind.String()+" all of an area's people go, whatever their origin")
		}
	}
	v.kindOf(at, e)
	for len(v.faults) > 0 && v.faults[0].at == i {
		at.Error(v.faults[0].code, string(e.From), v.faults[0].detail)
		v.faults = v.faults[1:]
	}
	if !e.Source.IsZero() {
		e.Source.Check(at.At("source"), caremodel.Date{})
	}
}

// kindOf checks that share and areas are those of the kind.
func (v *successionRules) kindOf(at validate.Place, e *Event) {
	same := e.From == e.To
	switch {
	case e.Kind == EventTransfer && e.Share.IsWhole():
		at.At("share").Error(validate.Conflict, e.Share.String(), "a transfer is of a part; say how large")
	case (e.Kind == EventMerge || e.Kind == EventRecode || e.Kind == EventRename) && !e.Share.IsWhole():
		at.At("share").Error(validate.Conflict, e.Share.String(), "by the kind "+e.Kind.String()+" an area goes whole")
	case e.Kind == EventSplit && e.Share.IsWhole():
		at.At("share").Error(validate.Conflict, e.Share.String(), "a part of a split is less than the whole")
	}
	switch {
	case same && (e.Kind == EventRecode || e.Kind == EventTransfer):
		at.At("to").Error(validate.Conflict, string(e.To), "by the kind "+e.Kind.String()+" people get another code")
	case !same && e.Kind == EventRename:
		at.At("to").Error(validate.Conflict, string(e.To), "a new name leaves the code; where it changes it is a new code")
	}
}

// names checks the names of areas.
func (v *successionRules) names(at validate.Place, names []AreaName) {
	type key struct {
		area AreaCode
		from caremodel.Date
	}
	first := make(map[key]int, len(names))
	for i, n := range names {
		at := at.Index(i)
		v.code(at.At("area"), n.Area)
		if n.Within != "" {
			v.code(at.At("within"), n.Within)
		}
		if n.Name == "" {
			at.At("name").Error(validate.Required, "", "say what the area is called")
		}
		form.Text(at.At("name"), n.Name)
		if same, twice := first[key{n.Area, n.From}]; twice {
			at.Error(validate.Duplicate, string(n.Area), "names["+strconv.Itoa(same)+"] is of the same area and day")
			continue
		}
		first[key{n.Area, n.From}] = i
	}
}
