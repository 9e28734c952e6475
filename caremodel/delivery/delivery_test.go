package delivery_test

import (
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/caremodel/validate/validatetest"
)

// The vanguards of the programme that these tests use.
var (
	ely       = caremodel.VanguardIDFor("fens-2027", "ely")
	march     = caremodel.VanguardIDFor("fens-2027", "march")
	wisbech   = caremodel.VanguardIDFor("fens-2027", "wisbech")
	chatteris = caremodel.VanguardIDFor("fens-2027", "chatteris")
	stranger  = caremodel.VanguardIDFor("fens-2027", "stranger")
)

var date = caremodel.MustParseDate

// source is where the records of these tests were read.
var source = []caremodel.Source{{Title: "Board paper 7"}}

// fens is a programme with two categories of its own: Ely and March are in the
// first, Wisbech and Chatteris in the second.
func fens(t testing.TB) *caremodel.Programme {
	t.Helper()
	p, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "fens-2027", Name: "Fens",
		Categories: []caremodel.CategoryDefinition{{Code: "NEIGHBOURHOOD", Name: "Neighbourhood health service"}, {Code: "NETWORK", Name: "Primary care network"}},
		Waves:      []caremodel.Wave{{Name: "spring", Announced: date("2027-04-01")}, {Name: "autumn", Announced: date("2027-10-01")}},
		Vanguards: []caremodel.Vanguard{
			{Slug: "ely", Name: "Ely", Category: "NEIGHBOURHOOD"}, {Slug: "march", Name: "March", Category: "NEIGHBOURHOOD"},
			{Slug: "wisbech", Name: "Wisbech", Category: "NETWORK"}, {Slug: "chatteris", Name: "Chatteris", Category: "NETWORK"},
		},
	})
	require.NoError(t, err)
	return p
}

// deliver builds a delivery from a plan that must be valid.
func deliver(t testing.TB, plan delivery.Plan) *delivery.Delivery {
	t.Helper()
	d, err := delivery.NewDelivery(fens(t), plan)
	require.NoError(t, err)
	return d
}

// principles returns definitions with codes only.
func principles(codes ...delivery.Principle) []delivery.PrincipleDefinition {
	var list []delivery.PrincipleDefinition
	for _, code := range codes {
		list = append(list, delivery.PrincipleDefinition{Code: code, Name: string(code)})
	}
	return list
}

// areas returns a support package with these areas.
func areas(codes ...delivery.Area) delivery.Package {
	p := delivery.Package{Name: "Package", Sources: source}
	for _, code := range codes {
		p.Areas = append(p.Areas, delivery.AreaDefinition{Code: code, Name: string(code)})
	}
	return p
}

func TestNewDelivery_Refuses(t *testing.T) {
	d, err := delivery.NewDelivery(fens(t), delivery.Plan{Packages: []delivery.Package{areas("Technology", "x", "x")}})
	require.Nil(t, d)
	require.ErrorIs(t, err, validate.Format)
	require.ErrorIs(t, err, validate.Duplicate)
	require.Equal(t, 2, validate.Of(err).Len())

	d, err = delivery.NewDelivery(nil, delivery.Plan{})
	require.Nil(t, d)
	require.ErrorIs(t, err, validate.Required)
}

func TestNewDelivery_KeepsWarnings(t *testing.T) {
	d := deliver(t, delivery.Plan{Milestones: []delivery.Milestone{
		{Vanguard: ely, Stage: caremodel.StageSelected, Title: "Announced", Reached: date("2027-04-01")},
	}})
	require.Equal(t, 1, d.Warnings().Len())
	require.NoError(t, d.Warnings().Err())
	require.Zero(t, deliver(t, delivery.Plan{}).Warnings().Len())
}

