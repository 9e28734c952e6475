package funding

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/exact"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Reconciliation is a published total held against the sum of a book's own
// figures.
type Reconciliation struct {
	Stated     Stated  `json:"stated"`     // the published total
	Verdict    Verdict `json:"verdict"`    // how it compares with the sum
	Sum        Money   `json:"sum"`        // of the book's known amounts
	Difference Money   `json:"difference"` // the total less the sum: what is left for the rest, or negative
	Tolerance  Money   `json:"tolerance"`  // the total's half-width and those of the amounts together
	Coverage   KnownOf `json:"coverage"`   // recipients all of whose amounts are known, of those that the total covers; of 0 where no source says how many
	Unknown    int     `json:"unknown"`    // amounts of the book that are not stated
	Reason     string  `json:"reason"`     // the verdict in words: "19 of 26 known, £22,500,000.00 left for the rest"
}

// MarshalJSON leaves out the sum where no amount is known.
func (r Reconciliation) MarshalJSON() ([]byte, error) {
	type plain Reconciliation
	out := struct {
		Stated  Stated  `json:"stated"`
		Verdict Verdict `json:"verdict"`
		Sum     *Money  `json:"sum,omitempty"`
		plain
	}{Stated: r.Stated, Verdict: r.Verdict, plain: plain(r)}
	if !nothingKnown(r.Coverage, r.Sum) {
		out.Sum = &r.Sum
	}
	return json.Marshal(out)
}

// Reconcile holds each published total of the ledger, and then each of extra,
// against the sum of the book's own figures. It asks the whole book, whatever the
// filters of the view, as at the total's own day or, where that is earlier, at the
// view's; splits stay in force.
//
//   - [Agrees]: the sum is the total to the penny, or satisfies its bound. "At
//     most" is satisfied only once everything is known.
//   - [WithinRounding]: it is not, but differs by no more than the total's
//     half-width and the half-widths of all the amounts together.
//   - [Over]: the known amounts exceed the total already.
//   - [Short]: they are less, although all that the total covers are known. That
//     everything is known can only be decided if [Stated].Items gives the number.
//   - [CannotBeChecked]: everything else. The reason says how many are known and
//     how much is left for the rest, or why the question has no answer: the total
//     is not stated, or its scope adds up several streams, names what the book
//     does not have, or comes to more than [Money] holds.
//
// An amount that is itself a bound ("more than £2m") counts as it stands, but an
// "up to" amount never leads to Over, an "at least" amount never to Short.
func (b *Book) Reconcile(extra ...Stated) []Reconciliation {
	b = b.orEmpty()
	out := make([]Reconciliation, 0, len(b.index.stated)+len(extra))
	for _, s := range b.index.stated {
		out = append(out, b.reconcile(deep.Copy(s)))
	}
	for _, s := range extra {
		out = append(out, b.reconcile(deep.Copy(s)))
	}
	return out
}

func (b *Book) reconcile(s Stated) Reconciliation {
	r := Reconciliation{Stated: s, Verdict: CannotBeChecked, Coverage: KnownOf{Of: max(s.Items, 0)}}
	e, err := b.evidence(s)
	if err != nil {
		r.Reason = err.Error()
		return r
	}
	r.Sum, r.Coverage.Known, r.Unknown = e.sum, e.recipients.whole(), e.unknown
	if !s.Figure.Known() {
		r.Reason = "the total itself is not stated"
		return r
	}
	if r.Difference, err = s.Figure.Amount.Sub(e.sum); err == nil {
		r.Tolerance, err = e.width.Add(s.Figure.Precision)
	}
	if err != nil {
		r.Reason = err.Error()
		return r
	}
	r.Verdict = e.judge(r)
	r.Reason = r.reason()
	return r
}

// beyondItems checks that no stated total of the ledger covers fewer recipients than
// have money in its scope.
func (b *Book) beyondItems() validate.Violations {
	var c validate.Checker
	for i, s := range b.index.stated {
		if s.Items <= 0 {
			continue
		}
		e, err := b.evidence(s)
		if n := e.recipients.wholeVanguards(); err == nil && n > s.Items {
			c.At("stated").Index(i).At("items").Error(validate.Conflict, strconv.Itoa(s.Items), beyondItems(n, s.Items))
		}
	}
	return c.Violations()
}

// wholeVanguards returns of how many recipients all amounts are known.
func (c recipientCount) wholeVanguards() int {
	own := c.seen[noVanguard]
	return c.whole() - exact.One(own.known && !own.unknown)
}

func beyondItems(recipients, items int) string {
	return strconv.Itoa(recipients) + " recipients have a known amount in its scope, where the total covers " + strconv.Itoa(items)
}

// evidence is what a book knows about a published total.
type evidence struct {
	sum, width      Money
	unknown         int
	atLeast, atMost bool // some amount is a bound
	recipients      recipientCount
}

