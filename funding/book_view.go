package funding

import (
	"math"
	"slices"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding/internal/facts"
)

// scope is what a view keeps: its filters, resolved against the index. A nil mask
// keeps everything. A scope is never changed; a narrower view has its own.
type scope struct {
	asAt     caremodel.Date // what was known on this day; the last of all days for everything
	dayAsked bool           // it is not

	keepVanguards []bool // by recipient: by place in the programme
	vanguardAsked bool   // a filter names vanguards
	keepParties   []bool // what follows from it, and from Joint, for each party
	noJoint       bool   // a filter leaves out joint awards
	keepSpans     []bool
	keepStreams   []bool
	keepRounds    []bool
	keepKinds     []bool

	asked    bool // a filter names statuses or strengths
	statuses statusSet
	ended    bool       // every such filter asks for what has ended too
	rows     []tableRow // the view is of these
	furthest bool       // one of them is of a table by status or strength
	only     statusSet  // their statuses
	named    bool       // a filter names streams

	predicates, bounded bool
	from, until         caremodel.Date
	atLeast, atMost     int64

	splits []division
}

// everything is the scope of a whole book.
func everything() *scope {
	last := lastOfDays()
	return &scope{asAt: last, until: last, statuses: everyStatus, ended: true, only: anyStatus, atLeast: math.MinInt64, atMost: math.MaxInt64}
}

// lastOfDays returns the last day that a date can be.
func lastOfDays() caremodel.Date { return day(9999, time.December, 31) }

// keeps reports whether the filters keep a cell whole.
func (s *scope) keeps(c cell) bool {
	return kept(s.keepParties, int(c.party)) && kept(s.keepSpans, int(c.span)) && kept(s.keepStreams, int(c.stream)) &&
		kept(s.keepRounds, int(c.round)) && kept(s.keepKinds, int(c.kind)) && s.inRows(c)
}

// tableRow is a row of a table by its number, short of its status.
type tableRow struct {
	layout *layout
	number uint64
}

func (s *scope) inRows(c cell) bool {
	for _, r := range s.rows {
		if r.layout.base(c) != r.number {
			return false
		}
	}
	return true
}

func kept(mask []bool, i int) bool { return mask == nil || mask[i] }

// both keeps what two masks keep.
func both(a, b []bool) []bool {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	out := make([]bool, len(a))
	for i := range out {
		out[i] = a[i] && b[i]
	}
	return out
}

// narrow returns the scope of s and f together, or every value in f that cannot be
// asked for.
func (ix *index) narrow(s *scope, f Filter) (*scope, error) {
	var c validate.Checker
	ix.names.check(&f, c.At)
	if err := c.Violations().Err(); err != nil {
		return nil, err
	}
	r := resolver{index: ix, f: &f}
	out := *s
	vanguards, nobody := r.recipients()
	out.keepVanguards = both(s.keepVanguards, vanguards)
	out.keepParties = both(s.keepParties, r.partiesOf(vanguards, nobody))
	out.vanguardAsked = s.vanguardAsked || len(f.Vanguards) > 0
	out.noJoint = s.noJoint || f.Joint != nil && !*f.Joint
	out.keepSpans = both(s.keepSpans, r.spansOf())
	out.keepStreams = both(s.keepStreams, r.streamsOf())
	out.keepRounds = both(s.keepRounds, r.roundsOf())
	out.keepKinds = both(s.keepKinds, r.kindsOf())
	out.named = s.named || len(f.Streams) > 0
	if set, asked := r.statusesOf(); asked {
		out.asked, out.statuses, out.ended = true, s.statuses&set, s.ended && f.Ended
	}
	r.predicates(&out)
	return &out, nil
}

// resolver turns the values of a filter that can be asked into masks over the
// index.
type resolver struct {
	*index
	f *Filter
}

// choose returns the mask of these values by their codes, nil for none. A blank stands for
// what has no value.
func choose[T ~string](d facts.Dict[T], values []T) []bool {
	if len(values) == 0 {
		return nil
	}
	mask := make([]bool, d.Size())
	for _, v := range values {
		mask[d.Code(v)] = true
	}
	return mask
}