// A vanguard that was not assessed is not counted as failing.
func TestDelivery_Principles(t *testing.T) {
	d := deliver(t, delivery.Plan{
		Principles: principles(delivery.Volunteering, delivery.Carers, delivery.Equality),
		Assessments: []delivery.Assessment{
			{Vanguard: ely, Principle: delivery.Carers, Rating: delivery.RatingMet},
			{Vanguard: march, Principle: delivery.Carers, Rating: delivery.RatingNotMet},
			{Vanguard: wisbech, Principle: delivery.Carers, Rating: delivery.RatingPartlyMet},
			{Vanguard: ely, Principle: delivery.Volunteering, Rating: delivery.RatingNotMet},
		},
	})
	require.Equal(t, []delivery.PrincipleCount{
		{Principle: delivery.Volunteering, Name: "volunteering", NotMet: 1, NotAssessed: 3},
		{Principle: delivery.Carers, Name: "carers", Met: 1, PartlyMet: 1, NotMet: 1, NotAssessed: 1},
		{Principle: delivery.Equality, Name: "equality", NotAssessed: 4},
	}, d.Principles())
	require.Empty(t, deliver(t, delivery.Plan{}).Principles())
}

// The latest assessment counts; an assessment without a day comes before all
// others.
func TestPrinciples_Latest(t *testing.T) {
	assess := func(day string, rating delivery.Rating) delivery.Assessment {
		a := delivery.Assessment{Vanguard: ely, Principle: delivery.Carers, Rating: rating}
		if day != "" {
			a.Assessed = date(day)
		}
		return a
	}
	for name, c := range map[string]struct {
		assessments []delivery.Assessment
		want        delivery.PrincipleCount
	}{
		"later better": {
			[]delivery.Assessment{assess("2028-01-01", delivery.RatingNotMet), assess("2029-01-01", delivery.RatingMet)},
			delivery.PrincipleCount{Principle: delivery.Carers, Name: "carers", Met: 1, NotAssessed: 3},
		},
		"later worse": {
			[]delivery.Assessment{assess("2028-01-01", delivery.RatingMet), assess("2028-01-02", delivery.RatingNotMet)},
			delivery.PrincipleCount{Principle: delivery.Carers, Name: "carers", NotMet: 1, NotAssessed: 3},
		},
		"undated": {
			[]delivery.Assessment{assess("0001-01-01", delivery.RatingPartlyMet), assess("", delivery.RatingMet)},
			delivery.PrincipleCount{Principle: delivery.Carers, Name: "carers", PartlyMet: 1, NotAssessed: 3},
		},
	} {
		for range 2 {
			d := deliver(t, delivery.Plan{Principles: principles(delivery.Carers), Assessments: c.assessments})
			require.Equal(t, []delivery.PrincipleCount{c.want}, d.Principles(), name)
			slices.Reverse(c.assessments)
		}
	}
}

func TestDelivery_UnledAreas(t *testing.T) {
	led := func(area delivery.Area) delivery.Workstream {
		return delivery.Workstream{
			Title: "Work on " + string(area), Area: area,
			VanguardLeader: delivery.Leader{Name: "A. Leader"}, NationalExpert: delivery.Expert{Name: "B. Expert"},
		}
	}
	first, second := areas("a", "b", "c"), areas("b", "d", "c")
	second.Name = "Second"
	unled := func(workstreams ...delivery.Workstream) []delivery.Area {
		return deliver(t, delivery.Plan{Packages: []delivery.Package{first, second}, Workstreams: workstreams}).UnledAreas()
	}
	require.Equal(t, []delivery.Area{"a", "b", "c", "d"}, unled())
	require.Equal(t, []delivery.Area{"a", "c", "d"}, unled(led("b"), led("b")))
	var all []delivery.Workstream
	for _, area := range unled() {
		all = append(all, led(area))
	}
	require.Empty(t, unled(all...))
	require.Empty(t, deliver(t, delivery.Plan{}).UnledAreas())
}

// review is a plan with all kinds of barriers: of a vanguard, of a category, of
// neither; with no body, one or two; removed or not.
func review() delivery.Plan {
	barrier := func(slug string, theme delivery.Theme, status delivery.BarrierStatus, bodies ...delivery.NationalBody) delivery.Barrier {
		return delivery.Barrier{Slug: slug, Theme: theme, Summary: "It takes time.", Status: status, Bodies: bodies, Sources: source}
	}
	plan := delivery.Plan{Barriers: []delivery.Barrier{
		barrier("a", delivery.ThemePricing, delivery.BarrierRemoved, delivery.Monitor, delivery.NHSEngland),
		barrier("b", delivery.ThemePricing, delivery.BarrierRaised, delivery.Monitor),
		barrier("c", delivery.ThemeWorkforce, 0, delivery.HealthEducationEngland),
		barrier("d", delivery.ThemeWorkforce, delivery.BarrierBeingAddressed),
		barrier("e", delivery.ThemeTechnology, delivery.BarrierRemoved),
	}}
	plan.Barriers[0].Vanguard = ely                                       // NEIGHBOURHOOD
	plan.Barriers[1].Category = "NETWORK"                                 // whoever named it
	plan.Barriers[2].Vanguard = wisbech                                   // NETWORK
	plan.Barriers[3].Vanguard, plan.Barriers[3].Category = ely, "NETWORK" // its own category counts
	return plan
}