// evidence gathers what stands within the scope of a total.
func (b *Book) evidence(s Stated) (evidence, error) {
	const op = "funding.Book.Reconcile"
	whole := everything()
	whole.asAt, whole.splits = b.scope.asAt, b.scope.splits
	view, err := b.with(whole).AsAt(s.AsAt).Where(s.Scope)
	if err != nil {
		return evidence{}, err
	}
	var e evidence
	var amounts, widths facts.Tally
	watch := mixedStreams{index: b.index, free: view.scope.named}
	q := view.ask()
	for c := range q.each {
		if c.status == 0 {
			continue
		}
		watch.see(c.cell.stream)
		amounts.Add(uint8(c.status), c.amount, c.known)
		e.recipients.note(q.recipients(c.cell), c.known)
		q.rounding(c, &widths, &e)
	}
	if err := watch.err(op); err != nil {
		return evidence{}, err
	}
	e.unknown = amounts.Unknown
	for _, sum := range [...]struct {
		of   *facts.Tally
		into *Money
	}{{&amounts, &e.sum}, {&widths, &e.width}} {
		row, err := rowOf(op, sum.of)
		if err != nil {
			return evidence{}, err
		}
		*sum.into = row.Sum
	}
	return e, nil
}

// rounding adds what the events behind a claim are rounded to, and notes those
// that are bounds. Of the parts of a split award the first speaks for all.
func (q *query) rounding(c contribution, widths *facts.Tally, e *evidence) {
	if !c.known || c.sibling {
		return
	}
	for event := range q.counted(c) {
		widths.Add(uint8(c.status), q.precision(event).pence, true)
		e.atLeast = e.atLeast || q.boundOf(event) == caremodel.AtLeast
		e.atMost = e.atMost || q.boundOf(event) == caremodel.AtMost
	}
}

// complete reports whether everything that the total covers is known.
func (e *evidence) complete(r Reconciliation) bool {
	return r.Stated.Items > 0 && r.Coverage.Known == r.Coverage.Of && e.unknown == 0
}

// judge gives the verdict on a total that is stated.
func (e *evidence) judge(r Reconciliation) Verdict {
	bound, diff := r.Stated.Figure.Bound, r.Difference.Sign()
	low := diff > 0 || diff == 0 && bound == caremodel.AtMost // there is room for more
	switch {
	case diff == 0 && bound != caremodel.AtMost,
		diff < 0 && bound == caremodel.AtLeast && !e.atMost,
		low && bound == caremodel.AtMost && e.complete(r) && !e.atLeast:
		return Agrees
	case diff < 0 && bound == caremodel.AtLeast, low && bound == caremodel.AtMost:
		return CannotBeChecked
	case exact.Magnitude(r.Difference.pence) <= exact.Magnitude(r.Tolerance.pence):
		return WithinRounding
	case diff < 0 && !e.atMost:
		return Over
	case diff > 0 && e.complete(r) && !e.atLeast:
		return Short
	}
	return CannotBeChecked
}

// reason puts the verdict into words.
func (r Reconciliation) reason() string {
	known := r.Coverage.String()
	switch {
	case r.Coverage.Of == 0:
		known = strconv.Itoa(r.Coverage.Known) + " known, of how many is not said"
	case r.Coverage.Known > r.Coverage.Of:
		known = strconv.Itoa(r.Coverage.Known) + " known, where the total covers " + strconv.Itoa(r.Coverage.Of)
	}
	difference := r.Difference
	if n, err := difference.Abs(); err == nil {
		difference = n
	}
	gap := difference.FormatPounds()
	switch r.Verdict {
	case Agrees:
		switch r.Stated.Figure.Bound {
		case caremodel.AtLeast, caremodel.AtMost:
			bound := strings.ReplaceAll(r.Stated.Figure.Bound.String(), "-", " ")
			return r.Sum.FormatPounds() + " is " + bound + " " + r.Stated.Figure.Amount.FormatPounds() + "; " + known
		}
		return "to the penny; " + known
	case WithinRounding:
		return "differs by " + gap + ", within ±" + r.Tolerance.FormatPounds() + " of rounding; " + known
	case Over:
		return "exceeds the total by " + gap + "; " + known
	case Short:
		return "less than the total by " + gap + "; " + known
	}
	if r.Difference.Sign() < 0 {
		return "exceeds the total by " + gap + ", but an amount is only a bound; " + known
	}
	return known + ", " + gap + " left for the rest"
}

// Verdict says how a published total and the sum of a book's own figures go
// together. The zero value is unset and not a verdict.
type Verdict uint8

// The verdicts.
const (
	Agrees          Verdict = iota + 1 // to the penny, or as the total's bound has it
	WithinRounding                     // within what the figures are rounded to
	Over                               // what is known exceeds the total already
	Short                              // everything is known, and it is less
	CannotBeChecked                    // not enough is known to say
)

var verdictNames = ladder.Names{"agrees", "within-rounding", "over", "short", "cannot-be-checked"}
