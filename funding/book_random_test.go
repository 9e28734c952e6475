package funding_test

import (
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// testProgramme has seven vanguards in three categories, two waves and two
// regions, some without a wave or a region.
func testProgramme(t require.TestingT) *caremodel.Programme { return trialProgramme(t, "") }

// trialProgramme has one vanguard more, if it is named.
func trialProgramme(t require.TestingT, twin string) *caremodel.Programme {
	v := func(slug string, c caremodel.Category, wave, region string) caremodel.Vanguard {
		return caremodel.Vanguard{Slug: slug, Name: "The " + slug + " vanguard", Category: c, Wave: wave, Region: region}
	}
	day := caremodel.MustParseDate("2015-03-10")
	d := caremodel.Definition{
		Slug: "trial", Name: "A trial programme",
		Categories: caremodel.EnglandCategories(),
		Waves:      []caremodel.Wave{{Name: "second", Announced: day}, {Name: "first", Announced: day}},
		Vanguards: []caremodel.Vanguard{
			v("ash", caremodel.PACS, "first", "North"), v("birch", caremodel.PACS, "first", "South"),
			v("cedar", caremodel.MCP, "first", "North"), v("damson", caremodel.MCP, "second", ""),
			v("elder", caremodel.EHCH, "", "South"), v("fir", caremodel.PACS, "second", "North"), v("gean", caremodel.MCP, "", ""),
		},
	}
	if twin != "" {
		d.Vanguards = append(d.Vanguards, v(twin, caremodel.PACS, "first", "North"))
	}
	p, err := caremodel.NewProgramme(d)
	require.NoError(t, err)
	return p
}

// twin is like ash under every dimension but its own.
const twin = "aspen"

// dense is a few awards many times over, so that sums are made beforehand: at least 32
// awards for each sum of four statuses. The copies of an award to one vanguard go to five
// in turn, of which each differs from ash in one dimension.
func dense(l funding.Ledger) funding.Ledger {
	const few = 2
	to := who("ash", twin, "birch", "cedar", "fir")
	out := l
	out.Allocations = nil
	for n := range 32 * 4 * len(to) {
		for _, a := range l.Allocations[:min(few, len(l.Allocations))] {
			copied := func(id funding.AllocationID) funding.AllocationID {
				return funding.AllocationID(fmt.Sprintf("%s-%d", id, n))
			}
			a.ID, a.Element = copied(a.ID), string(copied(a.ID))
			if len(a.Recipients) == 1 {
				a.Recipients = to[n%len(to) : n%len(to)+1]
			}
			a.Supersedes = slices.Clone(a.Supersedes)
			for i, id := range a.Supersedes {
				a.Supersedes[i] = copied(id)
			}
			out.Allocations = append(out.Allocations, a)
		}
	}
	return out
}

// who returns the ids of vanguards of the trial programme.
func who(slugs ...string) []caremodel.VanguardID {
	var out []caremodel.VanguardID
	for _, s := range slugs {
		out = append(out, caremodel.VanguardIDFor("trial", s))
	}
	return out
}

func slugs() []string { return []string{"ash", "birch", "cedar", "damson", "elder", "fir", "gean"} }

func trialFunds() ([]funding.Fund, []funding.Round) {
	y := funding.MustParseFinancialYear
	return []funding.Fund{{ID: "main"}, {ID: "extra"}}, []funding.Round{
		{ID: "b", Fund: "main", Year: y("2016/17")},
		{ID: "a", Fund: "main", Year: y("2016/17")},
		{ID: "z", Fund: "extra", Year: y("2015/16")},
		{ID: "loose"},
	}
}

// drawLedger draws a ledger in order, of joint and central awards, of every
// status, with unstated figures, clawbacks, undated events and superseded awards.
func drawLedger(t *rapid.T) funding.Ledger {
	var l funding.Ledger
	l.Funds, l.Rounds = trialFunds()
	for i := range rapid.IntRange(0, 12).Draw(t, "allocations") {
		a := funding.Allocation{
			ID:         funding.AllocationID(fmt.Sprintf("a%d", i)),
			Element:    fmt.Sprint(i),
			Round:      rapid.SampledFrom([]funding.RoundID{"", "a", "b", "z", "loose"}).Draw(t, "round"),
			Recipients: who(rapid.Permutation(slugs()).Draw(t, "recipients")[:rapid.SampledFrom([]int{0, 1, 1, 1, 1, 2, 3, 5}).Draw(t, "how many")]...),
			Year:       drawYear(t),
			Stream:     rapid.SampledFrom([]funding.Stream{funding.StreamTransformation, funding.StreamTransformation, funding.StreamMatched, funding.StreamElsewhere, "charity"}).Draw(t, "stream"),
			Kind:       rapid.SampledFrom([]funding.Kind{funding.Revenue, funding.Capital, funding.Unspecified, 0}).Draw(t, "kind"),
		}
		if rapid.IntRange(0, 4).Draw(t, "multi-year") == 0 {
			a.Through = a.Year.Add(rapid.IntRange(0, 2).Draw(t, "more years"))
		}
		drawEvents(t, &a)
		for j := range i {
			if rapid.IntRange(0, 4).Draw(t, "supersedes") == 0 {
				a.Supersedes = append(a.Supersedes, l.Allocations[j].ID)
			}
		}
		l.Allocations = append(l.Allocations, a)
	}
	return l
}

func drawYear(t *rapid.T) funding.FinancialYear {
	return funding.MustParseFinancialYear("2015/16").Add(rapid.IntRange(0, 2).Draw(t, "year"))
}

// drawDay draws a day of the four years that matter, or none.
func drawDay(t *rapid.T, label string) caremodel.Date {
	n := rapid.IntRange(-300, 1400).Draw(t, label)
	if n < 0 {
		return caremodel.Date{}
	}
	return caremodel.MustParseDate("2015-03-01").AddDays(n)
}

func drawEvents(t *rapid.T, a *funding.Allocation) {
	var before funding.Status
	var latest caremodel.Date
	for range rapid.IntRange(1, 4).Draw(t, "events") {
		var legal []funding.Status
		for s := funding.Requested; s <= funding.Withdrawn; s++ {
			if before.CanBecome(s) {
				legal = append(legal, s)
			}
		}
		if len(legal) == 0 {
			return
		}
		e := funding.Event{Status: rapid.SampledFrom(legal).Draw(t, "status"), Reason: "drawn"}
		if on := drawDay(t, "on"); !on.Before(latest) {
			e.On = on
			if !on.IsZero() {
				latest = on
			}
		}
		e.Figure.Source.Published = drawDay(t, "published")
		e.Figure.Bound = rapid.SampledFrom([]caremodel.Bound{caremodel.Exactly, caremodel.Exactly, caremodel.About, caremodel.AtLeast, caremodel.AtMost, caremodel.NotStated}).Draw(t, "bound")
		if e.Figure.Known() {
			e.Figure.Amount = funding.Pence(rapid.Int64Range(0, 999).Draw(t, "pence"))
			if e.Status == funding.Paid && rapid.IntRange(0, 3).Draw(t, "clawback") == 0 {
				e.Figure.Amount, _ = e.Figure.Amount.Neg()
			}
		}
		a.Events = append(a.Events, e)
		before = e.Status
	}
}

// drawSome draws some of the values, mostly none: an empty field asks nothing.
func drawSome[T any](t *rapid.T, label string, values ...T) []T {
	if rapid.IntRange(0, 3).Draw(t, label+" at all") > 0 {
		return nil
	}
	return slices.Clone(rapid.Permutation(values).Draw(t, label)[:rapid.IntRange(1, len(values)).Draw(t, "how many")])
}

func drawFilter(t *rapid.T) funding.Filter {
	y := funding.MustParseFinancialYear("2015/16")
	f := funding.Filter{
		Years:      drawSome(t, "years", y, y.Next(), y.Add(2), y.Add(3)),
		Streams:    drawSome(t, "streams", funding.StreamTransformation, funding.StreamMatched, funding.StreamElsewhere),
		Kinds:      drawSome(t, "kinds", funding.Revenue, funding.Capital),
		Statuses:   drawSome(t, "statuses", funding.Requested, funding.Earmarked, funding.ApprovedInPrinciple, funding.Approved, funding.Paid, funding.Declined, funding.Withdrawn),
		Strengths:  drawSome(t, "strengths", funding.Request, funding.Pledge, funding.Commitment, funding.Disbursement),
		Categories: drawSome(t, "categories", caremodel.PACS, caremodel.MCP, caremodel.UEC),
		Waves:      drawSome(t, "waves", "first", "second", ""),
		Regions:    drawSome(t, "regions", "North", "South", ""),
		Vanguards:  drawSome(t, "vanguards", who(slugs()...)...),
		Funds:      drawSome(t, "funds", funding.FundID("main"), "extra", ""),
		Rounds:     drawSome(t, "rounds", funding.RoundID("a"), "z", "loose", ""),
	}
	f.Ended = rapid.Bool().Draw(t, "ended")
	if joint := drawSome(t, "joint", true, false); joint != nil {
		f.Joint = &joint[0]
	}
	if rapid.IntRange(0, 3).Draw(t, "predicates") == 0 {
		f.From, f.Until = drawDay(t, "from"), drawDay(t, "until")
		if !f.Until.IsZero() && f.Until.Before(f.From) {
			f.From = caremodel.Date{}
		}
		least, most := funding.Pence(rapid.Int64Range(-100, 600).Draw(t, "at least")), funding.Pence(rapid.Int64Range(600, 999).Draw(t, "at most"))
		if rapid.Bool().Draw(t, "has at least") {
			f.AtLeast = &least
		}
		if rapid.Bool().Draw(t, "has at most") {
			f.AtMost = &most
		}
	}
	return f
}

func drawDimensions(t *rapid.T) []funding.Dimension {
	all := []funding.Dimension{
		funding.ByVanguard, funding.ByCategory, funding.ByWave, funding.ByRegion, funding.ByYear, funding.ByStream,
		funding.ByKind, funding.ByStatus, funding.ByStrength, funding.ByFund, funding.ByRound,
	}
	n := rapid.SampledFrom([]int{0, 1, 1, 2, 2, 3, 5, 11}).Draw(t, "dimensions")
	return slices.Clone(rapid.Permutation(all).Draw(t, "dimension")[:n])
}

func drawSplit(t *rapid.T, p *caremodel.Programme, l funding.Ledger) funding.Split {
	s := funding.Split{Method: funding.SplitEqually, Source: caremodel.Source{Title: "the treasurer's guess"}}
	if rapid.Bool().Draw(t, "weighted") {
		s.Method, s.Weights = funding.SplitByWeight, map[caremodel.VanguardID]int64{}
		for v := range p.All() {
			s.Weights[v.ID] = rapid.Int64Range(1, 5).Draw(t, "weight")
		}
	}
	for i, a := range l.Allocations {
		if a.Joint() && (i < 24 && rapid.IntRange(0, 2).Draw(t, "this award") == 0 || i >= 24 && i%5 == 0) {
			s.Awards = append(s.Awards, i)
		}
	}
	return s
}

// drawView draws a view of a book and tells the model what it is.
func drawView(t *rapid.T, b *funding.Book, n naiveBook) (*funding.Book, naiveBook) {
	if day := drawDay(t, "as at"); !day.IsZero() {
		b, n.asAt = b.AsAt(day), day
	}
	for range rapid.SampledFrom([]int{0, 1, 1, 1, 2}).Draw(t, "filters") {
		f := drawFilter(t)
		view, err := b.Where(f)
		require.NoError(t, err)
		b, n.filters = view, append(slices.Clip(n.filters), f)
	}
	if rapid.IntRange(0, 3).Draw(t, "split") == 0 {
		s := drawSplit(t, n.p, n.l)
		view, err := b.WithSplit(s)
		require.NoError(t, err)
		b, n.splits = view, append(slices.Clip(n.splits), s)
	}
	return b, n
}