func TestDelivery_Themes(t *testing.T) {
	const neighbourhood, network = caremodel.Category("NEIGHBOURHOOD"), caremodel.Category("NETWORK")
	d := deliver(t, review())
	for name, c := range map[string]struct {
		by   []delivery.Grouping
		want []delivery.ThemeCount
	}{
		"theme": {[]delivery.Grouping{delivery.ByTheme}, []delivery.ThemeCount{
			{Theme: delivery.ThemePricing, Barriers: 2, Removed: 1},
			{Theme: delivery.ThemeWorkforce, Barriers: 2},
			{Theme: delivery.ThemeTechnology, Barriers: 1, Removed: 1},
		}},
		"category": {[]delivery.Grouping{delivery.ByCategory}, []delivery.ThemeCount{
			{Category: network, Barriers: 3},
			{Barriers: 1, Removed: 1}, // nobody has said
			{Category: neighbourhood, Barriers: 1, Removed: 1},
		}},
		"body": {[]delivery.Grouping{delivery.ByBody}, []delivery.ThemeCount{
			{Barriers: 2, Removed: 1}, // nobody has said
			{Body: delivery.Monitor, Barriers: 2, Removed: 1},
			{Body: delivery.HealthEducationEngland, Barriers: 1},
			{Body: delivery.NHSEngland, Barriers: 1, Removed: 1}, // a second time: shared with Monitor
		}},
		"theme, category": {[]delivery.Grouping{delivery.ByTheme, delivery.ByCategory}, []delivery.ThemeCount{
			{Theme: delivery.ThemeWorkforce, Category: network, Barriers: 2},
			{Theme: delivery.ThemePricing, Category: neighbourhood, Barriers: 1, Removed: 1},
			{Theme: delivery.ThemePricing, Category: network, Barriers: 1},
			{Theme: delivery.ThemeTechnology, Barriers: 1, Removed: 1},
		}},
		"theme, body": {[]delivery.Grouping{delivery.ByTheme, delivery.ByBody}, []delivery.ThemeCount{
			{Theme: delivery.ThemePricing, Body: delivery.Monitor, Barriers: 2, Removed: 1},
			{Theme: delivery.ThemePricing, Body: delivery.NHSEngland, Barriers: 1, Removed: 1},
			{Theme: delivery.ThemeTechnology, Barriers: 1, Removed: 1},
			{Theme: delivery.ThemeWorkforce, Barriers: 1},
			{Theme: delivery.ThemeWorkforce, Body: delivery.HealthEducationEngland, Barriers: 1},
		}},
		"category, body": {[]delivery.Grouping{delivery.ByBody, delivery.ByCategory}, []delivery.ThemeCount{
			{Barriers: 1, Removed: 1},
			{Category: neighbourhood, Body: delivery.Monitor, Barriers: 1, Removed: 1},
			{Category: neighbourhood, Body: delivery.NHSEngland, Barriers: 1, Removed: 1},
			{Category: network, Barriers: 1},
			{Category: network, Body: delivery.HealthEducationEngland, Barriers: 1},
			{Category: network, Body: delivery.Monitor, Barriers: 1},
		}},
		"all three": {[]delivery.Grouping{delivery.ByTheme, delivery.ByCategory, delivery.ByBody}, []delivery.ThemeCount{
			{Theme: delivery.ThemePricing, Category: neighbourhood, Body: delivery.Monitor, Barriers: 1, Removed: 1},
			{Theme: delivery.ThemePricing, Category: neighbourhood, Body: delivery.NHSEngland, Barriers: 1, Removed: 1},
			{Theme: delivery.ThemePricing, Category: network, Body: delivery.Monitor, Barriers: 1},
			{Theme: delivery.ThemeTechnology, Barriers: 1, Removed: 1},
			{Theme: delivery.ThemeWorkforce, Category: network, Barriers: 1},
			{Theme: delivery.ThemeWorkforce, Category: network, Body: delivery.HealthEducationEngland, Barriers: 1},
		}},
		"no grouping": {[]delivery.Grouping{0, 9}, []delivery.ThemeCount{{Barriers: 5, Removed: 2}}},
	} {
		require.Equal(t, c.want, d.Themes(c.by...), name)
		slices.Reverse(c.by)
		require.Equal(t, c.want, d.Themes(append(c.by, c.by...)...), "%s: neither order nor repetition makes a difference", name)
	}
	require.Equal(t, d.Themes(delivery.ByTheme), d.Themes())
	require.Empty(t, deliver(t, delivery.Plan{}).Themes())
}

