package funding_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Where the figures come from:
//   - NHS England, "Vanguard support package launched", 31 July 2015
//   - Health Service Journal 7004007, "Revealed: where the £200m national transformation fund was spent"
//   - Health Service Journal 7010668, "Exclusive: vanguards scale back plans due to funding shortfall"
//   - Health Service Journal 7004938, "Vanguards face funding cut in 2016-17"
//   - NHS England, "NHS England announces £101 million of new funding for new care model vanguards", 15 December 2016
//   - National Audit Office HC 1129, "Developing new care models through NHS vanguards", 29 June 2018

func englandYear(start int) funding.Filter {
	y, err := funding.FinancialYearStarting(start)
	if err != nil {
		panic(err)
	}
	return funding.Filter{Years: []funding.FinancialYear{y}, Streams: []funding.Stream{funding.StreamTransformation}}
}

func englandVanguards(slugs ...string) []caremodel.VanguardID {
	var out []caremodel.VanguardID
	for _, s := range slugs {
		out = append(out, caremodel.VanguardIDFor("england-2015", s))
	}
	return out
}

func fiveOfJuly() []caremodel.VanguardID {
	return englandVanguards("morecambe-bay", "southern-hampshire", "isle-of-wight", "salford-together", "wirral-partners")
}

// Every published total has its verdict and its reason.
func TestEngland_Reconciles(t *testing.T) {
	type finding struct {
		verdict     funding.Verdict
		total, sum  string
		explanation string
	}
	want := map[string]finding{
		"transformation funding of eight vanguards, July 2015":                    {funding.Agrees, "£60m", "£60.7m", "£60,700,000.00 is at least £60,000,000.00; 8 of 8 known"},
		"approved in principle for five vanguards, July 2015":                     {funding.Agrees, "£41m", "£41m", "to the penny; 5 of 5 known"},
		"approved in principle for five vanguards, against what they received":    {funding.Short, "£41m", "£25.54m", "less than the total by £15,460,000.00; 5 of 5 known"},
		"transformation funding of the PACS vanguards, 2015/16":                   {funding.Agrees, "£45.85m", "£45.85m", "to the penny; 9 of 9 known"},
		"matched resources of the PACS vanguards, 2015/16":                        {funding.Agrees, "£49.43m", "£49.43m", "to the penny; 9 of 9 known"},
		"transformation funding to vanguards, 2015/16":                            {funding.CannotBeChecked, "£132.6m", "£84.77m", "20 of 50 known, £47,830,000.00 left for the rest"},
		"transformation funding to vanguards outside Greater Manchester, 2015/16": {funding.CannotBeChecked, "£120m", "£72.17m", "17 of 47 known, £47,830,000.00 left for the rest"},
		"vanguard funding, 2016/17 (NHS England)":                                 {funding.CannotBeChecked, "£112m", "£54.805m", "22 of 47 known, £57,195,000.00 left for the rest"},
		"requested by more than half of the vanguards, 2016/17":                   {funding.CannotBeChecked, "£216m", "£193.5m", "19 of 26 known, £22,500,000.00 left for the rest"},
		"approved for more than half of the vanguards, 2016/17":                   {funding.CannotBeChecked, "£70m", "£54.805m", "22 of 26 known, £15,195,000.00 left for the rest"},
		"vanguard funding, 2017/18":                                               {funding.CannotBeChecked, "£101m", "£42.685m", "17 known, of how many is not said, £58,315,000.00 left for the rest"},
		"direct funding of vanguards, 2015/16 to 2017/18":                         {funding.CannotBeChecked, "£329m", "£182.26m", "14 known, of how many is not said, £146,740,000.00 left for the rest"},
	}
	seen := 0
	for _, r := range funding.England().Reconcile() {
		require.NotEmpty(t, r.Reason)
		require.False(t, r.Verdict.IsZero())
		require.Equal(t, r.Stated.Name == "Harrogate, 2015/16 and 2016/17", r.Verdict == funding.Over, "%s: %s", r.Stated.Name, r.Reason)
		w, ok := want[r.Stated.Name]
		if !ok {
			continue
		}
		seen++
		require.Equal(t, w.verdict, r.Verdict, r.Stated.Name)
		require.Equal(t, sterling(w.total), r.Stated.Figure.Amount, r.Stated.Name)
		require.Equal(t, sterling(w.sum), r.Sum, r.Stated.Name)
		require.Equal(t, w.explanation, r.Reason, r.Stated.Name)
	}
	require.Equal(t, len(want), seen)
}

