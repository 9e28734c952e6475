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

// ended reports whether every filter that names statuses asks for what has ended.
func (n naiveBook) ended() bool {
	for _, f := range n.filters {
		if len(f.Statuses)+len(f.Strengths) > 0 && !f.Ended {
			return false
		}
	}
	return true
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
	return len(recipients) > 0 || n.meansVanguard(caremodel.Vanguard{}) // money without a recipient has no wave and no region
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
type question struct {
	statuses []funding.Status // in order of preference
	ended    []funding.Status // the same of what was declined or withdrawn
	told     bool             // what has none of them is told as not committed
}

// naiveFigure is the figure of an allocation that counts in a question.
type naiveFigure struct {
	status   funding.Status // zero: none
	amount   *big.Int       // nil: not stated
	payments []*big.Int     // that add up to it; nil: not stated
	day      caremodel.Date // of the event that counts
}

// figure returns the figure of an allocation that counts, and whether the
// allocation was known of at all. Where the predicates are asked and it fails them,
// it was not.
func (n naiveBook) figure(a funding.Allocation, q question, predicates bool) (naiveFigure, bool) {
	events := n.known(a)
	if len(events) == 0 {
		return naiveFigure{}, false
	}
	had := func(s funding.Status) bool {
		return slices.ContainsFunc(events, func(i int) bool { return a.Events[i].Status == s })
	}
	order := q.statuses
	if had(funding.Declined) || had(funding.Withdrawn) {
		order = q.ended
	}
	i := slices.IndexFunc(order, had)
	if i < 0 {
		return naiveFigure{}, q.told
	}
	out := naiveFigure{status: order[i]}
	met := false
	for _, e := range events {
		event := a.Events[e]
		if event.Status != out.status {
			continue
		}
		out.day = n.day(a, e)
		var value *big.Int
		if event.Figure.Bound != caremodel.NotStated {
			value = big.NewInt(event.Figure.Amount.Pence())
		}
		if out.status != funding.Paid {
			out.amount, met = value, n.meets(a, e)
		} else if !predicates || n.meets(a, e) {
			out.payments, met = append(out.payments, value), true
		}
	}
	if out.status == funding.Paid && !slices.Contains(out.payments, nil) {
		out.amount = new(big.Int)
		for _, p := range out.payments {
			out.amount.Add(out.amount, p)
		}
	}
	return out, met || !predicates
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
	left := n.settle(q)
	for position, a := range n.l.Allocations {
		recipients := n.recipients(a)
		split, isSplit := n.split(position)
		if !n.keepsRest(a) || !isSplit && (!n.meansAll(recipients) || !n.keepsJoint(recipients)) {
			continue
		}
		f, ok := n.figure(a, q, true)
		if !ok {
			continue
		}
		unknown, level := false, isLevel(f.status)
		if s := left[position]; level || f.status == 0 {
			waiting := s.waiting(recipients)
			if len(recipients) > 0 && len(waiting) == 0 || len(recipients) == 0 && s.settledCentrally() {
				continue // every recipient has an award of its own
			}
			recipients = waiting
			if level && f.amount != nil {
				f.amount = s.left
				unknown = s.unstated && s.left.Sign() > 0
			}
		}
		if !isSplit {
			out = append(out, naiveItem{position, n.recipients(a), f.status, f.amount})
			continue
		}
		if unknown {
			f.amount = nil
		}
		parts := naiveSplit(n, split, f.amount, recipients)
		if f.amount != nil && f.status == funding.Paid {
			for i := range parts {
				parts[i] = new(big.Int)
			}
			for _, payment := range f.payments {
				for i, part := range naiveSplit(n, split, payment, recipients) {
					parts[i].Add(parts[i], part)
				}
			}
		}
		for i, r := range recipients {
			if n.meansAll([]int{r}) && n.keepsJoint([]int{r}) {
				out = append(out, naiveItem{position, []int{r}, f.status, parts[i]})
			}
		}
	}
	return out
}

func isLevel(s funding.Status) bool { return s >= funding.Requested && s <= funding.Approved }

// naiveLeft is what an award stands for, and who has received something since.
type naiveLeft struct {
	strength funding.Strength // of the level that it counts at
	left     *big.Int
	spare    *big.Int                 // what was left when everybody had an award
	received map[int]funding.Strength // by recipient, -1 for money without one
	unstated bool
	over     map[funding.Strength]*big.Int
}

func (s *naiveLeft) waiting(recipients []int) (out []int) {
	for _, r := range recipients {
		if s.received[r] < max(s.strength, funding.Request) {
			out = append(out, r)
		}
	}
	return out
}

func (s *naiveLeft) settledCentrally() bool {
	return s.received[-1] >= max(s.strength, funding.Request)
}

func (s *naiveLeft) serve(recipients, theirs []int, strength func(int) funding.Strength) {
	all := append(slices.Clone(recipients), -1)
	for _, r := range all {
		if slices.Contains(theirs, r) {
			s.received[r] = max(s.received[r], strength(r))
		}
	}
	if len(recipients) > 0 && len(s.waiting(recipients)) == 0 || len(recipients) == 0 && s.settledCentrally() {
		s.spare = new(big.Int).Add(s.spare, s.left)
		s.left = new(big.Int)
	}
}

// parties returns the recipients, or -1 for money without one.
func (n naiveBook) parties(i int) []int {
	if out := n.recipients(n.l.Allocations[i]); len(out) > 0 {
		return out
	}
	return []int{-1}
}

// settles returns which awards an allocation settles: those that it names and with
// which it has a recipient in common, but for those that it settles by way of
// another.
func (n naiveBook) settles(i int) (out []int) {
	for _, id := range n.l.Allocations[i].Supersedes {
		at := slices.IndexFunc(n.l.Allocations, func(a funding.Allocation) bool { return a.ID == id })
		if slices.ContainsFunc(n.parties(i), func(r int) bool { return slices.Contains(n.parties(at), r) }) {
			out = append(out, at)
		}
	}
	var reach func(from, to int) bool
	reach = func(from, to int) bool {
		return slices.ContainsFunc(n.settles(from), func(a int) bool { return a == to || reach(a, to) })
	}
	named := slices.Clone(out)
	return slices.DeleteFunc(out, func(to int) bool {
		return slices.ContainsFunc(named, func(by int) bool { return by != to && reach(by, to) })
	})
}

// settle takes every heir off the awards that it settles, once.
func (n naiveBook) settle(q question) []*naiveLeft {
	all := n.l.Allocations
	out, figures, order := make([]*naiveLeft, len(all)), make([]naiveFigure, len(all)), make([]int, len(all))
	settles := make([][]int, len(all))
	for i, a := range all {
		f, _ := n.figure(a, q, false)
		figures[i], order[i], settles[i] = f, i, n.settles(i)
		out[i] = &naiveLeft{left: new(big.Int), spare: new(big.Int), received: map[int]funding.Strength{}, over: map[funding.Strength]*big.Int{}}
		if isLevel(f.status) {
			out[i].strength = f.status.Strength()
			if f.amount != nil {
				out[i].left = new(big.Int).Set(f.amount)
			}
		}
	}
	takeOff := func(i int, strength funding.Strength, amount *big.Int) {
		rest, by := new(big.Int).Set(amount), -1
		for _, a := range settles[i] {
			if strength < out[a].strength {
				continue
			}
			taken := new(big.Int).Set(rest)
			if out[a].left.Cmp(rest) < 0 {
				taken.Set(out[a].left)
			}
			out[a].left = new(big.Int).Sub(out[a].left, taken)
			rest.Sub(rest, taken)
			if by < 0 && len(settles[a]) > 0 {
				by = a
			}
		}
		if by >= 0 {
			if out[by].over[strength] == nil {
				out[by].over[strength] = new(big.Int)
			}
			out[by].over[strength].Add(out[by].over[strength], rest)
		}
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(figures[i].day.Compare(figures[j].day), cmp.Compare(all[i].ID, all[j].ID))
	})
	for _, i := range order {
		f := figures[i]
		if f.status == 0 {
			continue
		}
		amount := new(big.Int)
		if f.amount != nil && f.amount.Sign() > 0 {
			amount = f.amount
		} else if f.amount == nil {
			for _, p := range f.payments { // what is stated of them
				if p != nil {
					amount.Add(amount, p)
				}
			}
			if amount.Sign() < 0 {
				amount.SetInt64(0)
			}
		}
		takeOff(i, f.status.Strength(), amount)
		for _, a := range settles[i] {
			if f.status.Strength() >= out[a].strength {
				out[a].unstated = out[a].unstated || f.amount == nil
				out[a].serve(n.recipients(all[a]), n.parties(i), func(int) funding.Strength { return f.status.Strength() })
			}
		}
	}
	var height func(i int) int
	height = func(i int) int {
		h := 0
		for heir := range all {
			if slices.Contains(settles[heir], i) {
				h = max(h, height(heir)+1)
			}
		}
		return h
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(height(i), height(j)), cmp.Compare(all[i].ID, all[j].ID))
	})
	for _, i := range order {
		for strength := funding.Disbursement; strength >= funding.Request; strength-- {
			if rest := out[i].over[strength]; rest != nil && rest.Cmp(out[i].spare) > 0 {
				takeOff(i, strength, new(big.Int).Sub(rest, out[i].spare))
				out[i].spare = new(big.Int)
			} else if rest != nil {
				out[i].spare = new(big.Int).Sub(out[i].spare, rest)
			}
		}
		for _, a := range settles[i] {
			out[a].unstated = out[a].unstated || figures[i].status == 0 && out[i].unstated
			out[a].serve(n.recipients(all[a]), n.parties(i), func(r int) funding.Strength { return out[i].received[r] })
		}
	}
	return out
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
	strong := []funding.Status{funding.Paid, funding.Approved, funding.ApprovedInPrinciple, funding.Earmarked, funding.Requested, funding.Withdrawn, funding.Declined}
	if set, asked := n.statuses(); asked {
		q := question{}
		for _, s := range strong {
			if !slices.Contains(set, s) {
				continue
			}
			q.statuses = append(q.statuses, s)
			if n.ended() || !slices.Contains([]funding.Status{funding.Approved, funding.ApprovedInPrinciple, funding.Earmarked}, s) {
				q.ended = append(q.ended, s)
			}
		}
		return q
	}
	if slices.Contains(dims, funding.ByStatus) || slices.Contains(dims, funding.ByStrength) {
		return question{statuses: strong, ended: []funding.Status{funding.Withdrawn, funding.Declined}}
	}
	return question{statuses: []funding.Status{funding.Approved, funding.Paid}, told: !n.predicates()}
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
