package funding_test

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// naiveBook answers a book's questions from the records themselves, one rule of
// "What counts" after the other, in unbounded integers and without an index.
type naiveBook struct {
	p         *caremodel.Programme
	vanguards []caremodel.Vanguard
	l         funding.Ledger
	asAt      caremodel.Date // unset = everything
	filters   []funding.Filter
	splits    []funding.Split
}

// naiveItem is one contribution: an allocation, or a part of a split one.
type naiveItem struct {
	position   int
	recipients []int
	status     funding.Status // zero: not committed
	amount     *big.Int       // nil: not stated
}

// naiveRow is a row in unbounded integers.
type naiveRow struct {
	sum, min, max               *big.Int
	count, unknown, uncommitted int
}

func newNaiveBook(p *caremodel.Programme, l funding.Ledger) naiveBook {
	return naiveBook{p: p, vanguards: slices.Collect(p.All()), l: l}
}

// statuses returns which statuses the filters name together, and whether any does.
func (n naiveBook) statuses() (set []funding.Status, asked bool) {
	for s := funding.Requested; s <= funding.Withdrawn; s++ {
		in := true
		for _, f := range n.filters {
			if len(f.Statuses) > 0 {
				asked = true
				in = in && slices.Contains(f.Statuses, s)
			}
			if len(f.Strengths) > 0 {
				asked = true
				in = in && slices.Contains(f.Strengths, s.Strength())
			}
		}
		if in {
			set = append(set, s)
		}
	}
	return set, asked
}

func (n naiveBook) predicates() bool {
	return slices.ContainsFunc(n.filters, func(f funding.Filter) bool {
		return !f.From.IsZero() || !f.Until.IsZero() || f.AtLeast != nil || f.AtMost != nil
	})
}

// day is the day from which event i counts.
func (n naiveBook) day(a funding.Allocation, i int) caremodel.Date {
	if on := a.Events[i].On; !on.IsZero() {
		return on
	}
	if on := a.Events[i].Figure.Source.Published; !on.IsZero() {
		return on
	}
	for _, later := range a.Events[i+1:] {
		if !later.On.IsZero() {
			return later.On
		}
	}
	return a.Year.End()
}

// known returns the places of the events that are known on the day.
func (n naiveBook) known(a funding.Allocation) []int {
	var out []int
	for i := range a.Events {
		if n.asAt.IsZero() || n.day(a, i).Compare(n.asAt) <= 0 {
			out = append(out, i)
		}
	}
	return out
}

func (n naiveBook) recipients(a funding.Allocation) []int {
	var out []int
	for _, id := range a.Recipients {
		out = append(out, slices.IndexFunc(n.vanguards, func(v caremodel.Vanguard) bool { return v.ID == id }))
	}
	slices.Sort(out)
	return out
}

func in[T comparable](list []T, v T) bool { return len(list) == 0 || slices.Contains(list, v) }

func (n naiveBook) fundOf(id funding.RoundID) funding.FundID {
	for _, r := range n.l.Rounds {
		if r.ID == id {
			return r.Fund
		}
	}
	return ""
}

// meansVanguard reports whether the filters by recipient mean a vanguard.
func (n naiveBook) meansVanguard(v caremodel.Vanguard) bool {
	for _, f := range n.filters {
		if !in(f.Vanguards, v.ID) || !in(f.Categories, v.Category) || !in(f.Waves, v.Wave) || !in(f.Regions, v.Region) {
			return false
		}
	}
	return true
}

func (n naiveBook) filtersRecipients() bool {
	return slices.ContainsFunc(n.filters, func(f funding.Filter) bool {
		return len(f.Vanguards)+len(f.Categories)+len(f.Waves)+len(f.Regions) > 0
	})
}

func (n naiveBook) meansAll(recipients []int) bool {
	if !n.filtersRecipients() {
		return true
	}
	for _, r := range recipients {
		if !n.meansVanguard(n.vanguards[r]) {
			return false
		}
	}
	return len(recipients) > 0
}