// On the day of the first announcement £60.7m was pledged and nothing committed.
func TestEngland_July2015(t *testing.T) {
	july := funding.England().AsAt(caremodel.MustParseDate("2015-07-31"))
	require.Equal(t, funding.Row{Uncommitted: 4}, rowOf(t, july))

	pledged := where(t, july, funding.Filter{Strengths: []funding.Strength{funding.Pledge}})
	require.Equal(t, map[funding.Key]funding.Row{
		{Category: caremodel.PACS}: sumRow(funding.Key{Category: caremodel.PACS}, "£8.3m", "£4.9m"),
		{Category: caremodel.MCP}:  sumRow(funding.Key{Category: caremodel.MCP}, "£6.5m"),
		{Joint: true}:              sumRow(funding.Key{Joint: true}, "£41m"),
	}, rowsOf(t, pledged, funding.ByCategory))
	require.Equal(t, sterling("£60.7m"), rowOf(t, pledged).Sum)
	require.Equal(t, sterling("£13.2m"), rowOf(t, where(t, pledged, funding.Filter{Categories: []caremodel.Category{caremodel.PACS}})).Sum, "to PACS alone")

	// The joint award is for four PACS and one MCP.
	ledger := funding.EnglandLedger()
	joint := slices.Collect(pledged.Undivided())
	require.Len(t, joint, 1)
	require.ElementsMatch(t, fiveOfJuly(), ledger.Allocations[joint[0]].Recipients)
	require.Equal(t, joint, slices.Collect(where(t, pledged, funding.Filter{Categories: []caremodel.Category{caremodel.PACS}}).Undivided()))
	require.Equal(t, sterling("£41m"), rowOf(t, where(t, pledged, funding.Filter{Vanguards: fiveOfJuly()})).Sum, "all its recipients are meant")

	before := funding.England().AsAt(caremodel.MustParseDate("2015-07-30"))
	require.Equal(t, funding.Row{}, rowOf(t, before), "nothing was known the day before")
}

// The £41m of July never became awards of that size: the five were recorded as
// receiving £25.54m, £15.46m less.
func TestEngland_JointAward(t *testing.T) {
	england := funding.England()
	promise := where(t, where(t, england, englandYear(2015)), funding.Filter{Vanguards: fiveOfJuly(), Statuses: []funding.Status{inPrinc}})
	require.Equal(t, sumRow(funding.Key{}, "£41m"), rowOf(t, promise), "asked for alone it counts in full, whatever became of it")
	received := where(t, where(t, england, englandYear(2015)), funding.Filter{Vanguards: fiveOfJuly()})
	require.Equal(t, sumRow(funding.Key{}, "£4.59m", "£7.26m", "£3.70m", "£5.47m", "£4.52m"), rowOf(t, received))
	difference, err := rowOf(t, promise).Sum.Sub(rowOf(t, received).Sum)
	require.NoError(t, err)
	require.Equal(t, sterling("£15.46m"), difference)
	// Promises and awards together count each pound once.
	both := where(t, where(t, england, englandYear(2015)), funding.Filter{Vanguards: fiveOfJuly(), Strengths: []funding.Strength{funding.Pledge, funding.Commitment}})
	require.Equal(t, rowOf(t, received), rowOf(t, both))
}