func TestDelivery_Barriers(t *testing.T) {
	d := deliver(t, review())
	slugs := func(barriers []delivery.Barrier) (slugs []string) {
		for _, b := range barriers {
			slugs = append(slugs, b.Slug)
		}
		return slugs
	}
	require.Equal(t, []string{"a", "b", "c", "d", "e"}, slugs(d.Barriers("")))
	require.Equal(t, []string{"c", "d"}, slugs(d.Barriers(delivery.ThemeWorkforce)))
	require.Empty(t, d.Barriers(delivery.ThemeLeadership))
}

// progress is a plan in which Ely goes from selection to completion, March jumps,
// Wisbech has two milestones on one day, and Chatteris none.
func progress() delivery.Plan {
	milestone := func(id caremodel.VanguardID, stage caremodel.Stage, title, on string, bound caremodel.Bound) delivery.Milestone {
		return delivery.Milestone{Vanguard: id, Stage: stage, Title: title, Reached: date(on), Bound: bound, Sources: source}
	}
	return delivery.Plan{Milestones: []delivery.Milestone{
		milestone(ely, caremodel.StageCompleted, "Report", "2030-03-31", caremodel.AtMost),
		milestone(ely, caremodel.StageSelected, "Announced", "2027-04-01", caremodel.Exactly),
		milestone(ely, caremodel.StageDelivering, "First team", "2028-01-10", caremodel.Exactly),
		milestone(ely, caremodel.StageDelivering, "Second team", "2029-02-28", caremodel.AtMost),
		milestone(march, caremodel.StageSelected, "Announced", "2027-04-01", caremodel.Exactly),
		milestone(march, caremodel.StageMerged, "Into Ely", "2028-12-31", caremodel.AtMost),
		milestone(wisbech, caremodel.StageDesigning, "Design begins", "2027-04-01", caremodel.About),
		milestone(wisbech, caremodel.StageSelected, "Announced", "2027-04-01", caremodel.Exactly),
	}}
}

