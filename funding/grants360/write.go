package grants360

import (
	"fmt"
	"io"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Write writes the grants of a ledger as a data package that the published schema
// accepts: the result of [FromLedger], written by [Grants.WriteJSON]. It returns
// what the standard cannot hold. On an error nothing is written. A ledger without
// any grant is an error of code [validate.Required], because a package has at least
// one grant; the error says why the ledger has none.
func Write(w io.Writer, l funding.Ledger, p *caremodel.Programme, o Options) (validate.Violations, error) {
	g, lost, err := FromLedger(l, p, o)
	switch {
	case err != nil:
		return lost, err
	case len(g.Records) == 0:
		return lost, fault.New("grants360.Write", validate.Required, "", "a package has at least one grant, and "+noGrant(l, lost))
	}
	return lost, g.WriteJSON(w)
}

// noGrant says why no allocation of a ledger is a grant.
func noGrant(l funding.Ledger, lost validate.Violations) string {
	for v := range lost.Warnings().All() {
		return fmt.Sprintf("none of the %d allocations of the ledger is a grant; of the first, %s: %s", len(l.Allocations), v.Value, v.Detail)
	}
	return "the ledger has no allocations"
}

// FromLedger returns the grants of a ledger whose recipients are vanguards of p.
//
// A grant is an allocation that is committed, by the rule of [funding.Book]: its
// approved level, or the sum paid if nothing was approved. A joint award is one
// grant to one recipient that stands for all of them; if later awards settle it,
// the grant is what is left for the remaining recipients. Thus nothing is split and
// nothing is counted twice, and the amounts awarded add up to [funding.Book.Total]
// for the streams of the options, except for the allocations reported as not
// written.
//
// A grant holds: requests, as the amount applied for; approvals and payments, with
// transactions if there are several or they have days or reasons; financial years,
// as planned dates; the round, as grant programme; stream, kind, element and
// category, as classifications and funding type; sources, as related documents;
// notes, conditions and the bound of the amount, as words of the description; the
// awards that it settles or that settle it, as related activity.
//
// What the standard cannot hold is returned, with its place in the ledger: the
// allocations that are not grants as warnings of code [NotWritten] (not committed,
// not stated, without a recipient, of another stream, of no known funder, settled,
// below zero), everything else as remarks of the codes LostDecision, LostPrecision,
// LostDay and LostRecord. For each code a hundred are kept and the rest counted
// ([validate.Violations.Summary]).
//
// Errors: a ledger that [funding.Ledger.Validate] rejects, with all violations;
// invalid options, a recipient without an identifier or a name, and a nil
// programme. A ledger without grants makes a package without grants.
func FromLedger(l funding.Ledger, p *caremodel.Programme, o Options) (Grants, validate.Violations, error) {
	if p == nil {
		return Grants{}, validate.Violations{}, fault.New("grants360.FromLedger", validate.Required, "", "a programme says who the recipients are")
	}
	o, err := o.complete(p)
	if err != nil {
		return Grants{}, validate.Violations{}, err
	}
	x := newExporter(&l, p, o)
	if err := x.stand(); err != nil {
		return Grants{}, validate.Violations{}, err
	}
	for i := range l.Allocations {
		x.allocation(i)
	}
	x.relate()
	x.unheld()
	g := Grants{Package: x.about(), Records: x.grants}
	found := g.Validate()
	g.warnings = milder(found)
	return g, x.Violations(), found.Err()
}

// exporter makes grants of a ledger in order and records what is lost.
type exporter struct {
	validate.Checker
	ledger     *funding.Ledger
	programme  *caremodel.Programme
	options    Options
	rounds     map[funding.RoundID]*funding.Round
	funds      map[funding.FundID]*funding.Fund
	successors map[funding.AllocationID][]int // the awards that settle an award
	own, left  figures                        // what each allocation commits alone, and less the awards that settle it
	at         map[funding.Status]figures     // what was requested and paid
	vanguards  map[caremodel.VanguardID]caremodel.Vanguard
	grants     []Grant
	written    map[funding.AllocationID]int // indices in grants
}

func newExporter(l *funding.Ledger, p *caremodel.Programme, o Options) *exporter {
	x := &exporter{
		ledger: l, programme: p, options: o,
		rounds: map[funding.RoundID]*funding.Round{}, funds: map[funding.FundID]*funding.Fund{},
		successors: map[funding.AllocationID][]int{},
		vanguards:  make(map[caremodel.VanguardID]caremodel.Vanguard, p.Len()),
		written:    map[funding.AllocationID]int{},
	}
	for i := range l.Rounds {
		x.rounds[l.Rounds[i].ID] = &l.Rounds[i]
	}
	for i := range l.Funds {
		x.funds[l.Funds[i].ID] = &l.Funds[i]
	}
	for i := range l.Allocations {
		for _, id := range l.Allocations[i].Supersedes {
			x.successors[id] = append(x.successors[id], i)
		}
	}
	for v := range p.All() {
		x.vanguards[v.ID] = v
	}
	return x
}

// allocation makes a grant of allocation i, or reports why it cannot.
func (x *exporter) allocation(i int) {
	a, s := &x.ledger.Allocations[i], x.commitment(i)
	place := x.At("allocations").Index(i)
	d := draft{a: a, i: i, s: s, place: place, awarded: s.amount, waiting: a.Recipients}
	reason := x.obstacle(a, s)
	if reason == "" && len(x.successors[a.ID]) > 0 {
		reason = x.settle(&d)
	}
	if reason == "" {
		d.funder, reason = x.funder(a)
	}
	if reason != "" {
		place.Warn(NotWritten, string(a.ID), reason)
		return
	}
	x.written[a.ID] = len(x.grants)
	x.grants = append(x.grants, x.grant(&d))
}

// obstacle says why an allocation cannot be a grant, or returns "".
func (x *exporter) obstacle(a *funding.Allocation, s commitment) string {
	switch {
	case !slices.Contains(x.options.Streams, a.Stream):
		return "not the funder's money to give, but of the stream " + validate.Quote(string(a.Stream)) + ": see Options.Streams"
	case len(a.Recipients) == 0:
		return "a grant has a recipient, and this is the programme's own spending"
	case s.status == 0:
		return "a grant is committed, and this is " + a.Events[len(a.Events)-1].Status.String()
	case !s.known:
		return "a grant has an amount, and that of this one is not stated"
	case s.amount.Sign() < 0:
		return "a grant is not below zero, and this is " + s.amount.String()
	}
	return ""
}

// settle reduces a joint award to what other awards left of it, and says why
// nothing is left.
func (x *exporter) settle(d *draft) string {
	left, waiting := x.remaining(d.i)
	switch {
	case len(waiting) == 0:
		return "settled: every recipient has an award of its own, under " + x.settledBy(d.a)
	case left.IsZero() && !d.s.amount.IsZero():
		return "nothing is left of it after " + x.settledBy(d.a)
	}
	d.settled = len(waiting) < len(d.a.Recipients) || left != d.s.amount
	d.awarded, d.waiting = left, waiting
	return ""
}

func (x *exporter) settledBy(a *funding.Allocation) string {
	var ids []string
	for _, i := range x.successors[a.ID] {
		ids = append(ids, validate.Quote(string(x.ledger.Allocations[i].ID)))
	}
	return joinNames(ids)
}

// funder returns who gives an award, or why that is not known.
func (x *exporter) funder(a *funding.Allocation) (Organization, string) {
	if x.options.Funder.ID != "" {
		return x.options.Funder, ""
	}
	fund := x.fundOf(a)
	if fund == nil || fund.Owner == "" {
		return Organization{}, "nobody says who gives this: see Options.Funder"
	}
	return Organization{ID: funderID(x.options.Prefix, fund.Owner), Name: fund.Owner}, ""
}

func (x *exporter) fundOf(a *funding.Allocation) *funding.Fund {
	if r := x.rounds[a.Round]; r != nil {
		return x.funds[r.Fund]
	}
	return nil
}

// relate links the grants that settle each other.
func (x *exporter) relate() {
	for i := range x.ledger.Allocations {
		a := &x.ledger.Allocations[i]
		successor, ok := x.written[a.ID]
		for j, id := range a.Supersedes {
			award, both := x.written[id]
			if !ok || !both {
				x.At("allocations").Index(i).At("supersedes").Index(j).Info(LostRecord, string(id), "grants are related to grants of the same package, and one of the two is not")
				continue
			}
			x.grants[successor].RelatedActivity = append(x.grants[successor].RelatedActivity, x.grants[award].ID)
			x.grants[award].RelatedActivity = append(x.grants[award].RelatedActivity, x.grants[successor].ID)
		}
	}
}

// unheld reports the records that have no place in the standard.
func (x *exporter) unheld() {
	for i := range x.ledger.Funds {
		if n := len(x.ledger.Funds[i].Limits); n > 0 {
			x.At("funds").Index(i).At("limits").Info(LostRecord, string(x.ledger.Funds[i].ID), "the standard has no size of a fund")
		}
	}
	for i := range x.ledger.Rounds {
		r := &x.ledger.Rounds[i]
		if !r.Opens.IsZero() || !r.Closes.IsZero() || !r.Announced.IsZero() {
			x.At("rounds").Index(i).Info(LostRecord, string(r.ID), "the standard has no dates of a grant programme")
		}
	}
	for i := range x.ledger.Stated {
		x.At("stated").Index(i).Info(LostRecord, x.ledger.Stated[i].Name, "the standard has no stated totals")
	}
}

// about describes the package.
func (x *exporter) about() Package {
	about := x.options.Package
	if about.Description == "" {
		all := len(x.ledger.Allocations)
		about.Description = fmt.Sprintf("%d of the %d allocations of a ledger: awards in pounds that are committed and stated.", len(x.grants), all)
	}
	return about
}