// The nine PACS of 2015/16, as published, and where each figure stands.
func TestEngland_PACS(t *testing.T) {
	england, ledger := funding.England(), funding.EnglandLedger()
	pacs := where(t, england, funding.Filter{Years: englandYear(2015).Years, Categories: []caremodel.Category{caremodel.PACS}})
	rows := rowsOf(t, pacs, funding.ByStream)
	national, local := rows[funding.Key{Stream: funding.StreamTransformation}], rows[funding.Key{Stream: funding.StreamMatched}]
	require.Equal(t, sterling("£45.85m"), national.Sum)
	require.Equal(t, 9, national.Count)
	require.Equal(t, sterling("£49.43m"), local.Sum)
	require.Equal(t, sterling("£10,000"), local.Min, "the Isle of Wight")
	require.Equal(t, sterling("£11.8m"), local.Max, "Mid Nottinghamshire")

	match, err := pacs.Match()
	require.NoError(t, err)
	require.Equal(t, "107.8%", match[0].Ratio.Percent(1))
	require.Equal(t, "9 of 9 known", match[0].Coverage.String())

	// Positions lead to the records that add up to the figure.
	view := where(t, pacs, funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}})
	sum := funding.Money{}
	for i := range view.Positions() {
		a := ledger.Allocations[i]
		require.Equal(t, funding.StreamTransformation, a.Stream)
		last := a.Events[len(a.Events)-1]
		require.Equal(t, approved, last.Status)
		sum, err = sum.Add(last.Figure.Amount)
		require.NoError(t, err)
	}
	require.Equal(t, sterling("£45.85m"), sum)
	require.Equal(t, 9, view.Len())
}

// Nineteen of the vanguards of 2016/17 are known: £193.5m requested, £54.58m
// approved, each shortfall as published.
func TestEngland_Shortfall(t *testing.T) {
	view := where(t, funding.England(), englandYear(2016))
	short, err := view.Shortfall()
	require.NoError(t, err)
	require.Len(t, short, 1)
	require.Equal(t, sterling("£193.5m"), short[0].Requested)
	require.Equal(t, sterling("£54.58m"), short[0].Approved)
	require.Equal(t, sterling("£138.92m"), short[0].Difference)
	require.Equal(t, "28.2%", short[0].Rate.Percent(1))
	require.Equal(t, "19 of 50 known", short[0].Coverage.String())
	byVanguard, err := view.Shortfall(funding.ByVanguard)
	require.NoError(t, err)
	known := slices.DeleteFunc(byVanguard, func(s funding.Shortfall) bool { return s.Coverage.Known == 0 })
	require.Len(t, known, 19)
	most := slices.MaxFunc(known, func(a, b funding.Shortfall) int { return a.Difference.Compare(b.Difference) })
	require.Equal(t, englandVanguards("morecambe-bay")[0], most.Key.Vanguard)
	require.Equal(t, sterling("£12.8m"), most.Difference)
}

// Vanguards that were allocated nothing are not vanguards of which nothing is
// known.
func TestEngland_ZeroIsNotUnknown(t *testing.T) {
	rows := rowsOf(t, where(t, funding.England(), englandYear(2017)), funding.ByVanguard)
	for _, slug := range []string{"calderdale", "lakeside", "wirral-partners"} {
		k := funding.Key{Vanguard: englandVanguards(slug)[0]}
		require.Equal(t, sumRow(k, "0"), rows[k], slug)
	}
	require.Len(t, rows, 47, "sixteen with money, three without, and 28 of whom only that they had a number")
	later := rowsOf(t, where(t, funding.England(), englandYear(2016)), funding.ByCategory)
	require.Equal(t, funding.Row{Key: funding.Key{Category: caremodel.EHCH}, Unknown: 6}, later[funding.Key{Category: caremodel.EHCH}], "allocated in 2016/17, how much was not published")
	require.Equal(t, sterling("£4.8m"), rowsOf(t, where(t, funding.England(), englandYear(2016)), funding.ByCategory)[funding.Key{Category: caremodel.MCP}].Max, "as Pulse has the most of any MCP")
}

// National, local and other money never add up unasked.
func TestEngland_Streams(t *testing.T) {
	_, err := funding.England().Total()
	require.ErrorIs(t, err, funding.MixedStreams)
	_, err = funding.England().Table(funding.ByVanguard)
	require.ErrorIs(t, err, funding.MixedStreams)
	_, err = funding.England().Table(funding.ByVanguard, funding.ByStream)
	require.NoError(t, err)
}

// Greater Manchester's money for three years is divided by no source.
func TestEngland_MultiYear(t *testing.T) {
	elsewhere := where(t, funding.England(), funding.Filter{Streams: []funding.Stream{funding.StreamElsewhere}})
	y := funding.MustParseFinancialYear
	rows := rowsOf(t, elsewhere, funding.ByYear)
	three := funding.Key{Year: y("2016/17"), Through: y("2018/19")}
	require.Equal(t, sumRow(three, "£19m", "£17m"), rows[three])
	require.Equal(t, 0, rowOf(t, where(t, elsewhere, funding.Filter{Years: []funding.FinancialYear{y("2017/18")}})).Count)
}

