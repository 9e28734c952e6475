package main

import (
	"github.com/newcaremodels/newcaremodels/funding"
)

// writeLedger stores a ledger, after the programme whose vanguards receive its
// money.
func (w *writer) writeLedger(l funding.Ledger) {
	for i, f := range l.Funds {
		w.row("fund (id, position, name, owner)", f.ID, i, orNull(f.Name), orNull(f.Owner))
		for j, limit := range f.Limits {
			w.row("fund_limit (fund, position, from_year, through, amount)", f.ID, j, limit.From, orNull(limit.Through), limit.Amount)
		}
		w.cite("fund_source (fund, position, source)", f.Sources, f.ID)
	}
	for i, r := range l.Rounds {
		w.row("round (id, position, fund, name, year, amount, opens, closes, announced)",
			r.ID, i, orNull(r.Fund), orNull(r.Name), orNull(r.Year), ifThere(r.Limit), orNull(r.Opens), orNull(r.Closes), orNull(r.Announced))
		w.cite("round_source (round, position, source)", r.Sources, r.ID)
	}
	for i, a := range l.Allocations {
		w.writeAllocation(i, a)
	}
	for i, s := range l.Stated {
		w.row("stated (position, name, scope, as_at, items, amount, bound, precision, source, note)",
			append([]any{i, s.Name, scopeText(w, s.Scope), orNull(s.AsAt), orNull(s.Items)}, w.figure(s.Figure)...)...)
	}
}

// readLedger reads what writeLedger stored.
func (r *reader) readLedger() funding.Ledger {
	return funding.Ledger{Funds: r.readFunds(), Rounds: r.readRounds(), Allocations: r.readAllocations(), Stated: r.readStated()}
}

func (r *reader) readFunds() []funding.Fund {
	limits := lists(r, "SELECT fund, from_year, through, amount FROM fund_limit ORDER BY position",
		func(of *funding.FundID, l *funding.Limit) []any {
			return []any{of, &l.From, maybe(&l.Through), &l.Amount}
		})
	sources := lists(r, "SELECT fund, source FROM fund_source ORDER BY position", cited[funding.FundID](r))
	all := readAll(r, "SELECT id, name, owner FROM fund ORDER BY position",
		func(f *funding.Fund) []any { return []any{&f.ID, maybe(&f.Name), maybe(&f.Owner)} })
	for i := range all {
		all[i].Limits, all[i].Sources = limits[all[i].ID], sources[all[i].ID]
	}
	return all
}

func (r *reader) readRounds() []funding.Round {
	sources := lists(r, "SELECT round, source FROM round_source ORDER BY position", cited[funding.RoundID](r))
	all := readAll(r, "SELECT id, fund, name, year, amount, opens, closes, announced FROM round ORDER BY position",
		func(f *funding.Round) []any {
			return []any{&f.ID, maybe(&f.Fund), maybe(&f.Name), maybe(&f.Year), there(&f.Limit), maybe(&f.Opens), maybe(&f.Closes), maybe(&f.Announced)}
		})
	for i := range all {
		all[i].Sources = sources[all[i].ID]
	}
	return all
}

func (r *reader) readStated() []funding.Stated {
	return readAll(r, "SELECT name, scope, as_at, items, amount, bound, precision, source, note FROM stated ORDER BY position",
		func(s *funding.Stated) []any {
			return append([]any{&s.Name, scope(&s.Scope), maybe(&s.AsAt), maybe(&s.Items)}, r.figure(&s.Figure)...)
		})
}