// keepsRest asks of an allocation what is asked of neither recipients nor events.
func (n naiveBook) keepsRest(a funding.Allocation) bool {
	for _, f := range n.filters {
		for y := a.Year; y.Compare(a.LastYear()) <= 0; y = y.Next() {
			if !in(f.Years, y) {
				return false
			}
		}
		if !in(f.Streams, a.Stream) || !in(f.Kinds, a.Kind) || !in(f.Rounds, a.Round) || !in(f.Funds, n.fundOf(a.Round)) {
			return false
		}
	}
	return true
}

func (n naiveBook) keepsJoint(recipients []int) bool {
	for _, f := range n.filters {
		if f.Joint != nil && *f.Joint != (len(recipients) > 1) {
			return false
		}
	}
	return true
}

// meets asks the predicates of one event.
func (n naiveBook) meets(a funding.Allocation, i int) bool {
	day, figure := n.day(a, i), a.Events[i].Figure
	for _, f := range n.filters {
		if !f.From.IsZero() && day.Before(f.From) || !f.Until.IsZero() && day.After(f.Until) {
			return false
		}
		if (f.AtLeast != nil || f.AtMost != nil) && figure.Bound == caremodel.NotStated {
			return false
		}
		if f.AtLeast != nil && figure.Amount.Compare(*f.AtLeast) < 0 || f.AtMost != nil && figure.Amount.Compare(*f.AtMost) > 0 {
			return false
		}
	}
	return true
}

// question is which figure counts.
type question int

const (
	byCommitment question = iota
	byStatus              // among those asked for
	byProgress            // how far each got
)

// figure returns the status whose figure counts, zero for not committed, and the
// amount, nil for not stated; false where the allocation is not in the view.
func (n naiveBook) figure(a funding.Allocation, q question) (funding.Status, *big.Int, bool) {
	events := n.known(a)
	had := func(s funding.Status) bool {
		return slices.ContainsFunc(events, func(i int) bool { return a.Events[i].Status == s })
	}
	if len(events) == 0 {
		return 0, nil, false
	}
	var order []funding.Status
	strong := []funding.Status{funding.Paid, funding.Approved, funding.ApprovedInPrinciple, funding.Earmarked, funding.Requested, funding.Withdrawn, funding.Declined}
	switch q {
	case byCommitment:
		if !had(funding.Declined) && !had(funding.Withdrawn) {
			order = []funding.Status{funding.Approved, funding.Paid}
		}
	case byStatus:
		set, _ := n.statuses()
		for _, s := range strong {
			if slices.Contains(set, s) {
				order = append(order, s)
			}
		}
	case byProgress:
		order = append([]funding.Status{funding.Withdrawn, funding.Declined}, strong...)
	}
	i := slices.IndexFunc(order, had)
	if i < 0 {
		return 0, nil, q == byCommitment && !n.predicates()
	}
	status := order[i]
	var amount *big.Int
	found, stated := false, true
	for _, e := range events {
		if a.Events[e].Status != status {
			continue
		}
		value := big.NewInt(a.Events[e].Figure.Amount.Pence())
		isStated := a.Events[e].Figure.Bound != caremodel.NotStated
		switch {
		case status != funding.Paid:
			found, stated, amount = n.meets(a, e), isStated, value
		case n.meets(a, e):
			if amount == nil {
				amount = new(big.Int)
			}
			amount.Add(amount, value)
			found, stated = true, stated && isStated
		}
	}
	if !found {
		return 0, nil, false
	}
	if !stated {
		amount = nil
	}
	return status, amount, true
}

func (n naiveBook) split(position int) (funding.Split, bool) {
	for _, s := range slices.Backward(n.splits) {
		if len(n.l.Allocations[position].Recipients) > 1 && (len(s.Awards) == 0 || slices.Contains(s.Awards, position)) {
			return s, true
		}
	}
	return funding.Split{}, false
}

