package funding

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/intern"
	"github.com/newcaremodels/newcaremodels/internal/key"
)

// unremarkable reports whether an allocation is of the sort about which no rule for a
// single record has anything to say; it has one recipient, whom [auditor.lone]
// knows. Nearly all records of a large ledger are, and one test tells them in half
// the time that the rules take one by one; where it fails, the rules say why. A test
// holds the two against each other: what is plain breaks no rule.
func (k *auditor) unremarkable(a *Allocation, s *roundContext) bool {
	return s.sound && a.Kind-1 < Unspecified &&
		a.ID != "" && len(a.ID) <= key.MaxBytes && ascii.Printable(string(a.ID)) &&
		readable(a.Element) && readable(a.Note) &&
		len(a.Supersedes)+len(a.Conditions) == 0 &&
		k.plainSource(a) && k.plainEvents(a.Events, &s.season)
}

// soleRecipient returns the place of an allocation's one recipient, and whether it has one
// whom the programme knows.
func (k *auditor) soleRecipient(a *Allocation) (place uint32, ok bool) {
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
	return k.who.Find(hashVanguard(id), id)
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
func (k *auditor) plainEvents(events []Event, s *expectedPeriods) bool {
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
func (k *auditor) plainEvent(e *Event, s *expectedPeriods, before Status, latest caremodel.Date) bool {
	f := &e.Figure
	return before.CanBecome(e.Status) && k.plainDay(e, s, latest) &&
		f.Amount.pence >= 0 && !unexplained(e) && !vague(f) && f.Precision.pence >= 0 && f.Bound < caremodel.NotStated && (withoutExtras(e) || k.plainTexts(e))
}

// withoutExtras reports whether an event has no text and nothing beside its own figure, as
// nearly all of a large ledger: one test for all of them.
func withoutExtras(e *Event) bool {
	f := &e.Figure
	return len(e.Others)|len(e.Reason)|len(f.Note)|len(f.Source.Title)|len(f.Source.Publisher)|len(f.Source.URL)|len(f.Source.For) == 0 &&
		f.Source.Published.IsZero()
}

// plainTexts reports whether an event has its own figure alone, with texts in
// order.
func (k *auditor) plainTexts(e *Event) bool {
	return len(e.Others) == 0 && readable(e.Reason) && readable(e.Figure.Note) && k.soundSource(&e.Figure.Source)
}

// plainDay reports whether the event has no day, or one that is not before the
// latest so far and is expected for the years of the money.
func (k *auditor) plainDay(e *Event, s *expectedPeriods, latest caremodel.Date) bool {
	if e.On.IsZero() {
		return true
	}
	return !e.On.Before(latest) && s.expected(e.Status, e.On) && (k.day.IsZero() || !e.On.After(k.day))
}

// roundContext is what allocations of one round, stream and years have in common. A
// ledger has few settings and many allocations, which come in any order: what the
// rules must look up is looked up once for each.
type roundContext struct {
	round  RoundID
	stream Stream
	marks  uint64 // of its years among others
	known  bool   // what follows is set

	hash       uint64 // of round, stream and years
	knownRound bool   // the round exists, or none is named
	covered    bool   // the fund has limits for the years, as far as that can be told
	sound      bool   // no rule has anything to say about the setting
	season     expectedPeriods

	placed bool // what follows is set
	use    *fundUse
	size   *histogram
	number uint32 // in the book's builder
}

// settingOf returns the setting of an allocation.
func (k *auditor) settingOf(a *Allocation) *roundContext {
	s := k.settings.find(a)
	if s.known {
		return s
	}
	s.known = true
	h := intern.Fold(k.hasher.Hash(string(a.Round)), k.hasher.Hash(string(a.Stream)))
	s.hash = intern.Fold(h, uint64(a.Year.start)<<16|uint64(a.LastYear().start))
	r := k.round(a.Round)
	s.knownRound = r != nil || a.Round == ""
	_, outside := k.outside(a)
	s.covered = !outside
	s.sound = s.knownRound && s.covered && k.soundSetting(a)
	s.season = newSeason(a.Year, a.Through, r)
	return s
}

// soundSetting reports whether the rules about years and stream have nothing to
// say.
func (k *auditor) soundSetting(a *Allocation) bool {
	var apart struct {
		auditor
		own validate.Checker
	}
	apart.Checker, apart.day = &apart.own, k.day
	apart.span(0, a)
	apart.stream(0, a)
	return apart.Violations().Len() == 0
}

// contextCache remembers the settings seen lately, each in the one place where it can
// stand: finding it takes a few comparisons, where a map would hash two texts. A
// setting that another has displaced is looked up again.
type contextCache [1 << 8]roundContext

// find returns what is remembered of an allocation's setting, or a blank one to be
// filled in. It is good until the next call.
func (r *contextCache) find(a *Allocation) *roundContext {
	m := marksOf(a)
	s := &r[m*0x9e3779b97f4a7c15>>56]
	if s.marks != m || s.round != a.Round || s.stream != a.Stream {
		*s = roundContext{round: a.Round, stream: a.Stream, marks: m}
	}
	return s
}

// marksOf puts into one number the years of an allocation's setting and by what
// its texts mostly differ from others: the end and the length of the round's key
// and the length of the stream's name.
func marksOf(a *Allocation) uint64 {
	m := uint64(a.Year.start)<<48 | uint64(a.Through.start)<<32
	if n := len(a.Round); n > 0 {
		m |= uint64(a.Round[n-1])<<24 | uint64(uint8(n))<<16
	}
	return m | uint64(uint16(len(a.Stream)))
}

// unsourced reports whether a source says nothing of where to look.
func unsourced(s *caremodel.Source) bool {
	return s.Title == "" && s.Publisher == "" && s.URL == ""
}

// readable reports whether [form.Text] finds nothing wrong with a text; most are
// blank.
func readable(text string) bool { return text == "" || form.IsText(text) }

// soundSource reports whether [caremodel.Source.Check] finds nothing wrong with a
// source, but for one that says nothing: that is sound where it stands, and
// [auditor.provenance] asks for it. Neighbouring figures mostly have one source.
func (k *auditor) soundSource(s *caremodel.Source) bool {
	if unsourced(s) && s.Published.IsZero() && len(s.For) == 0 || len(s.For) == 0 && s.Equal(k.goodSource) {
		return true
	}
	sound := len(s.For) == 0 && readable(s.Title) && readable(s.Publisher) && (s.URL == "" || form.Address(s.URL)) &&
		(k.day.IsZero() || !s.Published.After(k.day))
	if sound {
		k.goodSource = *s
	}
	return sound
}
