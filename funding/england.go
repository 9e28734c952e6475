package funding

import (
	_ "embed"
	"slices"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

//go:embed data/england.json
var englandJSON []byte

// England returns the published money of NHS England's New Care Models programme,
// 2015 to 2018, ready for questions. It is built once, at the first call.
//
// Not every amount was published: of the transformation funding 14 of the 50
// vanguards have one for 2015/16, 19 for 2016/17 and 16 for 2017/18, three of
// them £0.00. [Book.Reconcile] holds them against the published totals, and
// DATA.md tells where each figure comes from and which one counts where sources
// disagree.
func England() *Book { return england() }

var england = sync.OnceValue(func() *Book { return mustBook(caremodel.England(), englandLedger()) })

// EnglandLedger returns a fresh copy of the records behind [England].
func EnglandLedger() Ledger { return cloneLedger(englandLedger()) }

var englandLedger = sync.OnceValue(func() Ledger { return wire.MustDecode[Ledger](englandJSON) })

func mustBook(p *caremodel.Programme, l Ledger) *Book {
	b, err := NewBook(p, l)
	if err != nil {
		panic(err)
	}
	return b
}

// cloneLedger returns a ledger that shares no memory with l.
func cloneLedger(l Ledger) Ledger {
	l.Funds = slices.Clone(l.Funds)
	for i := range l.Funds {
		f := &l.Funds[i]
		f.Limits, f.Sources = slices.Clone(f.Limits), wire.Clone(f.Sources)
	}
	l.Rounds = slices.Clone(l.Rounds)
	for i := range l.Rounds {
		l.Rounds[i].Sources = wire.Clone(l.Rounds[i].Sources)
	}
	l.Allocations = slices.Clone(l.Allocations)
	for i := range l.Allocations {
		l.Allocations[i] = cloneAllocation(l.Allocations[i])
	}
	l.Stated = slices.Clone(l.Stated)
	for i := range l.Stated {
		l.Stated[i] = cloneStated(l.Stated[i])
	}
	return l
}

func cloneAllocation(a Allocation) Allocation {
	a.Recipients = slices.Clone(a.Recipients)
	a.Events = slices.Clone(a.Events)
	for i := range a.Events {
		e := &a.Events[i]
		e.Figure, e.Others = cloneFigure(e.Figure), slices.Clone(e.Others)
		for j := range e.Others {
			e.Others[j] = cloneFigure(e.Others[j])
		}
	}
	a.Supersedes = slices.Clone(a.Supersedes)
	a.Conditions = slices.Clone(a.Conditions)
	a.Sources = wire.Clone(a.Sources)
	return a
}

func cloneFigure(f Figure) Figure {
	f.Source = f.Source.Clone()
	return f
}
