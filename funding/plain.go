package funding

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
	"github.com/newcaremodels/newcaremodels/internal/key"
)

// plain reports whether an allocation is of the sort about which no rule for a
// single record has anything to say; it has one recipient, whom [auditor.lone]
// knows. Nearly all records of a large ledger are, and one test tells them in half
// the time that the rules take one by one; where it fails, the rules say why. A test
// holds the two against each other: what is plain breaks no rule.
func (k *auditor) plain(a *Allocation, s *setting) bool {
	return s.sound && a.Kind-1 < Unspecified &&
		a.ID != "" && len(a.ID) <= key.MaxBytes && ascii.Printable(string(a.ID)) &&
		readable(a.Element) && readable(a.Note) &&
		len(a.Supersedes)+len(a.Conditions) == 0 &&
		k.plainSource(a) && k.plainEvents(a.Events, &s.season)
}

// lone returns the place of an allocation's one recipient, and whether it has one
// whom the programme knows.
func (k *auditor) lone(a *Allocation) (place uint32, ok bool) {
	if len(a.Recipients) != 1 {
		return 0, false
	}
	return k.find(a.Recipients[0])
}

// find returns the place of a vanguard in the programme. Without a programme any
// that is set will do.
func (k *auditor) find(id caremodel.VanguardID) (place uint32, known bool) {
	if k.p == nil {
		return 0, !id.IsZero()
	}
	return k.who.find(hashVanguard(id), id)
}

// plainSource reports whether the record has one source, or all of its events have
// one of their own.
func (k *auditor) plainSource(a *Allocation) bool {
	if len(a.Sources) == 1 {
		s := &a.Sources[0]
		if s != k.goodRecord { // records often share a list
			if unsourced(s) || !k.soundSource(s) {
				return false
			}
			k.goodRecord = s
		}
		return true
	}
	for j := range a.Events {
		if unsourced(&a.Events[j].Figure.Source) {
			return false
		}
	}
	return len(a.Sources) == 0
}

// plainEvents reports whether the history moves forward, in time, and its amounts
// in order.
func (k *auditor) plainEvents(events []Event, s *season) bool {
	if len(events) == 1 {
		return k.plainEvent(&events[0], s, 0, caremodel.Date{})
	}
	var before Status
	var latest caremodel.Date
	var had statusSet
	for j := range events {
		e := &events[j]
		if !k.plainEvent(e, s, before, latest) {
			return false
		}
		before, had = e.Status, had|setOf(e.Status)
		if !e.On.IsZero() {
			latest = e.On
		}
	}
	return had != 0 && !beyondAward(events, had) && !beyondRequest(events, had)
}

// plainEvent reports whether an event may follow one of the status before it, and
// the latest day before it.
func (k *auditor) plainEvent(e *Event, s *season, before Status, latest caremodel.Date) bool {
	f := &e.Figure
	return before.CanBecome(e.Status) && k.plainDay(e, s, latest) &&
		f.Amount.pence >= 0 && f.Precision.pence >= 0 && f.Bound < caremodel.NotStated && (bare(e) || k.plainTexts(e))
}

// bare reports whether an event has no text and nothing beside its own figure, as
// nearly all of a large ledger: one test for all of them.
func bare(e *Event) bool {
	f := &e.Figure
	return len(e.Others)|len(e.Reason)|len(f.Note)|len(f.Source.Title)|len(f.Source.Publisher)|len(f.Source.URL) == 0 &&
		f.Source.Published.IsZero()
}

// plainTexts reports whether an event has its own figure alone, with texts in
// order.
func (k *auditor) plainTexts(e *Event) bool {
	return len(e.Others) == 0 && readable(e.Reason) && readable(e.Figure.Note) && k.soundSource(&e.Figure.Source)
}

// plainDay reports whether the event has no day, or one that is not before the
// latest so far and is expected for the years of the money.
func (k *auditor) plainDay(e *Event, s *season, latest caremodel.Date) bool {
	if e.On.IsZero() {
		return true
	}
	w := s.of(e.Status)
	return !e.On.Before(latest) && !e.On.Before(w.from) && !e.On.After(w.until) && (k.day.IsZero() || !e.On.After(k.day))
}