func TestDelivery_Progress(t *testing.T) {
	d := deliver(t, progress())
	type row struct {
		stage          caremodel.Stage
		since          string
		reached, ahead int
	}
	for _, c := range []struct {
		asAt string
		want [4]row // Ely, March, Wisbech, Chatteris
	}{
		{"", [4]row{{0, "", 0, 4}, {0, "", 0, 2}, {0, "", 0, 2}, {}}},
		{"2027-03-31", [4]row{{0, "", 0, 4}, {0, "", 0, 2}, {0, "", 0, 2}, {}}},
		{"2027-04-01", [4]row{{caremodel.StageSelected, "2027-04-01", 1, 3}, {caremodel.StageSelected, "2027-04-01", 1, 1}, {caremodel.StageDesigning, "2027-04-01", 2, 0}, {}}},
		{"2028-01-09", [4]row{{caremodel.StageSelected, "2027-04-01", 1, 3}, {caremodel.StageSelected, "2027-04-01", 1, 1}, {caremodel.StageDesigning, "2027-04-01", 2, 0}, {}}},
		{"2028-01-10", [4]row{{caremodel.StageDelivering, "2028-01-10", 2, 2}, {caremodel.StageSelected, "2027-04-01", 1, 1}, {caremodel.StageDesigning, "2027-04-01", 2, 0}, {}}},
		{"2028-12-30", [4]row{{caremodel.StageDelivering, "2028-01-10", 2, 2}, {caremodel.StageSelected, "2027-04-01", 1, 1}, {caremodel.StageDesigning, "2027-04-01", 2, 0}, {}}},
		{"2029-03-01", [4]row{{caremodel.StageDelivering, "2028-01-10", 3, 1}, {caremodel.StageMerged, "2028-12-31", 2, 0}, {caremodel.StageDesigning, "2027-04-01", 2, 0}, {}}},
		{"9999-12-31", [4]row{{caremodel.StageCompleted, "2030-03-31", 4, 0}, {caremodel.StageMerged, "2028-12-31", 2, 0}, {caremodel.StageDesigning, "2027-04-01", 2, 0}, {}}},
	} {
		var asAt caremodel.Date
		if c.asAt != "" {
			asAt = date(c.asAt)
		}
		standings := d.Progress(asAt)
		require.Len(t, standings, 4)
		for i, id := range []caremodel.VanguardID{ely, march, wisbech, chatteris} {
			s := standings[i]
			require.Equal(t, id, s.Vanguard)
			require.Equal(t, c.want[i], row{s.Stage, s.Since.String(), s.Reached, s.Ahead}, "%s: vanguard %d", c.asAt, i)
		}
	}
}

// An inexact day never takes a vanguard back; an exact day does, and Validate warns
// of it.
func TestDelivery_ProgressBackwards(t *testing.T) {
	for bound, want := range map[caremodel.Bound]caremodel.Stage{
		caremodel.Exactly: caremodel.StageDelivering,
		caremodel.AtMost:  caremodel.StageCompleted,
		caremodel.About:   caremodel.StageCompleted,
	} {
		d := deliver(t, delivery.Plan{Milestones: []delivery.Milestone{
			{Vanguard: ely, Stage: caremodel.StageCompleted, Title: "Ends", Reached: date("2030-03-31"), Sources: source},
			{Vanguard: ely, Stage: caremodel.StageDelivering, Title: "Second team", Reached: date("2030-12-31"), Bound: bound, Sources: source},
		}})
		got := d.Progress(date("2031-01-01"))[0]
		require.Equal(t, want, got.Stage, bound)
		require.Equal(t, 2, got.Reached)
		require.Equal(t, bound == caremodel.Exactly, d.Warnings().Len() == 1, bound)
	}
}

// The order of the records makes no difference to the answers.
func TestDelivery_OrderMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plan := anyPlan(rt)
		d, err := delivery.NewDelivery(fens(t), plan)
		require.NoError(rt, err)
		shuffled := plan
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 7))
		shuffled.Assessments = mixed(random, plan.Assessments)
		shuffled.Workstreams = mixed(random, plan.Workstreams)
		shuffled.Barriers = mixed(random, plan.Barriers)
		shuffled.Milestones = mixed(random, plan.Milestones)
		e, err := delivery.NewDelivery(fens(t), shuffled)
		require.NoError(rt, err)

		require.Equal(rt, d.Principles(), e.Principles())
		require.Equal(rt, d.UnledAreas(), e.UnledAreas())
		by := rapid.SliceOfN(rapid.SampledFrom([]delivery.Grouping{delivery.ByTheme, delivery.ByCategory, delivery.ByBody}), 0, 3).Draw(rt, "by")
		require.Equal(rt, d.Themes(by...), e.Themes(by...))
		asAt := anyDate(rt)
		require.Equal(rt, d.Progress(asAt), e.Progress(asAt))
		require.Equal(rt, d.Warnings().Summary(), e.Warnings().Summary())
	})
}

