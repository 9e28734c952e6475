package funding

import (
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

func (k *auditor) checkFunds() {
	for i := range k.l.Funds {
		f := &k.l.Funds[i]
		at := k.At("funds").Index(i)
		k.key("funds", i, string(f.ID), k.funds[f.ID])
		form.Text(at.At("name"), f.Name)
		form.Text(at.At("owner"), f.Owner)
		for j := range f.Limits {
			k.limit(i, j, f)
			k.overlap(i, j, f)
			k.use(i, j, f)
		}
		caremodel.CheckSources(at.At("sources"), f.Sources, k.day)
	}
}

// limit checks a limit by itself.
func (k *auditor) limit(i, j int, f *Fund) {
	at := k.At("funds").Index(i).At("limits").Index(j)
	l := &f.Limits[j]
	k.likelyYear(at.At("from"), l.From)
	k.likelyYear(at.At("through"), l.Through)
	if l.From.IsZero() {
		at.At("from").Error(validate.Required, "", "give the first year of the limit")
	} else if l.LastYear().Compare(l.From) < 0 {
		at.At("through").Error(validate.Order, l.Through.String(), "the limit starts later, in "+l.From.String())
	}
	if l.Amount.Sign() < 0 {
		at.At("amount").Error(Negative, l.Amount.String(), "a limit is not below zero")
	}
}

// overlap checks that no year has two limits.
func (k *auditor) overlap(i, j int, f *Fund) {
	l := &f.Limits[j]
	if l.From.IsZero() {
		return
	}
	for other := range f.Limits[:j] {
		o := &f.Limits[other]
		if !o.From.IsZero() && l.From.Compare(o.LastYear()) <= 0 && o.From.Compare(l.LastYear()) <= 0 {
			limits := k.At("funds").Index(i).At("limits")
			limits.Index(j).Error(validate.Conflict, "", "years of it are those of "+limits.Index(other).String()+": a year has one limit")
			return
		}
	}
}

// use checks that a limit holds what was approved and what was paid.
func (k *auditor) use(i, j int, f *Fund) {
	if k.funds[f.ID] != i || f.Limits[j].Amount.Sign() < 0 {
		return
	}
	use := k.overview.uses[i][j]
	limit := f.Limits[j].Amount
	at := k.At("funds").Index(i).At("limits").Index(j).At("amount")
	switch {
	case use.paid.exceeds(limit):
		at.Error(Overspent, limit.String(), "the payments of its rounds add up to "+use.paid.String())
	case use.committed.exceeds(limit):
		at.Warn(Overcommitted, limit.String(), "the awards of its rounds add up to "+use.committed.String())
	}
}

func (k *auditor) checkRounds() {
	for i := range k.l.Rounds {
		r := &k.l.Rounds[i]
		at := k.At("rounds").Index(i)
		k.key("rounds", i, string(r.ID), k.rounds[r.ID])
		form.Text(at.At("name"), r.Name)
		k.roundFund(i, r)
		k.roundYear(i, r)
		k.roundDates(i, r)
		k.roundLimit(i, r)
		caremodel.CheckSources(at.At("sources"), r.Sources, k.day)
	}
}

// roundFund checks that a round's fund exists.
func (k *auditor) roundFund(i int, r *Round) {
	if _, ok := k.funds[r.Fund]; !ok && r.Fund != "" {
		k.At("rounds").Index(i).At("fund").Error(validate.Unknown, string(r.Fund), k.filterNames().funds.Hint(r.Fund))
	}
}

// roundLimit checks that a round's own limit holds what was approved in it.
func (k *auditor) roundLimit(i int, r *Round) {
	if r.Limit == nil || k.rounds[r.ID] != i {
		return
	}
	at := k.At("rounds").Index(i).At("limit")
	switch used := k.roundUse(i); {
	case r.Limit.Sign() < 0:
		at.Error(Negative, r.Limit.String(), "a limit is not below zero")
	case used.exceeds(*r.Limit):
		at.Warn(Overcommitted, r.Limit.String(), "its awards add up to "+used.String())
	}
}

// roundUse returns what was approved in a round. All rounds with a limit are added up
// when the first is asked for.
func (k *auditor) roundUse(i int) *total {
	if k.roundUses == nil {
		k.roundUses = make([]fundUse, len(k.l.Rounds))
		k.addUses(&k.overview, func(a *Allocation) *fundUse {
			if r, ok := k.rounds[a.Round]; ok && k.l.Rounds[r].Limit != nil {
				return &k.roundUses[r]
			}
			return nil
		})
	}
	return &k.roundUses[i].committed
}

// roundYear checks that a round's fund covers its year.
func (k *auditor) roundYear(i int, r *Round) {
	k.likelyYear(k.At("rounds").Index(i).At("year"), r.Year)
	f, ok := k.funds[r.Fund]
	if !ok || r.Year.IsZero() || k.l.Funds[f].coversYear(r.Year) {
		return
	}
	k.At("rounds").Index(i).At("year").Error(OutsideFund, r.Year.String(), "no limit of the fund covers this year")
}

// roundDates checks that a round opens, closes and is announced in this order.
func (k *auditor) roundDates(i int, r *Round) {
	at := k.At("rounds").Index(i)
	if !r.Opens.IsZero() && !r.Closes.IsZero() && r.Closes.Before(r.Opens) {
		at.At("closes").Error(validate.Order, r.Closes.String(), "the round opens later, on "+r.Opens.String())
	}
	last, name := r.Closes, "closes"
	if last.IsZero() {
		last, name = r.Opens, "opens"
	}
	if !r.Announced.IsZero() && r.Announced.Before(last) {
		at.At("announced").Error(validate.Order, r.Announced.String(), "the round "+name+" later, on "+last.String())
	}
}

// coversYear reports whether a limit covers the year; a fund without limits
// covers every year.
func (f *Fund) coversYear(y FinancialYear) bool {
	for i := range f.Limits {
		if f.Limits[i].covers(y) {
			return true
		}
	}
	return len(f.Limits) == 0
}

// fundUse is what the rounds of a fund take of one of its limits. It fills a cache
// line: two goroutines that each add to their own would else wait for each other.
type fundUse struct {
	committed, paid total
	_               [32]byte
}

// add adds an allocation of this history.
func (u *fundUse) add(events []Event) {
	if len(events) == 1 { // nearly all: what counts is the event, or nothing
		e := &events[0]
		pence := e.Figure.Amount.pence & stated[e.Figure.Bound]
		u.committed.add(pence & commits[e.Status])
		u.paid.add(pence & pays[e.Status])
		return
	}
	a := Allocation{Events: events}
	f := figuresOf(&a)
	u.addFigures(&f, f.pick(useAt(Commitment)))
}

// addFigures adds an allocation with these figures, which still stands for this.
func (u *fundUse) addFigures(f *statusFigures, stands counted) {
	u.committed.add(use(stands, f.paid()).pence)
	u.paid.add(f.paid().pence)
}

// commits and pays hold, by status, whether an amount counts, and stated, by bound,
// whether there is one: all of its bits or none. Which comes next cannot be guessed,
// and a wrong guess costs the processor more than two looks.
var commits, pays, stated = masks()

func masks() (commits, pays, stated [256]int64) {
	for s := Requested; s <= Withdrawn; s++ {
		commits[s] = -int64(exact.One(useAt(Commitment)[setOf(s)] != 0))
		pays[s] = -int64(exact.One(s == Paid))
	}
	for b := range stated {
		stated[b] = -int64(exact.One(caremodel.Bound(b) != caremodel.NotStated))
	}
	return commits, pays, stated
}

// noUse returns a use of nothing for each limit of each fund.
func (k *auditor) noUse() [][]fundUse {
	uses := make([][]fundUse, len(k.l.Funds))
	for i := range uses {
		uses[i] = make([]fundUse, len(k.l.Funds[i].Limits))
	}
	return uses
}

// uses adds up, for each limit of each fund, what was approved and what was paid
// in the fund's rounds, without repeated records and with superseded awards for
// what they still stand for. Money of several years counts where one limit covers
// them all.
func (k *auditor) uses(s *crossRecord) [][]fundUse {
	uses := k.noUse()
	k.addUses(s, func(a *Allocation) *fundUse { return k.useOf(uses, a) })
	return uses
}

// addUses adds each allocation to the use where it belongs, if anywhere.
func (k *auditor) addUses(s *crossRecord, useOf func(*Allocation) *fundUse) {
	g := s.lineage
	of := make([]statusFigures, len(g.members))
	var room Allocation
	for i, m := range g.members {
		if s.counted(m.position) {
			of[i] = figuresOf(k.all.at(m.position, &room))
		}
	}
	standings := g.standings(func(i int) counted { return of[i].pick(useAt(Commitment)) })
	for i, a := range each(k.all) {
		if a.Round == "" || !s.counted(i) {
			continue
		}
		into := useOf(a)
		if into == nil {
			continue
		}
		if m, linked := g.find(i); linked {
			stands, _ := standings[m].of(of[m].pick(useAt(Commitment)))
			into.addFigures(&of[m], stands)
		} else {
			into.add(a.Events)
		}
	}
}

// useOf returns the use to which an allocation belongs, or nil.
func (k *auditor) useOf(uses [][]fundUse, a *Allocation) *fundUse {
	r, ok := k.rounds[a.Round]
	if !ok {
		return nil
	}
	f, ok := k.funds[k.l.Rounds[r].Fund]
	if !ok {
		return nil
	}
	for j := range k.l.Funds[f].Limits {
		limit := &k.l.Funds[f].Limits[j]
		if limit.covers(a.Year) && limit.covers(a.LastYear()) {
			return &uses[f][j]
		}
	}
	return nil
}

func (k *auditor) checkStated() {
	for i := range k.l.Stated {
		s := &k.l.Stated[i]
		at := k.At("stated").Index(i)
		form.Name(at.At("name"), s.Name)
		k.filterNames().check(&s.Scope, at.At("scope").At)
		if !k.day.IsZero() && s.AsAt.After(k.day) {
			at.At("as_at").Error(validate.Future, s.AsAt.String(), k.afterToday())
		}
		k.figure(figureAt{list: "stated", i: i}, &s.Figure, false)
		if unsourced(&s.Figure.Source) {
			at.At("figure").At("source").Warn(validate.Required, "", "say where this was read: a title, a publisher or an address")
		}
		if s.Items < 0 {
			at.At("items").Error(validate.Range, strconv.Itoa(s.Items), "a number of recipients is not below zero")
		}
	}
}
