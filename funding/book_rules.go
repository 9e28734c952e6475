package funding

import (
	"cmp"
	"iter"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// The rules of "What counts" (see Book), the only place of each: the book's
// questions, the rules about funds and the analyses all ask here. Who is meant by
// a filter and where a joint award stands are rules about recipients: see
// book_index.go.

// eventDays tells from which day each event of an allocation counts. Asked of one
// event after the other, it looks at each once.
type eventDays struct {
	a    *Allocation
	next int // the first dated event behind those that were asked for
}

// of returns the day from which event i counts, and whether that is its own. An
// event whose day nobody published was known at the latest when its source
// appeared; failing that, decisions stand in order, so it was known on the next
// known day of the same allocation; failing that too, it is taken to fall within
// its financial year.
func (d *eventDays) of(i int) (day caremodel.Date, own bool) {
	e := &d.a.Events[i]
	switch {
	case !e.On.IsZero():
		return e.On, true
	case !e.Figure.Source.Published.IsZero():
		return e.Figure.Source.Published, false
	}
	for d.next = max(d.next, i+1); d.next < len(d.a.Events); d.next++ {
		if on := d.a.Events[d.next].On; !on.IsZero() {
			return on, false
		}
	}
	return d.a.Year.End(), false
}

// statusSet is a set of statuses, a bit for each; bit 0 stands for none.
type statusSet uint8

const (
	everyStatus statusSet = 1<<(Withdrawn+1) - 2
	anyStatus   statusSet = everyStatus | 1
	endings     statusSet = 1<<Declined | 1<<Withdrawn
	levels      statusSet = 1<<Requested | 1<<Earmarked | 1<<ApprovedInPrinciple | 1<<Approved
)

func setOf(s Status) statusSet { return 1 << s }

func (s statusSet) has(st Status) bool { return s>>st&1 == 1 }

// figure is what an allocation has at a status.
type figure struct {
	pence  int64 // of what is stated
	day    int32
	known  bool // all of it is stated
	counts bool // an event meets what the filter asks
}

// statusFigures are what the events of an allocation come to, status by status.
type statusFigures struct {
	had statusSet // only of these there is a figure
	at  [Withdrawn + 1]figure
}

// add adds the next event; meets says whether it meets what the filter asks. A
// level replaces the one before it. Payments add up, a clawback being negative, and
// their sum is known only if every one of them is.
func (f *statusFigures) add(s Status, day int32, pence int64, known, meets bool) {
	if !everyStatus.has(s) {
		return
	}
	at := &f.at[s]
	if s != Paid || !f.had.has(s) {
		*at = figure{known: true}
	}
	f.had |= setOf(s)
	at.day = day
	if !meets {
		return
	}
	at.counts = true
	at.known = at.known && known
	if known {
		at.pence = clampAdd(at.pence, pence)
	}
}

// figuresOf returns the figures of an allocation, whatever the day.
func figuresOf(a *Allocation) (f statusFigures) {
	days := eventDays{a: a}
	for i := range a.Events {
		e := &a.Events[i]
		day, _ := days.of(i)
		f.add(e.Status, dayNumber(day), e.Figure.Amount.pence, e.Figure.Known(), true)
	}
	return f
}

// counted is the figure that counts in a question; status zero says that none does.
type counted struct {
	status Status
	figure
}

// pick returns the figure that counts by a rule.
func (f *statusFigures) pick(c *precedence) counted {
	s := c[f.had]
	if s == 0 {
		return counted{}
	}
	return counted{s, f.at[s]}
}

// paid returns what was paid.
func (f *statusFigures) paid() counted {
	if !f.had.has(Paid) {
		return counted{}
	}
	return counted{Paid, f.at[Paid]}
}

// precedence says, for every set of statuses that an allocation may have had, whose
// figure counts; zero where none does.
type precedence [1 << (Withdrawn + 1)]Status

// firstOf chooses the first of these statuses that the allocation has had.
func firstOf(order ...Status) *precedence {
	c := new(precedence)
	for had := range c {
		c[had] = statusSet(had).first(order)
	}
	return c
}

// first returns the first of these statuses that is in the set, or zero.
func (s statusSet) first(order []Status) Status {
	if i := slices.IndexFunc(order, s.has); i >= 0 {
		return order[i]
	}
	return 0
}

// exceptEnded chooses nothing for what was declined or withdrawn: an ending undoes
// what was decided before it.
func (c *precedence) exceptEnded() *precedence {
	for had := range c {
		if statusSet(had)&endings != 0 {
			c[had] = 0
		}
	}
	return c
}

// among chooses nothing where the status is not one of the set.
func (c *precedence) among(set statusSet) *precedence {
	out := *c
	for had, s := range out {
		if !set.has(s) {
			out[had] = 0
		}
	}
	return &out
}

// strongest lists the statuses from strong to weak: by strength, then by ladder.
func strongest() []Status {
	return []Status{Paid, Approved, ApprovedInPrinciple, Earmarked, Requested, Withdrawn, Declined}
}

// committed is the rule without a status in the filter: the approved level, or
// the sum paid where money was paid without a recorded approval. A level before a
// flow, because instalments still to come are committed too.
func committed() *precedence { return useAt(Commitment) }

// useAt is what an allocation that uses a fund stands for at a strength or above:
// the strongest of its levels, or the sum paid where none of them is strong enough.
func useAt(s Strength) *precedence { return standsAt[s] }

var standsAt = func() (at [Disbursement + 1]*precedence) {
	for s := range at {
		var order []Status
		for _, status := range strongest() {
			if levels.has(status) && status.Strength() >= Strength(s) {
				order = append(order, status)
			}
		}
		at[s] = firstOf(append(order, Paid)...).exceptEnded()
	}
	return at
}()

// asked is the rule with statuses in the filter: the strongest of them that the
// allocation had. Of what has ended only what an ending does not undo, unless the
// filter asks for that too: it was asked for, and what was paid was paid.
func asked(set statusSet, ended bool) *precedence {
	c, order := new(precedence), strongest()
	for had := range c {
		of := statusSet(had) & set
		if statusSet(had)&endings != 0 && !ended {
			of &= endings | setOf(Requested) | setOf(Paid)
		}
		c[had] = of.first(order)
	}
	return c
}

// furthest is the rule of a table by status or strength: how far the allocation
// got. What has ended stands under its ending.
func furthest() *precedence {
	return firstOf(append([]Status{Withdrawn, Declined}, strongest()...)...)
}

// use returns what an allocation uses of a fund: the greater of what it stands for
// and of what was paid under it, whatever became of it since. A level that is not
// stated counts what was paid.
func use(stands, paid counted) counted {
	switch {
	case stands.status == 0:
		return paid
	case paid.status == 0 || paid.pence <= stands.pence:
		return stands
	}
	paid.known = paid.known && stands.known
	return paid
}

// within reports whether a filter keeps a span of years: all of them must be
// among those that it names, because nobody has said what falls to each.
func (s span) within(years []FinancialYear) bool {
	for y := range s.year.Through(s.last()) {
		if !slices.Contains(years, y) {
			return false
		}
	}
	return !s.year.IsZero()
}

// standing is what a member of a lineage still stands for in a question.
type standing struct {
	// level is the strength of the level that the award counts at. Zero where it
	// does not count, or counts by what was paid: nobody's later award takes a
	// payment back.
	level    Strength
	left     int64      // of the level, in pence
	spare    int64      // what was left of it when the last recipient had an award
	received []Strength // by recipient: the strongest of what each has under awards that settle this one
	waiting  int        // recipients that have nothing as strong as the level
	unstated bool       // what settles it has an amount that is not stated
	// over is money by which the award was settled beyond what it stood for, by
	// strength.
	over [Disbursement + 1]total
}

// standings returns what each member of a lineage still stands for in a question;
// count tells what a member counts for in it by itself, whoever its recipients are
// and whatever a filter asks.
//
// A later award settles those that it names with money of at least the strength
// that they count at, in the order of the day of the event that counts, then of its
// key. It is taken off once: off the first that it names up to what that still
// stands for, the rest off the next; what is left over then goes up the chain by way
// of the first that settles others in turn. So an award loses the greater of its
// successor's figure and what the successor and the successor's own successors come to.
func (g *lineage) standings(count func(member int) counted) []standing {
	out := g.unsettled()
	of := make([]counted, len(g.members))
	var successors []int
	for i := range g.members {
		c := count(i)
		of[i] = c
		if levels.has(c.status) {
			out[i].level, out[i].left = c.status.Strength(), c.pence
		}
		if c.status != 0 && len(g.members[i].settles) > 0 {
			successors = append(successors, i)
		}
	}
	slices.SortFunc(successors, func(i, j int) int {
		return cmp.Or(cmp.Compare(of[i].day, of[j].day), cmp.Compare(g.members[i].id, g.members[j].id))
	})
	for _, i := range successors {
		strength := of[i].status.Strength()
		var amount total
		amount.add(max(of[i].pence, 0))
		g.takeOff(out, i, strength, amount)
		for _, a := range g.members[i].settles {
			if strength >= out[a].level {
				out[a].unstated = out[a].unstated || !of[i].known
				g.serve(&out[a], i, a, func(int) Strength { return strength })
			}
		}
	}
	for _, i := range g.upwards {
		for strength := Disbursement; strength >= Request; strength-- {
			over := out[i].over[strength]
			spent := min(over.money().pence, out[i].spare)
			out[i].spare -= spent
			over.sub(spent)
			g.takeOff(out, i, strength, over)
		}
		for _, a := range g.members[i].settles {
			out[a].unstated = out[a].unstated || out[i].unstated && of[i].status == 0
			g.serve(&out[a], i, a, func(recipient int) Strength { return out[i].received[recipient] })
		}
	}
	return out
}

// of returns what an award with this figure still stands for, and whether it stands
// at all: not once each recipient has an award of its own. A level alone is
// superseded.
func (s *standing) of(c counted) (counted, bool) {
	if levels.has(c.status) {
		c.pence = s.left
	}
	if s.waiting == 0 && (c.status == 0 || levels.has(c.status)) {
		return counted{}, false
	}
	return c, true
}

// stillWaiting returns those of the award's recipients that have nothing as strong
// as its level yet.
func (s *standing) stillWaiting(recipients []int) []int {
	var out []int
	for i, r := range recipients {
		if s.received[i] < s.enough() {
			out = append(out, r)
		}
	}
	return out
}

// enough is how strong an award of its own has to be for a recipient to wait no
// longer.
func (s *standing) enough() Strength { return max(s.level, Request) }

// unsettled returns what the members stand for as long as nothing settles them.
func (g *lineage) unsettled() []standing {
	n := 0
	for i := range g.members {
		n += len(g.members[i].recipients)
	}
	received := make([]Strength, n)
	out := make([]standing, len(g.members))
	for i := range out {
		n := len(g.members[i].recipients)
		out[i].waiting, out[i].received, received = n, received[:n:n], received[n:]
	}
	return out
}

// takeOff takes an amount off the awards that a member names.
func (g *lineage) takeOff(out []standing, i int, s Strength, amount total) {
	by := -1
	for _, a := range g.members[i].settles {
		if s < out[a].level {
			continue
		}
		taken := min(amount.money().pence, out[a].left)
		out[a].left -= taken
		amount.sub(taken)
		if by < 0 && len(g.members[a].settles) > 0 {
			by = a
		}
	}
	if by >= 0 {
		out[by].over[s].plus(amount)
	}
}

// serve notes what the recipients of an award have through a member that names
// it. Once each has an award of its own, the award stands for nothing.
func (g *lineage) serve(award *standing, i, a int, received func(recipient int) Strength) {
	enough := award.enough()
	for at, recipient := range common(g.members[i].recipients, g.members[a].recipients) {
		s, had := received(at), award.received[recipient]
		if s <= had {
			continue
		}
		award.received[recipient] = s
		if had < enough && s >= enough {
			award.waiting--
		}
	}
	if award.waiting == 0 {
		award.left, award.spare = 0, award.spare+award.left
	}
}

// common returns where two ascending lists have the same values. The longer is
// searched, so that many successors of one large award do not each read all of it.
func common(a, b []int) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		if len(a) <= len(b) {
			for i, v := range a {
				if j, ok := slices.BinarySearch(b, v); ok && !yield(i, j) {
					return
				}
			}
			return
		}
		for j, v := range b {
			if i, ok := slices.BinarySearch(a, v); ok && !yield(i, j) {
				return
			}
		}
	}
}