func mixed[T any](random *rand.Rand, list []T) []T {
	list = slices.Clone(list)
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// Every vanguard is counted once for each principle, every barrier once for each
// of its bodies, every milestone once; progress only ever adds.
func TestDelivery_CountsAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plan := anyPlan(rt)
		d, err := delivery.NewDelivery(fens(t), plan)
		require.NoError(rt, err)
		for _, c := range d.Principles() {
			require.Equal(rt, 4, c.Met+c.PartlyMet+c.NotMet+c.NotAssessed)
		}
		for _, by := range [][]delivery.Grouping{{delivery.ByTheme}, {delivery.ByCategory}, {delivery.ByTheme, delivery.ByCategory}} {
			n, removed := 0, 0
			for _, line := range d.Themes(by...) {
				n, removed = n+line.Barriers, removed+line.Removed
			}
			require.Equal(rt, len(plan.Barriers), n)
			require.LessOrEqual(rt, removed, n)
		}
		earlier, later := anyDate(rt), anyDate(rt)
		if later.Before(earlier) {
			earlier, later = later, earlier
		}
		total := 0
		for i, s := range d.Progress(later) {
			before := d.Progress(earlier)[i]
			require.LessOrEqual(rt, before.Reached, s.Reached)
			require.Equal(rt, before.Reached+before.Ahead+before.Overdue, s.Reached+s.Ahead+s.Overdue)
			require.Equal(rt, s.Since.IsZero(), s.Stage == 0)
			require.False(rt, s.Since.After(later))
			total += s.Reached + s.Ahead + s.Overdue
			require.Len(rt, d.MilestonesOf(s.Vanguard), s.Reached+s.Ahead+s.Overdue)
			last, ok := d.StandingOf(s.Vanguard)
			require.True(rt, ok)
			require.Equal(rt, d.Progress(date("9999-12-31"))[i], last)
		}
		require.Equal(rt, len(plan.Milestones), total+len(d.MilestonesOf(caremodel.VanguardID{})))
	})
}

// A delivery shares no memory with its arguments or results.
func TestDelivery_Immutable(t *testing.T) {
	plan := fullPlan()
	d := deliver(t, plan)
	spoil(&plan)
	require.Equal(t, fullPlan(), d.Plan())

	out := d.Plan()
	spoil(&out)
	for _, b := range d.Barriers("") {
		b.Bodies[0], b.Sources[0].Title = "changed", "changed"
	}
	for _, list := range [][]delivery.Area{d.UnledAreas()} {
		for i := range list {
			list[i] = "changed"
		}
	}
	d.Principles()[0].Met = 99
	d.Themes()[0].Barriers = 99
	d.Progress(date("2030-01-01"))[0].Reached = 99
	d.MilestonesOf(chatteris)[0].Sources[0].For[0] = "changed"
	require.Equal(t, fullPlan(), d.Plan())
	require.Equal(t, deliver(t, fullPlan()).Progress(date("2030-01-01")), d.Progress(date("2030-01-01")))
}

// spoil changes every list of a plan in place.
func spoil(l *delivery.Plan) {
	for i := range l.Assessments {
		l.Assessments[i].Sources[0].Title, l.Assessments[i].Rating = "changed", delivery.RatingNotMet
	}
	for i := range l.Workstreams {
		l.Workstreams[i].Bodies[0], l.Workstreams[i].Sources[0].Title, l.Workstreams[i].Title = "changed", "changed", "changed"
	}
	for i := range l.Barriers {
		l.Barriers[i].Bodies[0], l.Barriers[i].Sources[0].Title, l.Barriers[i].Slug = "changed", "changed", "changed"
	}
	for i := range l.Milestones {
		l.Milestones[i].Sources[0].Title, l.Milestones[i].Reached = "changed", caremodel.Date{}
		l.Milestones[i].Sources[0].For[0] = "changed"
	}
	for i := range l.Packages {
		p := &l.Packages[i]
		p.Waves[0], p.Areas[0].Name, p.Sources[0].Title, p.Name = "changed", "changed", "changed", "changed"
	}
	l.Principles[0].Code, l.Bodies[0].Code, l.Sources[0].Title = "changed", "changed", "changed"
}

func TestDelivery_ConcurrentReaders(t *testing.T) {
	d := deliver(t, fullPlan())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				d.Principles()
				d.UnledAreas()
				d.Themes(delivery.ByBody, delivery.ByCategory)
				d.Progress(date("2028-01-01"))
				d.Barriers("")
				d.Plan()
				d.Warnings().Len()
				delivery.England().Progress(date("2016-01-01"))
			}
		})
	}
	wg.Wait()
}

func BenchmarkProgress(b *testing.B) {
	d := delivery.England()
	asAt := date("2017-04-30")
	b.ReportAllocs()
	for b.Loop() {
		d.Progress(asAt)
	}
}