// recipients returns which vanguards the filter means, nil where it names none, and
// whether it means money without a recipient: that has neither a wave nor a region.
func (r *resolver) recipients() (vanguards []bool, nobody bool) {
	categories := choose(r.dicts.categories, r.f.Categories)
	waves := choose(r.dicts.waves, r.f.Waves)
	regions := choose(r.dicts.regions, r.f.Regions)
	ids := r.vanguardsOf()
	if categories == nil && waves == nil && regions == nil && ids == nil {
		return nil, true
	}
	keeps := func(p recipientCodes) bool {
		return kept(categories, p.code(ByCategory)) && kept(waves, p.code(ByWave)) && kept(regions, p.code(ByRegion))
	}
	mask := make([]bool, len(r.dicts.vanguards.Values))
	for i := range mask {
		mask[i] = keeps(r.parties[i+1]) && kept(ids, i)
	}
	return mask, keeps(r.parties[0]) && ids == nil
}

func (r *resolver) vanguardsOf() []bool {
	if len(r.f.Vanguards) == 0 {
		return nil
	}
	mask := make([]bool, len(r.dicts.vanguards.Values))
	for _, id := range r.f.Vanguards {
		mask[r.dicts.vanguards.Code(id)] = true
	}
	return mask
}

// partiesOf returns which parties the filters by recipient and by Joint keep.
func (r *resolver) partiesOf(vanguards []bool, nobody bool) []bool {
	if vanguards == nil && r.f.Joint == nil {
		return nil
	}
	mask := make([]bool, len(r.parties))
	for i, p := range r.parties {
		mask[i] = (vanguards == nil || p.meant(vanguards) || len(p.members) == 0 && nobody) && (r.f.Joint == nil || *r.f.Joint == p.joint())
	}
	return mask
}

func (r *resolver) spansOf() []bool {
	if len(r.f.Years) == 0 {
		return nil
	}
	mask := make([]bool, len(r.spans.Values))
	for i, s := range r.spans.Values {
		mask[i] = s.within(r.f.Years)
	}
	return mask
}

// streamsOf returns the streams that the filter names and the book has.
func (r *resolver) streamsOf() []bool {
	if len(r.f.Streams) == 0 {
		return nil
	}
	mask := make([]bool, len(r.streams.Values))
	for i, s := range r.streams.Values {
		mask[i] = slices.Contains(r.f.Streams, s)
	}
	return mask
}

// roundsOf returns the rounds that the filter names and whose fund it names.
func (r *resolver) roundsOf() []bool {
	rounds := choose(r.rounds, r.f.Rounds)
	funds := choose(r.funds, r.f.Funds)
	if funds == nil {
		return rounds
	}
	mask := make([]bool, len(r.fundOf))
	for i, fund := range r.fundOf {
		mask[i] = funds[fund]
	}
	return both(rounds, mask)
}

func (r *resolver) kindsOf() []bool {
	if len(r.f.Kinds) == 0 {
		return nil
	}
	mask := make([]bool, math.MaxUint8+1)
	for _, k := range r.f.Kinds {
		mask[k] = true
	}
	return mask
}

// statusesOf returns the statuses that the filter names, by themselves and by
// their strength.
func (r *resolver) statusesOf() (set statusSet, asked bool) {
	set = everyStatus
	if len(r.f.Statuses) > 0 {
		set = 0
		for _, s := range r.f.Statuses {
			set |= setOf(s)
		}
	}
	if len(r.f.Strengths) > 0 {
		for s := Requested; s <= Withdrawn; s++ {
			if !slices.Contains(r.f.Strengths, s.Strength()) {
				set &^= setOf(s)
			}
		}
	}
	return set, len(r.f.Statuses)+len(r.f.Strengths) > 0
}

// predicates narrows what is asked of the event that counts.
func (r *resolver) predicates(s *scope) {
	f := r.f
	if f.From.After(s.from) {
		s.from, s.predicates = f.From, true
	}
	if !f.Until.IsZero() {
		s.predicates = true
		if f.Until.Before(s.until) {
			s.until = f.Until
		}
	}
	if f.AtLeast != nil {
		s.predicates, s.bounded = true, true
		s.atLeast = max(s.atLeast, f.AtLeast.pence)
	}
	if f.AtMost != nil {
		s.predicates, s.bounded = true, true
		s.atMost = min(s.atMost, f.AtMost.pence)
	}
}