// The fund of £200m, of which the awards of twenty vanguards and the support
// package are known: the headroom is an upper bound.
func TestEngland_Headroom(t *testing.T) {
	headroom, err := funding.England().Headroom("transformation-2015-16")
	require.NoError(t, err)
	require.Len(t, headroom, 4)
	h := headroom[funding.Commitment-1]
	require.Equal(t, funding.Commitment, h.Strength)
	require.Equal(t, sterling("£200m"), h.Limit)
	require.Equal(t, sterling("£118.77m"), h.Used, "£84.77m to vanguards and about £34m of support")
	require.Equal(t, sterling("£81.23m"), h.Left)
	require.Equal(t, "20 of 50 known", h.Coverage.String())
	require.True(t, h.UpperBound())
}

// What nobody dated rests on the rule, and is listed.
func TestEngland_Undated(t *testing.T) {
	england, ledger := funding.England(), funding.EnglandLedger()
	undated := slices.Collect(england.Undated())
	require.NotEmpty(t, undated)
	for i, a := range ledger.Allocations {
		dateless := slices.ContainsFunc(a.Events, func(e funding.Event) bool { return e.On.IsZero() })
		require.Equal(t, dateless, slices.Contains(undated, i), a.ID)
	}
	year := where(t, england, englandYear(2015))
	require.Less(t, rowOf(t, year.AsAt(caremodel.MustParseDate("2016-03-30"))).Count, rowOf(t, year.AsAt(caremodel.MustParseDate("2016-03-31"))).Count,
		"the undated awards of the year count from its last day")
}

// Tables of the whole programme fit a page.
func TestEngland_Table(t *testing.T) {
	table, err := where(t, funding.England(), funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}}).Table(funding.ByCategory, funding.ByYear)
	require.NoError(t, err)
	var b strings.Builder
	require.NoError(t, table.WriteText(&b))
	require.Equal(t, `Category  Year                 Sum    Amounts  Left out  Vanguards
PACS      2015/16   £45,850,000.00     9 of 9         0     9 of 9
PACS      2016/17    £6,375,000.00     3 of 8         0     3 of 9
PACS      2017/18   £10,490,000.00     4 of 8         0     4 of 9
MCP       2015/16   £31,270,000.00     7 of 7         0    7 of 14
MCP       2016/17   £23,530,000.00    9 of 13         0    9 of 14
MCP       2017/18   £20,045,000.00    9 of 14         0    8 of 14
EHCH      2015/16    £1,080,000.00     1 of 1         0     1 of 6
EHCH      2016/17        not known     0 of 6         0     0 of 6
EHCH      2017/18    £1,600,000.00     1 of 6         0     1 of 6
UEC       2016/17    £5,200,000.00     4 of 8         0     4 of 8
UEC       2017/18        not known     0 of 8         0     0 of 8
ACC       2015/16    £6,570,000.00     3 of 3         0    3 of 13
ACC       2016/17   £19,700,000.00    6 of 12         0    6 of 13
ACC       2017/18   £10,550,000.00    4 of 12         0    4 of 13
Total              £182,260,000.00  60 of 115         0   14 of 50
`, b.String())
}

// The nine MCP of which an amount of 2017/18 is known are eight vanguards' of
// fourteen.
func TestEngland_Vanguards(t *testing.T) {
	y := funding.MustParseFinancialYear("2017/18")
	view := where(t, funding.England(), funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}})
	table, err := view.Table(funding.ByCategory, funding.ByYear)
	require.NoError(t, err)
	k := funding.Key{Category: caremodel.MCP, Year: y}
	require.Equal(t, funding.KnownOf{Known: 8, Of: 14}, table.Vanguards(k))
	row, ok := table.Row(k)
	require.True(t, ok)
	require.Equal(t, 9, row.Count)
	behind, err := table.View(k)
	require.NoError(t, err)
	require.Equal(t, row.Count+row.Unknown, behind.Len())
	var b strings.Builder
	require.NoError(t, table.WriteText(&b))
	require.Contains(t, b.String(), "8 of 14")
}
