package funding

import (
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// events checks an allocation's history.
func (k *auditor) events(i int, a *Allocation, season *expectedPeriods) {
	if len(a.Events) == 0 {
		k.at(i, "events").Error(validate.Required, "", "an allocation has at least one event")
		return
	}
	var had statusSet
	var before Status
	var latest caremodel.Date
	for j := range a.Events {
		e := &a.Events[j]
		k.status(i, j, e, before)
		k.order(i, j, e, latest)
		k.timing(i, j, e, season)
		k.figure(figureAt{"allocations", i, j, 0}, &e.Figure, clawback(e))
		for o := range e.Others {
			k.figure(figureAt{"allocations", i, j, o + 1}, &e.Others[o], clawback(e))
		}
		if !readable(e.Reason) {
			form.Text(k.event(i, j, "reason"), e.Reason)
		}
		if unexplained(e) {
			k.event(i, j, "reason").Warn(validate.Required, "", "£0.00 is a decision: say why, or give the bound not-stated where the figure is not known")
		}
		before, had = e.Status, had|setOf(e.Status)
		if e.On.After(latest) {
			latest = e.On
		}
	}
	if j, back := clawedBack(a.Events); back {
		k.event(i, j, "figure").At("amount").Warn(ClawedBackAbovePaid, a.Events[j].Figure.Amount.String(), "more is taken back than had been paid")
	}
	if beyondAward(a.Events, had) {
		k.paidAboveApproved(i, a)
	}
	if beyondRequest(a.Events, had) {
		k.approvedAboveRequested(i, a)
	}
}

// event returns the place of a field of an event.
func (k *auditor) event(i, j int, field string) validate.Place {
	return k.at(i, "events").Index(j).At(field)
}

// status checks that the decision is one of the constants and may follow the one
// before.
func (k *auditor) status(i, j int, e *Event, before Status) {
	switch {
	case e.Status == 0:
		k.event(i, j, "status").Error(validate.Required, "", "say what was decided")
	case e.Status > Withdrawn:
		k.event(i, j, "status").Error(validate.Range, e.Status.String(), "no such status")
	case j > 0 && (before == 0 || before > Withdrawn): // reported there
	case !before.CanBecome(e.Status):
		k.event(i, j, "status").Error(Transition, e.Status.String(), cannotFollow(before, e.Status))
	}
}

func cannotFollow(before, status Status) string {
	switch before {
	case 0:
		return "nothing is withdrawn that was not asked for or promised: give that event first"
	case Declined, Withdrawn:
		return before.String() + " ends an allocation: what comes after is a new one"
	}
	return status.String() + " cannot follow " + before.String() + ": list events in decision order; a lower figure keeps the status"
}

// order checks that an event is not dated before an earlier one.
func (k *auditor) order(i, j int, e *Event, latest caremodel.Date) {
	if !e.On.IsZero() && e.On.Before(latest) {
		k.event(i, j, "on").Error(validate.Order, e.On.String(), "an earlier event is dated "+latest.String())
	}
}

// timing checks an event's day against the check's own and against the financial
// year of the money.
func (k *auditor) timing(i, j int, e *Event, s *expectedPeriods) {
	if e.On.IsZero() {
		return
	}
	if !k.day.IsZero() && e.On.After(k.day) {
		k.event(i, j, "on").Error(validate.Future, e.On.String(), k.afterToday())
		return
	}
	if e.Status == 0 {
		return
	}
	if w := s.year(e.Status); e.On.Before(w.from) || e.On.After(w.until) {
		k.event(i, j, "on").Warn(Untimely, e.On.String(), outsideYear(e, w))
	} else if w := s.round(e.Status); e.On.Before(w.from) || e.On.After(w.until) {
		k.event(i, j, "on").Warn(Untimely, e.On.String(), outsideRound(e, w))
	}
}

// outsideYear says how an event misses the financial year of its money.
func outsideYear(e *Event, w dayRange) string {
	switch {
	case e.Status == Paid:
		return "a payment more than three months outside its financial year"
	case e.On.Before(w.from):
		return "a decision more than twelve months before its financial year"
	}
	return "a decision after the end of its financial year"
}

// outsideRound says how an event misses the window of its round.
func outsideRound(e *Event, w dayRange) string {
	switch {
	case e.Status != Requested:
		return "a decision before its round closes, on " + w.from.String()
	case e.On.Before(w.from):
		return "a request before its round opens, on " + w.from.String()
	}
	return "a request after its round closed, on " + w.until.String()
}

func (k *auditor) afterToday() string { return "after " + k.day.String() + ", the day of this check" }

// expectedPeriods holds the days on which the events of an allocation are expected, as its
// years have it and as its round has it.
type expectedPeriods struct {
	years     [2]dayRange // of decisions and of payments; all days where the years are unset or run backwards
	requests  dayRange    // of the round
	decisions dayRange    // of the round

	both [Withdrawn + 1]dayRange // by status: what years and round expect
}

// dayRange is a run of days, both ends included.
type dayRange struct{ from, until caremodel.Date }

// always is every day.
func always() dayRange { return dayRange{until: day(9999, time.December, 31)} }

// year returns when the years of the money expect an event of this status.
func (s *expectedPeriods) year(status Status) dayRange { return s.years[exact.One(status == Paid)] }

// round returns when the round expects an event of this status. A round waits for
// no withdrawal, and it may pay when it likes.
func (s *expectedPeriods) round(status Status) dayRange {
	switch status {
	case Requested:
		return s.requests
	case Paid, Withdrawn:
		return always()
	}
	return s.decisions
}

// expected reports whether an event on a day is neither untimely for the years nor
// for the round.
func (s *expectedPeriods) expected(status Status, on caremodel.Date) bool {
	w := &s.both[status]
	return !on.Before(w.from) && !on.After(w.until)
}

// newSeason returns the season of money of these years, decided by r; nil is no
// round. Decisions are expected from twelve months before the first year to the end
// of the last, payments three months more than the years on either side.
func newSeason(year, through FinancialYear, r *Round) expectedPeriods {
	s := expectedPeriods{years: [2]dayRange{always(), always()}, requests: always(), decisions: always()}
	if last := lastYear(year, through); !year.IsZero() && last.Compare(year) >= 0 {
		s.years = [2]dayRange{
			{day(year.StartYear()-1, time.April, 1), last.End()},
			{day(year.StartYear(), time.January, 1), day(last.StartYear()+1, time.June, 30)},
		}
	}
	if r != nil && (r.Closes.IsZero() || !r.Closes.Before(r.Opens)) {
		s.requests.from, s.decisions.from = r.Opens, r.Closes
		if !r.Closes.IsZero() {
			s.requests.until = r.Closes
		}
	}
	for status := range s.both {
		w, round := s.year(Status(status)), s.round(Status(status))
		if round.from.After(w.from) {
			w.from = round.from
		}
		if round.until.Before(w.until) {
			w.until = round.until
		}
		s.both[status] = w
	}
	return s
}

// day is a day of the calendar; of a year before the first it is unset, which is
// before every day.
func day(year int, month time.Month, d int) caremodel.Date {
	date, err := caremodel.DateOf(year, month, d)
	if err != nil {
		return caremodel.Date{}
	}
	return date
}

// clawback reports whether the event's amount may be below zero.
func clawback(e *Event) bool { return e.Status == Paid && e.Reason != "" }

// vague reports whether a figure is about so much, and does not say how far off it
// may be.
func vague(f *Figure) bool { return f.Bound == caremodel.About && f.Precision.pence == 0 }

// unexplained reports whether an event says £0.00 without a reason. What is declined
// or withdrawn needs none.
func unexplained(e *Event) bool {
	return e.Figure.Amount.pence == 0 && e.Figure.Bound != caremodel.NotStated && e.Reason == "" && e.Status < Declined
}

// clawedBack returns the first event by which more was taken back than had been
// paid, whatever bounds and printed precision leave open.
func clawedBack(events []Event) (j int, back bool) {
	var paid int64 // the most that it may be
	for j := range events {
		e := &events[j]
		if e.Status != Paid {
			continue
		}
		if e.Figure.Bound == caremodel.NotStated || e.Figure.Bound == caremodel.AtLeast || e.Figure.Amount.pence < 0 && e.Reason == "" {
			return 0, false // nobody can say, or it has been reported
		}
		if paid = clampAdd(paid, most(&e.Figure)); paid < 0 {
			return j, true
		}
	}
	return 0, false
}

// most returns the most that a figure with an upper bound may be, in pence.
func most(f *Figure) int64 {
	if f.Bound == caremodel.AtMost {
		return f.Amount.pence
	}
	return clampAdd(f.Amount.pence, f.Precision.pence)
}

// figureAt is the place of a figure: stated[i].figure, or figure and others of an
// event. It is written out only when something is wrong.
type figureAt struct {
	list  string
	i, j  int
	other int // counted from 1; 0 = the figure that counts
}

func (f figureAt) place(k *auditor) validate.Place {
	at := k.At(f.list).Index(f.i)
	if f.list == "stated" {
		return at.At("figure")
	}
	at = at.At("events").Index(f.j)
	if f.other > 0 {
		return at.At("others").Index(f.other - 1)
	}
	return at.At("figure")
}

// figure checks a figure by itself and its source.
func (k *auditor) figure(at figureAt, f *Figure, clawback bool) {
	if f.Amount.pence < 0 && !clawback {
		at.place(k).At("amount").Error(Negative, f.Amount.String(), "only a payment is below zero, a clawback, and it has a reason")
	}
	if f.Precision.pence < 0 {
		at.place(k).At("precision").Error(Negative, f.Precision.String(), "a half-width is not below zero")
	}
	switch {
	case f.Bound > caremodel.NotStated:
		at.place(k).At("bound").Error(validate.Range, f.Bound.String(), "no such bound")
	case vague(f) && at.list == "stated":
		at.place(k).At("precision").Error(validate.Required, "", "say how far off an amount that is about so much may be: half of what the source rounds to")
	case vague(f):
		at.place(k).At("precision").Warn(validate.Required, "", "say how far off an amount that is about so much may be: half of what the source rounds to")
	case f.Bound == caremodel.NotStated && f.Amount.pence != 0:
		at.place(k).At("amount").Error(validate.Conflict, f.Amount.String(), "a figure that is not stated has no amount")
	}
	if !k.soundSource(&f.Source) {
		f.Source.Check(at.place(k).At("source"), k.day)
	}
	if !readable(f.Note) {
		form.Text(at.place(k).At("note"), f.Note)
	}
}

// beyondAward reports whether more was paid than approved, as far as bounds and
// printed precision tell; had are the statuses of the events.
func beyondAward(events []Event, had statusSet) bool {
	if !had.has(Approved) || !had.has(Paid) {
		return false
	}
	_, paid := leastPaid(events)
	approved, ok := mostAt(events, Approved)
	return ok && paid > approved
}

// beyondRequest reports whether more was approved than requested.
func beyondRequest(events []Event, had statusSet) bool {
	if !had.has(Approved) || !had.has(Requested) {
		return false
	}
	requested, ok := mostAt(events, Requested)
	return ok && least(&events[level(events, Approved)].Figure) > requested
}

func (k *auditor) paidAboveApproved(i int, a *Allocation) {
	j, paid := leastPaid(a.Events)
	approved, _ := mostAt(a.Events, Approved)
	k.event(i, j, "figure").At("amount").Warn(PaidAboveApproved, Pence(paid).String(), "paid, where "+Pence(approved).String()+" was approved")
}

func (k *auditor) approvedAboveRequested(i int, a *Allocation) {
	requested, _ := mostAt(a.Events, Requested)
	j := level(a.Events, Approved)
	approved := least(&a.Events[j].Figure)
	k.event(i, j, "figure").At("amount").Warn(ApprovedAboveRequested, Pence(approved).String(), "approved, where "+Pence(requested).String()+" was requested")
}

// level returns the last event of a status, or -1.
func level(events []Event, s Status) int {
	for j := len(events) - 1; j >= 0; j-- {
		if events[j].Status == s {
			return j
		}
	}
	return -1
}

// mostAt returns the most that the level of a status may be, in pence, and
// whether there is a most. The history has an event of the status.
func mostAt(events []Event, s Status) (pence int64, ok bool) {
	f := &events[level(events, s)].Figure
	switch f.Bound {
	case caremodel.NotStated, caremodel.AtLeast:
		return 0, false
	}
	return most(f), true
}

// leastPaid returns the last payment and the least that the payments may add up
// to, in pence.
func leastPaid(events []Event) (last int, pence int64) {
	for j := range events {
		if events[j].Status == Paid {
			last, pence = j, clampAdd(pence, least(&events[j].Figure))
		}
	}
	return last, pence
}

// least returns the least that a figure may be, in pence: nothing where it is not
// stated or only bounded from above.
func least(f *Figure) int64 {
	if f.Bound == caremodel.NotStated || f.Bound == caremodel.AtMost {
		return min(f.Amount.pence, 0)
	}
	return clampAdd(f.Amount.pence, -f.Precision.pence)
}

// clampAdd adds and stops at the ends of the type.
func clampAdd(m, n int64) int64 {
	sum := m + n
	if (m^sum)&(n^sum) >= 0 {
		return sum
	}
	if m < 0 {
		return -1 << 63
	}
	return 1<<63 - 1
}
