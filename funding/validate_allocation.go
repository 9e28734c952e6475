package funding

import (
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fold"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/key"
	"github.com/newcaremodels/newcaremodels/internal/near"
)

// checkAllocation checks every rule of one allocation with this setting. No rule
// writes out a path or a text before it has found something.
func (k *auditor) checkAllocation(i int, a *Allocation, s *roundContext) {
	k.allocationKey(i, a)
	if !s.knownRound {
		k.at(i, "round").Error(validate.Unknown, string(a.Round), k.roundHint(a.Round))
	}
	k.recipients(i, a)
	k.span(i, a)
	k.stream(i, a)
	k.kind(i, a)
	k.sameAward(i, a)
	if !s.covered {
		k.withinFund(i, a)
	}
	k.events(i, a, &s.season)
	k.supersedes(i, a)
	k.conditions(i, a)
	k.texts(i, a)
	k.provenance(i, a)
}

// roundHint says that there is no such round, and which was probably meant.
func (k *auditor) roundHint(id RoundID) string {
	if k.Full(validate.SeverityError, validate.Unknown) {
		return "no such round"
	}
	return k.filterNames().rounds.Hint(id)
}

// texts checks the texts that people read.
func (k *auditor) texts(i int, a *Allocation) {
	if !readable(a.Element) {
		form.Text(k.at(i, "element"), a.Element)
	}
	if !readable(a.Note) {
		form.Text(k.at(i, "note"), a.Note)
	}
}

// at returns the place of a field of allocation i.
func (k *auditor) at(i int, field string) validate.Place {
	return k.At("allocations").Index(i).At(field)
}

// allocationKey checks an allocation's key.
func (k *auditor) allocationKey(i int, a *Allocation) {
	first := i
	if len(k.overview.sameKey) > 0 {
		if f, ok := k.overview.sameKey[i]; ok {
			first = f
		}
	}
	k.key("allocations", i, string(a.ID), first)
}

// recipients checks that the recipients exist and are listed once.
func (k *auditor) recipients(i int, a *Allocation) {
	if len(a.Recipients) == 0 {
		if a.Stream == StreamTransformation || a.Stream == StreamMatched {
			k.at(i, "recipients").Warn(validate.Required, "", "say for which vanguard; money without one is "+string(StreamCentralSupport))
		}
		return
	}
	for j, id := range a.Recipients {
		_, known := k.find(id)
		switch {
		case id.IsZero():
			k.at(i, "recipients").Index(j).Error(validate.Required, "", "the id is unset")
		case !known:
			k.at(i, "recipients").Index(j).Error(validate.Unknown, id.String(), "the programme has no vanguard with this id")
		}
	}
	if len(a.Recipients) > 1 {
		k.recipientsOnce(i, a)
	}
}

// recipientsOnce checks that a joint award lists nobody twice.
func (k *auditor) recipientsOnce(i int, a *Allocation) {
	seen := make(map[caremodel.VanguardID]bool, len(a.Recipients))
	for j, id := range a.Recipients {
		if seen[id] && !id.IsZero() {
			k.at(i, "recipients").Index(j).Error(validate.Duplicate, id.String(), "a joint award lists a recipient once")
		}
		seen[id] = true
	}
}

// span checks the years by themselves.
func (k *auditor) span(i int, a *Allocation) {
	switch {
	case a.Year.IsZero():
		k.at(i, "year").Error(validate.Required, "", "give the financial year")
	case !a.Through.IsZero() && a.Through.Compare(a.Year) < 0:
		k.at(i, "through").Error(validate.Order, a.Through.String(), "the money starts later, in "+a.Year.String())
	}
	k.likelyYear(k.at(i, "year"), a.Year)
	k.likelyYear(k.at(i, "through"), a.Through)
}

const (
	serviceYear = 1948 // of the National Health Service
	yearsAhead  = 30
)

// likelyYear warns of a year in which there was no such money, or in which nobody
// plans yet: 0216/17, 2051/16.
func (k *auditor) likelyYear(at validate.Place, y FinancialYear) {
	switch {
	case y.IsZero():
	case y.StartYear() < serviceYear:
		at.Warn(validate.Unlikely, y.String(), "before "+strconv.Itoa(serviceYear))
	case !k.day.IsZero() && y.Sub(FinancialYearOf(k.day)) > yearsAhead:
		at.Warn(validate.Unlikely, y.String(), "more than "+strconv.Itoa(yearsAhead)+" years after "+k.day.String()+", the day of this check")
	}
}