// items returns everything that contributes to the view.
func (n naiveBook) items(q question) []naiveItem {
	var out []naiveItem
	for position, a := range n.l.Allocations {
		recipients := n.recipients(a)
		split, isSplit := n.split(position)
		if !n.keepsRest(a) || !isSplit && (!n.meansAll(recipients) || !n.keepsJoint(recipients)) {
			continue
		}
		status, amount, ok := n.figure(a, q)
		if !ok {
			continue
		}
		waiting := recipients
		superseded := slices.ContainsFunc(n.l.Allocations, func(b funding.Allocation) bool { return slices.Contains(b.Supersedes, a.ID) })
		if superseded {
			var stands bool
			if amount, waiting, stands = n.remaining(a, amount, q); !stands {
				continue
			}
		}
		if !isSplit {
			out = append(out, naiveItem{position, recipients, status, amount})
			continue
		}
		parts := naiveSplit(n, split, amount, waiting)
		for i, r := range waiting {
			if n.meansAll([]int{r}) && n.keepsJoint([]int{r}) {
				out = append(out, naiveItem{position, []int{r}, status, parts[i]})
			}
		}
	}
	return out
}

// remaining returns what a superseded award still stands for.
func (n naiveBook) remaining(a funding.Allocation, amount *big.Int, q question) (*big.Int, []int, bool) {
	recipients := n.recipients(a)
	waiting := slices.Clone(recipients)
	left, any, settledCentrally := new(big.Int), false, false
	if amount != nil {
		left.Set(amount)
	}
	for _, b := range n.l.Allocations {
		theirs := n.recipients(b)
		if !slices.Contains(b.Supersedes, a.ID) || !n.keepsRest(b) || !n.meansAll(theirs) || !n.keepsJoint(theirs) {
			continue
		}
		status, received, ok := n.figure(b, q)
		if !ok || status == 0 {
			continue
		}
		shared := len(recipients) == 0
		for _, r := range theirs {
			shared = shared || slices.Contains(recipients, r)
		}
		if !shared {
			continue
		}
		any = true
		settledCentrally = settledCentrally || len(theirs) == 0
		if received != nil {
			left.Sub(left, received)
		}
		waiting = slices.DeleteFunc(waiting, func(r int) bool { return slices.Contains(theirs, r) })
	}
	if left.Sign() < 0 {
		left.SetInt64(0)
	}
	if amount == nil {
		left = nil
	}
	if len(recipients) == 0 {
		return left, waiting, !any || !settledCentrally
	}
	return left, waiting, len(waiting) > 0
}

// naiveSplit divides an amount by largest remainder, the earlier recipient first.
func naiveSplit(n naiveBook, s funding.Split, amount *big.Int, among []int) []*big.Int {
	parts := make([]*big.Int, len(among))
	if amount == nil {
		return parts
	}
	weight := func(i int) *big.Int {
		if s.Method == funding.SplitByWeight {
			return big.NewInt(s.Weights[n.vanguards[among[i]].ID])
		}
		return big.NewInt(1)
	}
	total := new(big.Int)
	for i := range among {
		total.Add(total, weight(i))
	}
	magnitude, left := new(big.Int).Abs(amount), new(big.Int).Abs(amount)
	rests := make([]*big.Int, len(among))
	order := make([]int, len(among))
	for i := range among {
		order[i] = i
		parts[i], rests[i] = new(big.Int).QuoRem(new(big.Int).Mul(magnitude, weight(i)), total, new(big.Int))
		left.Sub(left, parts[i])
	}
	slices.SortStableFunc(order, func(i, j int) int { return rests[j].Cmp(rests[i]) })
	for _, i := range order[:left.Int64()] {
		parts[i].Add(parts[i], big.NewInt(1))
	}
	if amount.Sign() < 0 {
		for _, p := range parts {
			p.Neg(p)
		}
	}
	return parts
}

