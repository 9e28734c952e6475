package funding

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// part is the columns of a run of allocations, which one goroutine builds.
type part struct {
	facts
	builder     *builder
	numbers     numbering[spot] // of the cells that the part has come across
	widths      map[Money]int
	settlements []settlement
	fault       error // the first thing that an index cannot hold
}

// spot is a cell within a setting: in a table of spots more find room in the
// processor's cache.
type spot struct {
	setting, party uint32
	kind           Kind
	had            statusSet
}

func (s spot) hash() uint64 {
	return mix(uint64(s.setting)<<32|uint64(s.party), uint64(s.kind)<<8|uint64(s.had))
}

// settlement says that one allocation supersedes another.
type settlement struct {
	heir  uint32
	award AllocationID
}

// part begins the next part: the allocations from first to end.
func (b *builder) part(first, end int) *part {
	p := &part{builder: b, facts: b.facts.region(first, end), numbers: newNumbering(64, spot.hash), widths: map[Money]int{}}
	b.parts = append(b.parts, p)
	return p
}

// take takes the next allocation, of the setting and the party with these numbers.
func (p *part) take(position int, a *Allocation, setting, party uint32) {
	p.begin(p.number(spot{setting, party, a.Kind, hadBy(a.Events)}))
	last := len(a.Events) - 1
	for i := range last {
		p.addEvent(a, i, 0)
	}
	if last >= 0 {
		p.addEvent(a, last, lastEvent)
	} else { // a place that says nothing, so that events tell where allocations end
		p.add(0, caremodel.Date{}, lastEvent)
	}
	for _, id := range a.Supersedes {
		p.settlements = append(p.settlements, settlement{uint32(position), id})
	}
	if len(a.Events) > 1 && p.fault == nil {
		p.fault = paymentsFit(a)
	}
}

// number returns the number of the cell at a spot.
func (p *part) number(s spot) uint32 {
	n, known := p.numbers.find(s.hash(), s)
	if !known {
		n = p.builder.cellAt(s)
		p.numbers.put(s, n)
	}
	return n
}

// hadBy returns the statuses of events.
func hadBy(events []Event) statusSet {
	var had statusSet
	for i := range events {
		had |= setOf(events[i].Status)
	}
	return had
}

// addEvent adds event i of an allocation, with what its tag says besides.
func (p *part) addEvent(a *Allocation, i int, t tag) {
	e := &a.Events[i]
	day, own := e.On, true
	if day.IsZero() {
		day, own = dayOf(a, i)
	}
	t |= newTag(e)
	if !own {
		t |= dateless
	}
	if precision := e.Figure.Precision; !precision.IsZero() {
		t |= tag(p.width(precision)) << 8
	}
	p.add(e.Figure.Amount.pence, day, t)
}

// width returns the number of the next event's precision.
func (p *part) width(precision Money) int {
	w, known := p.widths[precision]
	if !known {
		w = p.builder.widthOf(precision)
		if w == oddWidth {
			p.widen(precision)
			return w
		}
		p.widths[precision] = w
	}
	return w
}

// paymentsFit refuses what would make an answer wrong: payments that cannot be
// added up, whichever of them a question picks.
func paymentsFit(a *Allocation) error {
	var in, out total // paid, and clawed back
	for i := range a.Events {
		if e := &a.Events[i]; e.Status != Paid {
			continue
		} else if e.Figure.Amount.pence > 0 {
			in.add(e.Figure.Amount.pence)
		} else {
			out.add(e.Figure.Amount.pence)
		}
	}
	_, fits := in.exact()
	if _, also := out.exact(); fits && also {
		return nil
	}
	return fault.New("funding.NewBook", validate.Overflow, string(a.ID),
		"the payments of this allocation add up to more than money can hold; "+moneyRange)
}