// stream checks that there is a stream, and that it is not a misspelt one of
// ours.
func (k *auditor) stream(i int, a *Allocation) {
	switch a.Stream {
	case StreamTransformation, StreamMatched, StreamCentralSupport, StreamElsewhere:
	case "":
		k.at(i, "stream").Error(validate.Required, "", "say by which route the money comes")
	default:
		if fault := key.Fault(string(a.Stream)); fault != "" {
			k.at(i, "stream").Error(validate.Format, string(a.Stream), fault)
		} else if meant, ok := meantStream(a.Stream); ok {
			k.at(i, "stream").Warn(validate.Unlikely, string(a.Stream), "a stream of its own; perhaps "+string(meant)+" is meant")
		}
	}
}

// meantStream returns the stream of ours that reads nearly the same, whatever the
// letter case and punctuation.
func meantStream(s Stream) (Stream, bool) {
	ours := []string{string(StreamTransformation), string(StreamMatched), string(StreamCentralSupport), string(StreamElsewhere)}
	meant, ok := near.Best(strings.Join(fold.Words(string(s)), "-"), slices.Values(ours))
	return Stream(meant), ok
}

// kind checks that revenue is told from capital, or said not to be.
func (k *auditor) kind(i int, a *Allocation) {
	switch {
	case a.Kind == 0:
		k.at(i, "kind").Warn(validate.Required, "", "say revenue, capital, or unspecified where the source does not tell")
	case a.Kind > Unspecified:
		k.at(i, "kind").Error(validate.Range, a.Kind.String(), "no such kind")
	}
}

// sameAward checks that no two allocations are for the same money. A key that is
// given twice has been reported.
func (k *auditor) sameAward(i int, a *Allocation) {
	if len(k.overview.sameAward) == 0 {
		return
	}
	first, ok := k.overview.sameAward[i]
	if !ok {
		return
	}
	if _, reported := k.overview.sameKey[i]; reported {
		return
	}
	k.At("allocations").Index(i).Error(validate.Duplicate, string(a.ID),
		"round, recipients, years, stream, kind and element are those of "+k.At("allocations").Index(first).String()+
			"; a further decision is a further event, a part of its own has an element")
}

// withinFund reports the first year that the fund does not cover.
func (k *auditor) withinFund(i int, a *Allocation) {
	y, _ := k.outside(a)
	field := "year"
	if y != a.Year {
		field = "through"
	}
	k.at(i, field).Error(OutsideFund, y.String(), "no limit of the fund "+validate.Quote(string(k.fundOf(a.Round).ID))+" covers this year")
}

// outside returns the first year of the money that its fund does not cover.
func (k *auditor) outside(a *Allocation) (y FinancialYear, found bool) {
	f := k.fundOf(a.Round)
	if f == nil || a.Year.IsZero() || a.LastYear().Compare(a.Year) < 0 {
		return y, false
	}
	for y := range a.Year.Through(a.LastYear()) {
		if !f.coversYear(y) {
			return y, true
		}
	}
	return y, false
}

// conditions checks what an award hangs on.
func (k *auditor) conditions(i int, a *Allocation) {
	for j := range a.Conditions {
		c := &a.Conditions[j]
		if c.Text == "" {
			k.at(i, "conditions").Index(j).At("text").Error(validate.Required, "", "say what the condition is")
		}
		if !readable(c.Text) {
			form.Text(k.at(i, "conditions").Index(j).At("text"), c.Text)
		}
		if c.Amount.Sign() < 0 {
			k.at(i, "conditions").Index(j).At("amount").Error(Negative, c.Amount.String(), "a part of an award is not below zero")
		}
	}
}

// provenance checks that each figure's source is known, its own or the
// allocation's.
func (k *auditor) provenance(i int, a *Allocation) {
	if len(a.Sources) > 0 {
		for j := range a.Sources {
			if s := &a.Sources[j]; unsourced(s) || !k.soundSource(s) {
				s.Check(k.at(i, "sources").Index(j), k.day)
			}
		}
		return
	}
	for j := range a.Events {
		if unsourced(&a.Events[j].Figure.Source) {
			k.at(i, "sources").Warn(validate.Required, "", "say where this was read: a title, a publisher or an address, here or with each figure")
			return
		}
	}
}