// question is the one that the filters and dimensions ask.
func (n naiveBook) question(dims ...funding.Dimension) question {
	if _, asked := n.statuses(); asked {
		return byStatus
	}
	if slices.Contains(dims, funding.ByStatus) || slices.Contains(dims, funding.ByStrength) {
		return byProgress
	}
	return byCommitment
}

// mixed reports whether amounts of several streams would be added up unasked.
func (n naiveBook) mixed(items []naiveItem, dims ...funding.Dimension) bool {
	streams := map[funding.Stream]bool{}
	for _, item := range items {
		if item.status != 0 {
			streams[n.l.Allocations[item.position].Stream] = true
		}
	}
	named := slices.ContainsFunc(n.filters, func(f funding.Filter) bool { return len(f.Streams) > 0 })
	return len(streams) > 1 && !named && !slices.Contains(dims, funding.ByStream)
}

// key is where an item stands.
func (n naiveBook) key(item naiveItem, dims ...funding.Dimension) funding.Key {
	a := n.l.Allocations[item.position]
	var k funding.Key
	agree := func(field func(v caremodel.Vanguard) string) string {
		for _, r := range item.recipients {
			if field(n.vanguards[r]) != field(n.vanguards[item.recipients[0]]) {
				k.Joint = true
				return ""
			}
		}
		if len(item.recipients) == 0 {
			return ""
		}
		return field(n.vanguards[item.recipients[0]])
	}
	for _, d := range dims {
		switch d {
		case funding.ByVanguard:
			if agree(func(v caremodel.Vanguard) string { return v.Slug }) != "" {
				k.Vanguard = n.vanguards[item.recipients[0]].ID
			}
		case funding.ByCategory:
			k.Category = caremodel.Category(agree(func(v caremodel.Vanguard) string { return string(v.Category) }))
		case funding.ByWave:
			k.Wave = agree(func(v caremodel.Vanguard) string { return v.Wave })
		case funding.ByRegion:
			k.Region = agree(func(v caremodel.Vanguard) string { return v.Region })
		case funding.ByYear:
			k.Year = a.Year
			if a.LastYear() != a.Year {
				k.Through = a.LastYear()
			}
		case funding.ByStream:
			k.Stream = a.Stream
		case funding.ByKind:
			k.Kind = a.Kind
		case funding.ByStatus:
			k.Status = item.status
		case funding.ByStrength:
			k.Strength = item.status.Strength()
		case funding.ByFund:
			k.Fund = n.fundOf(a.Round)
		case funding.ByRound:
			k.Round = a.Round
		}
	}
	return k
}

// table returns the rows by key.
func (n naiveBook) table(items []naiveItem, dims ...funding.Dimension) map[funding.Key]*naiveRow {
	rows := map[funding.Key]*naiveRow{}
	for _, item := range items {
		k := n.key(item, dims...)
		r, ok := rows[k]
		if !ok {
			r = &naiveRow{sum: new(big.Int)}
			rows[k] = r
		}
		switch {
		case item.status == 0:
			r.uncommitted++
		case item.amount == nil:
			r.unknown++
		default:
			r.count++
			r.sum.Add(r.sum, item.amount)
			if r.min == nil || item.amount.Cmp(r.min) < 0 {
				r.min = item.amount
			}
			if r.max == nil || item.amount.Cmp(r.max) > 0 {
				r.max = item.amount
			}
		}
	}
	return rows
}