func TestDelivery_ProgressAllocates(t *testing.T) {
	d := delivery.England()
	asAt := date("2017-04-30")
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { d.Progress(asAt) }), 1.0, "the list that it returns")
}

// A milestone that is due changes no stage; one reached late was overdue until
// then.
func TestProgress_DueAndReached(t *testing.T) {
	d := deliver(t, delivery.Plan{Milestones: []delivery.Milestone{
		{Vanguard: ely, Title: "Hub", Stage: caremodel.StageDelivering, Due: date("2028-01-01"), Reached: date("2028-03-01"), Sources: source},
		{Vanguard: ely, Title: "Ends", Stage: caremodel.StageCompleted, Due: date("2028-06-01"), Sources: source},
		{Title: "Visits to all sites", Reached: date("2027-06-01"), Sources: source},
	}})
	at := func(day string) delivery.Standing { return d.Progress(date(day))[0] }
	require.Equal(t, delivery.Standing{Vanguard: ely, Ahead: 2}, at("2027-12-31"))
	require.Equal(t, delivery.Standing{Vanguard: ely, Ahead: 1, Overdue: 1}, at("2028-01-01"))
	delivering := delivery.Standing{Vanguard: ely, Stage: caremodel.StageDelivering, Since: date("2028-03-01"), Reached: 1, Ahead: 1}
	require.Equal(t, delivering, at("2028-03-01"))
	last, ok := d.StandingOf(ely)
	require.True(t, ok)
	delivering.Ahead, delivering.Overdue = 0, 1
	require.Equal(t, delivering, last)
	_, ok = d.StandingOf(stranger)
	require.False(t, ok)

	own := d.MilestonesOf(caremodel.VanguardID{})
	require.Len(t, own, 1)
	require.Equal(t, "Visits to all sites", own[0].Title)
	hub := d.MilestonesOf(ely)[0]
	days, ok := hub.Slippage()
	require.True(t, ok)
	require.Equal(t, 60, days)
	_, ok = own[0].Slippage()
	require.False(t, ok)
}

// A stage of the programme that the milestones contradict is reported.
func TestNewDelivery_WarnsOfContradictedStages(t *testing.T) {
	definition := fens(t).Definition()
	definition.Vanguards[0].Stage, definition.Vanguards[1].Stage = caremodel.StageCompleted, caremodel.StageDelivering
	p, err := caremodel.NewProgramme(definition)
	require.NoError(t, err)
	plan := delivery.Plan{Milestones: []delivery.Milestone{
		{Vanguard: ely, Title: "Announced", Stage: caremodel.StageSelected, Reached: date("2027-04-01"), Sources: source},
		{Vanguard: ely, Title: "Hub", Stage: caremodel.StageDelivering, Reached: date("2028-03-01"), Sources: source},
		{Vanguard: ely, Title: "Ends", Stage: caremodel.StageCompleted, Due: date("2028-06-01"), Sources: source},
		{Vanguard: march, Title: "First team", Stage: caremodel.StageDelivering, Reached: date("2028-03-01"), Sources: source},
		{Vanguard: wisbech, Title: "Announced", Stage: caremodel.StageSelected, Reached: date("2027-04-01"), Sources: source},
	}}
	d, err := delivery.NewDelivery(p, plan)
	require.NoError(t, err)
	validatetest.Expect(t, d.Warnings(), validatetest.Want{Path: "milestones[1].stage", Code: validate.Conflict, Severity: validate.SeverityWarning})
	plan.Milestones[2].Reached = date("2028-07-01")
	d, err = delivery.NewDelivery(p, plan)
	require.NoError(t, err)
	require.Zero(t, d.Warnings().Len())
}

// The zero Delivery answers like that of an empty plan.
func TestDelivery_Zero(t *testing.T) {
	var d delivery.Delivery
	require.Empty(t, d.Progress(caremodel.MustParseDate("2016-01-01")))
	_, ok := d.StandingOf(caremodel.VanguardIDFor("a", "b"))
	require.False(t, ok)
	require.Empty(t, d.MilestonesOf(caremodel.VanguardIDFor("a", "b")))
	require.Empty(t, d.Themes())
	require.Empty(t, d.Principles())
}
