package funding

import (
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/intern"
	"github.com/newcaremodels/newcaremodels/internal/key"
)

// Validate checks every rule that needs no clock and returns all violations, in
// the order of the records (funds, rounds, allocations, stated totals), then of
// the rules; amounts far from the others come after the allocations. Errors are what [NewBook] refuses:
//
//   - a key that is missing, malformed or given twice, and a fund, round,
//     allocation, vanguard, category, wave or region that does not exist;
//   - a second allocation of the same round, recipients, years, stream, kind and
//     element ([validate.Duplicate]);
//   - a missing year, stream, status or event, and a value that is not one of the
//     constants;
//   - years and dates that run backwards ([validate.Order]), limits of one fund
//     that overlap, and a year that the fund does not cover ([OutsideFund]);
//   - a decision that cannot follow the one before it ([Transition]);
//   - an amount below zero that is not a payment with a reason ([Negative]), and
//     an amount where the figure is not stated ([validate.Conflict]);
//   - payments above the fund's limit ([Overspent]);
//   - an award that supersedes itself ([Supersession]);
//   - a filter of a stated total that [Book.Where] would refuse, with the same words,
//     a stated total in whose scope more recipients have a known amount than it covers
//     ([validate.Conflict]), and one that is about so much without a precision;
//   - a source's address without a scheme, and a text that a document cannot hold:
//     not UTF-8, with control characters, or over 64 KiB ([validate.TooLarge]).
//
// Warnings do not prevent the record from being used: more paid than approved
// ([PaidAboveApproved]) and more approved than requested
// ([ApprovedAboveRequested]), each beyond what bounds and printed precision leave
// open; more approved than the fund holds ([Overcommitted]; equal passes); an
// amount far from those of its round and stream (below); a decision more than
// twelve months before its financial year or after it, a payment more than three
// months outside it, a request outside the window of its round, a decision before
// that closes ([Untimely]); more clawed back than was paid
// ([ClawedBackAbovePaid]); a year before 1948 ([validate.Unlikely]); £0.00 without
// a reason, but for what is declined or withdrawn, and a figure that is about so
// much without a precision ([validate.Required]); a record without a source, a
// kind that is not given, and national or local money without a recipient
// ([validate.Required]); a recipient that the superseded award does not have, and
// an award without any of its recipients ([validate.Conflict]); one that is
// superseded through another of the same list ([Supersession]).
//
// An amount is far from the others ([validate.Unlikely]) where its round and stream
// have five or more, zeros left out, and its decimal logarithm is farther from
// their median than 1.6 and than six times the median distance (Hampel's rule): a
// slip by 1,000, as pounds for thousands, is seen of every amount within 25 times
// of the median, a slip by 100 in a round of like awards.
//
// Whatever only follows from another violation is left out: a record of an
// unknown round is not held against a fund, and the second of two equal records
// enters no sum. With a nil programme, what needs one is not checked.
//
// While records are in order the check allocates only what finding duplicates
// takes.
func (l Ledger) Validate(p *caremodel.Programme) validate.Violations {
	return l.ValidateAsOf(p, caremodel.Date{})
}

// ValidateAsOf checks what [Ledger.Validate] does, and that no event, source or
// day of a stated total is after day ([validate.Future]). The dates of rounds and
// conditions may be. A financial year that begins more than 30 years after day is
// a warning ([validate.Unlikely]). If day is unset, dates in the future are not
// reported.
func (l Ledger) ValidateAsOf(p *caremodel.Programme, day caremodel.Date) validate.Violations {
	found := newAuditor(l, held(l.Allocations), p, day).audit(nil)
	counted := slices.ContainsFunc(l.Stated, func(s Stated) bool { return s.Items > 0 })
	if !counted || p == nil || found.Err() != nil {
		return found
	}
	b, err := indexed(p, l, held(l.Allocations))
	if err != nil {
		return found
	}
	return validate.Join(found, b.beyondItems())
}

// audit checks everything. The builder takes the allocations on the way; without
// one the ledger is only checked.
func (k *auditor) audit(b *builder) validate.Violations {
	allocations := k.runChecks(b)
	k.checkFunds()
	k.checkRounds()
	front := k.take()
	if k.overview.hasFindings() {
		for i, a := range each(k.all) {
			k.checkAllocation(i, a, k.settingOf(a))
		}
		allocations = k.take()
	}
	k.checkUnlikely()
	k.checkStated()
	return validate.Join(front, allocations, k.take())
}

// take returns what was found so far and starts afresh.
func (k *auditor) take() validate.Violations {
	found := k.Violations()
	*k.Checker = validate.Checker{}
	return found
}

// auditor holds what the rules look up while they walk a ledger.
type auditor struct {
	*validate.Checker
	l   Ledger               // funds, rounds and stated totals
	all records              // the allocations
	p   *caremodel.Programme // nil = vanguards are not checked
	who vanguardIndex        // the vanguards of p
	day caremodel.Date       // unset = no rule about the future

	funds  map[FundID]int  // the first fund with this key
	rounds map[RoundID]int // the first round with this key
	names  *filterNames    // nil until one is asked for

	roundUses []fundUse // of each round with a limit of its own; nil until one is asked for

	overview   crossRecord
	hasher     intern.Hasher
	settings   *contextCache
	goodSource caremodel.Source  // one that was found in order
	goodRecord *caremodel.Source // one of a record that was
}

func newAuditor(l Ledger, all records, p *caremodel.Programme, day caremodel.Date) *auditor {
	k := &auditor{
		Checker: new(validate.Checker),
		l:       l, all: all, p: p, day: day, hasher: intern.NewHasher(), settings: new(contextCache),
		funds:  make(map[FundID]int, len(l.Funds)),
		rounds: make(map[RoundID]int, len(l.Rounds)),
	}
	if p != nil {
		k.who = newVanguardIndex(p)
	}
	for i, f := range l.Funds {
		if _, ok := k.funds[f.ID]; !ok {
			k.funds[f.ID] = i
		}
	}
	for i, r := range l.Rounds {
		if _, ok := k.rounds[r.ID]; !ok {
			k.rounds[r.ID] = i
		}
	}
	return k
}

// round returns the round with this key, or nil where there is none.
func (k *auditor) round(id RoundID) *Round {
	if r, ok := k.rounds[id]; ok {
		return &k.l.Rounds[r]
	}
	return nil
}

// fundOf returns the fund that the round with this key draws on, or nil where
// there is none or it is not known.
func (k *auditor) fundOf(id RoundID) *Fund {
	if id == "" {
		return nil
	}
	r := k.round(id)
	if r == nil {
		return nil
	}
	f, ok := k.funds[r.Fund]
	if !ok {
		return nil
	}
	return &k.l.Funds[f]
}

// key checks a record's key; the first record that has it is at first.
func (k *auditor) key(list string, i int, id string, first int) {
	switch fault := key.Fault(id); {
	case id == "":
		k.At(list).Index(i).At("id").Error(validate.Required, "", "give a key that no other record of the list has")
	case fault != "":
		k.At(list).Index(i).At("id").Error(validate.Format, id, fault)
	case first != i:
		k.At(list).Index(i).At("id").Error(validate.Duplicate, id, "the key is that of "+k.At(list).Index(first).String())
	}
}