// sortKeys puts keys in the order of the dimensions' values.
func (n naiveBook) sortKeys(keys []funding.Key, dims ...funding.Dimension) {
	var waves, regions []string
	for w := range n.p.Waves() {
		waves = append(waves, w.Name)
	}
	for _, v := range n.vanguards {
		regions = append(regions, v.Region)
	}
	slices.Sort(regions)
	var categories []caremodel.Category
	for c := range n.p.Taxonomy().All() {
		categories = append(categories, c.Code)
	}
	streams := []funding.Stream{funding.StreamTransformation, funding.StreamMatched, funding.StreamCentralSupport, funding.StreamElsewhere}
	ids := make([]caremodel.VanguardID, len(n.vanguards))
	for i, v := range n.vanguards {
		ids[i] = v.ID
	}
	slices.SortFunc(keys, func(a, b funding.Key) int {
		for _, d := range dims {
			var c int
			switch d {
			case funding.ByVanguard:
				c = compareIn(ids, a.Vanguard, b.Vanguard, a.Joint, b.Joint)
			case funding.ByCategory:
				c = compareIn(categories, a.Category, b.Category, a.Joint, b.Joint)
			case funding.ByWave:
				c = compareIn(waves, a.Wave, b.Wave, a.Joint, b.Joint)
			case funding.ByRegion:
				c = compareIn(slices.DeleteFunc(slices.Clone(regions), func(r string) bool { return r == "" }), a.Region, b.Region, a.Joint, b.Joint)
			case funding.ByYear:
				c = cmp.Or(a.Year.Compare(b.Year), a.Through.Compare(b.Through))
			case funding.ByStream:
				c = cmp.Or(compareIn(streams, a.Stream, b.Stream, false, false), cmp.Compare(a.Stream, b.Stream))
			case funding.ByKind:
				c = zeroLast(a.Kind, b.Kind)
			case funding.ByStatus:
				c = zeroLast(a.Status, b.Status)
			case funding.ByStrength:
				c = zeroLast(a.Strength, b.Strength)
			case funding.ByFund:
				c = blankLast(string(a.Fund), string(b.Fund))
			case funding.ByRound:
				year := func(id funding.RoundID) funding.FinancialYear {
					for _, r := range n.l.Rounds {
						if r.ID == id {
							return r.Year
						}
					}
					return funding.MustParseFinancialYear("9998/99")
				}
				c = cmp.Or(year(a.Round).Compare(year(b.Round)), blankLast(string(a.Round), string(b.Round)))
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
}

// compareIn compares by place in a list; then joint, then nothing.
func compareIn[T comparable](list []T, a, b T, aJoint, bJoint bool) int {
	place := func(v T, joint bool) int {
		if i := slices.Index(list, v); i >= 0 {
			return i
		}
		if joint {
			return len(list)
		}
		return len(list) + 1
	}
	return cmp.Compare(place(a, aJoint), place(b, bJoint))
}

func zeroLast[T ~uint8](a, b T) int { return cmp.Compare(a-1, b-1) }

func blankLast(a, b string) int {
	if (a == "") != (b == "") {
		return -cmp.Compare(a, b)
	}
	return cmp.Compare(a, b)
}

// undated returns the allocations that the filters keep, whatever they ask of
// events, and of which a day is not known.
func (n naiveBook) undated() []int {
	var out []int
	for position, a := range n.l.Allocations {
		recipients := n.recipients(a)
		if n.keepsRest(a) && n.meansAll(recipients) && n.keepsJoint(recipients) &&
			slices.ContainsFunc(a.Events, func(e funding.Event) bool { return e.On.IsZero() }) {
			out = append(out, position)
		}
	}
	return out
}

// straddling returns the joint awards that nobody has divided and of whose
// recipients the filters mean some, or, without a filter by recipient, all.
func (n naiveBook) straddling() []int {
	var out []int
	for position, a := range n.l.Allocations {
		recipients := n.recipients(a)
		_, isSplit := n.split(position)
		if len(recipients) < 2 || isSplit || !n.keepsRest(a) || !n.keepsJoint(recipients) {
			continue
		}
		meant := 0
		for _, r := range recipients {
			if n.meansVanguard(n.vanguards[r]) {
				meant++
			}
		}
		if meant > 0 && meant < len(recipients) || !n.filtersRecipients() {
			out = append(out, position)
		}
	}
	return out
}
