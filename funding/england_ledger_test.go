package funding_test

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

func england(slug string) caremodel.VanguardID {
	return caremodel.VanguardIDFor("england-2015", slug)
}

// allocation returns an embedded allocation by its key.
func allocation(t testing.TB, id funding.AllocationID) funding.Allocation {
	all := funding.EnglandLedger().Allocations
	i := slices.IndexFunc(all, func(a funding.Allocation) bool { return a.ID == id })
	require.GreaterOrEqual(t, i, 0, "no allocation %q", id)
	return all[i]
}

// figures yields every figure of a ledger's allocations, those of other sources
// included.
func figures(l funding.Ledger) []funding.Figure {
	var out []funding.Figure
	for _, a := range l.Allocations {
		for _, e := range a.Events {
			out = append(append(out, e.Figure), e.Others...)
		}
	}
	return out
}

// TestEnglandLedger_IsCanonical: the embedded document is what writing its records
// gives, so a change of either shows.
func TestEnglandLedger_IsCanonical(t *testing.T) {
	embedded, err := os.ReadFile("data/england.json")
	require.NoError(t, err)
	l, err := funding.ReadLedger(bytes.NewReader(embedded), caremodel.England())
	require.NoError(t, err)
	goldentest.File(t, "data/england.json", written(t, l))
	require.Equal(t, funding.EnglandLedger(), l)
}

// oddInEngland is what is odd about the embedded ledger: the Isle of Wight's own
// £10,000 of 2015/16, where others put millions. The source prints it so.
func oddInEngland() []finding {
	return []finding{warning("allocations[30].events[0].figure.amount", validate.Unlikely)}
}

func TestEnglandLedger_IsInOrder(t *testing.T) {
	l := funding.EnglandLedger()
	require.Equal(t, oddInEngland(), findings(l.Validate(caremodel.England())))
	require.Equal(t, oddInEngland(), findings(l.ValidateAsOf(caremodel.England(), caremodel.MustParseDate("2018-06-29"))))
	require.Contains(t, findings(l.ValidateAsOf(caremodel.England(), caremodel.MustParseDate("2018-06-28"))),
		failure("stated[18].figure.source.published", validate.Future))
}

func TestEnglandLedger_IsFresh(t *testing.T) {
	want := written(t, funding.EnglandLedger())
	l := funding.EnglandLedger()
	l.Funds[0].Limits[0].Amount, l.Funds[0].Sources[0].Title = funding.Money{}, ""
	l.Rounds[0].Sources[0].Title = ""
	for i := range l.Allocations {
		a := &l.Allocations[i]
		for j := range a.Recipients {
			a.Recipients[j] = caremodel.VanguardID{}
		}
		for j := range a.Events {
			for o := range a.Events[j].Others {
				a.Events[j].Others[o].Amount = funding.Money{}
			}
			a.Events[j] = funding.Event{}
		}
		for j := range a.Supersedes {
			a.Supersedes[j] = ""
		}
		for j := range a.Conditions {
			a.Conditions[j].Text = ""
		}
	}
	l.Stated[0].Scope.Years[0] = funding.FinancialYear{}
	require.Equal(t, string(want), string(written(t, funding.EnglandLedger())))
}

// TestEnglandLedger_Sources: every figure says where it was read, and no citation is
// the name of a file.
func TestEnglandLedger_Sources(t *testing.T) {
	l := funding.EnglandLedger()
	for _, f := range figures(l) {
		require.NotEmpty(t, f.Source.Publisher, "%+v", f)
	}
	for _, s := range l.Stated {
		require.NotEmpty(t, s.Figure.Source.Title+s.Figure.Source.Publisher, s.Name)
	}
	text := string(written(t, l))
	require.False(t, strings.Contains(text, ".txt"))
	require.False(t, strings.Contains(text, ".csv"))
}

// TestEngland_Table201516 is the table of Health Service Journal 7004007, from NHS
// England's data: transformation funding and matched resources of 2015/16.
func TestEngland_Table201516(t *testing.T) {
	var transformation, matched []funding.Money
	for slug, row := range map[string][2]string{
		"morecambe-bay":                       {"£4.59m", "£7.26m"},
		"harrogate-rural-district":            {"£2.72m", "£0.38m"},
		"mid-nottinghamshire-better-together": {"£4.28m", "£11.8m"},
		"isle-of-wight":                       {"£3.7m", "£0.01m"},
		"north-east-hampshire-farnham":        {"£3.95m", "£5.1m"},
		"northumberland":                      {"£8.6m", "£10.9m"},
		"salford-together":                    {"£5.47m", "£7.6m"},
		"south-somerset-symphony":             {"£8.02m", "£2.64m"},
		"wirral-partners":                     {"£4.52m", "£3.74m"},
		"sunderland":                          {"£6.77m", "£5.1m"},
		"southern-hampshire":                  {"£7.26m", "£1.35m"},
	} {
		for i, kind := range []string{"transformation", "matched"} {
			a := allocation(t, funding.AllocationID("2015-16/"+kind+"/"+slug))
			last := a.Events[len(a.Events)-1]
			require.Equal(t, []caremodel.VanguardID{england(slug)}, a.Recipients)
			require.Equal(t, funding.MustParseMoney(row[i]), last.Figure.Amount, a.ID)
			require.Equal(t, halfWidth(row[i]), last.Figure.Precision, a.ID)
			require.Equal(t, []funding.Status{funding.Approved, funding.Paid}[i], last.Status)
			require.Contains(t, last.Figure.Source.URL, "7004007")
		}
		if v, ok := caremodel.England().Vanguard(england(slug)); ok && v.Category == caremodel.PACS {
			transformation = append(transformation, funding.MustParseMoney(row[0]))
			matched = append(matched, funding.MustParseMoney(row[1]))
		}
	}
	for list, want := range map[string][]funding.Money{"£45.85m": transformation, "£49.43m": matched} {
		sum, err := funding.Sum(slices.Values(want))
		require.NoError(t, err)
		require.Equal(t, funding.MustParseMoney(list), sum, "the printed total of the nine PACS")
		require.Len(t, want, 9)
	}
}

// halfWidth is half of the last place of "£4.59m".
func halfWidth(printed string) funding.Money {
	_, decimals, _ := strings.Cut(strings.TrimSuffix(printed, "m"), ".")
	m := int64(50_000_000)
	for range decimals {
		m /= 10
	}
	return funding.Pence(m)
}

// TestEngland_History: events stand in decision order, the outturn counts over what
// was announced, and what other sources say is kept.
func TestEngland_History(t *testing.T) {
	july := caremodel.MustParseDate("2015-07-31")
	somerset := allocation(t, "2015-16/transformation/south-somerset-symphony").Events
	require.Len(t, somerset, 2)
	require.Equal(t, funding.Earmarked, somerset[0].Status)
	require.Equal(t, july, somerset[0].On)
	require.Equal(t, funding.MustParseMoney("£4.9m"), somerset[0].Figure.Amount)
	require.Equal(t, funding.Approved, somerset[1].Status)
	require.True(t, somerset[1].On.IsZero())
	require.NotEmpty(t, somerset[1].Figure.Note, "why it counts")

	joint := allocation(t, "2015-16/transformation/joint-july-2015")
	require.True(t, joint.Joint())
	require.Equal(t, []caremodel.VanguardID{england("morecambe-bay"), england("southern-hampshire"), england("isle-of-wight"), england("salford-together"), england("wirral-partners")}, joint.Recipients)
	require.Equal(t, funding.ApprovedInPrinciple, joint.Events[0].Status)
	require.Equal(t, funding.MustParseMoney("£500,000"), joint.Events[0].Figure.Precision)
	var received []funding.Money
	for _, a := range funding.EnglandLedger().Allocations {
		if slices.Contains(a.Supersedes, joint.ID) {
			received = append(received, a.Events[len(a.Events)-1].Figure.Amount)
		}
	}
	require.Len(t, received, 5)
	sum, err := funding.Sum(slices.Values(received))
	require.NoError(t, err)
	require.Equal(t, funding.MustParseMoney("£25.54m"), sum)

	fylde := allocation(t, "2015-16/transformation/fylde-coast").Events[0]
	require.Equal(t, funding.MustParseMoney("£4.62m"), fylde.Figure.Amount, "the title counts over the body")
	require.Equal(t, funding.MustParseMoney("£4.26m"), fylde.Others[0].Amount)
	wirral := allocation(t, "2015-16/transformation/wirral-partners").Events
	require.Equal(t, funding.MustParseMoney("£3.46m"), wirral[0].Figure.Amount, "tranche one")
	require.Equal(t, funding.MustParseMoney("£4.52m"), wirral[1].Figure.Amount, "the whole year counts")
	stockport := allocation(t, "2016-17/elsewhere/stockport-together")
	require.Equal(t, funding.StreamElsewhere, stockport.Stream)
	require.Empty(t, stockport.Round, "no money of a national fund")
	require.Equal(t, funding.MustParseFinancialYear("2018/19"), stockport.Through)
	require.Equal(t, funding.MustParseMoney("£19m"), stockport.Events[0].Figure.Amount)
	require.Equal(t, funding.MustParseMoney("£16m"), stockport.Events[0].Others[1].Amount)
}

// TestEngland_ZeroAndUnknown: nil is an award of £0.00 with a reason (Health
// Service Journal 7021762 and 7015836), an amount that nobody published is not stated, and
// £2m that are "more than" say so.
func TestEngland_ZeroAndUnknown(t *testing.T) {
	for _, slug := range []string{"calderdale", "lakeside", "wirral-partners"} {
		e := allocation(t, funding.AllocationID("2017-18/transformation/"+slug)).Events[0]
		require.Equal(t, funding.Approved, e.Status)
		require.True(t, e.Figure.Known())
		require.True(t, e.Figure.Amount.IsZero())
		require.NotEmpty(t, e.Reason)
	}
	require.Equal(t, caremodel.AtLeast, allocation(t, "2017-18/transformation/erewash").Events[0].Figure.Bound)
	require.Equal(t, "evaluation", allocation(t, "2017-18/transformation/sunderland/evaluation").Element)
	known, unknown := 0, 0
	for _, a := range funding.EnglandLedger().Allocations {
		if a.Round != "2016-17" {
			continue
		}
		if a.Events[len(a.Events)-1].Figure.Known() {
			known++
		} else {
			unknown++
		}
	}
	require.Equal(t, 22, known)
	require.Equal(t, 25, unknown, "47 vanguards had an allocation (NHS England, 19 May 2016)")
}

// TestEngland_Corrections: the figure that counts stands before the one that it
// replaced, each with its source and the reason; what is derived says so and has
// its width.
func TestEngland_Corrections(t *testing.T) {
	for id, want := range map[funding.AllocationID][2]string{
		"2017-18/transformation/harrogate-rural-district": {"£1.5m", "0"},
		"2016-17/transformation/west-cheshire-way":        {"£80,000", "£800,000"},
	} {
		e := allocation(t, id).Events[len(allocation(t, id).Events)-1]
		require.Equal(t, funding.MustParseMoney(want[0]), e.Figure.Amount, id)
		require.Equal(t, funding.MustParseMoney(want[1]), e.Others[0].Amount, id)
		require.Contains(t, e.Figure.Note, "It counts", id)
		require.Contains(t, e.Figure.Note, "Until now", id)
		require.NotEmpty(t, e.Others[0].Note, id)
		require.NotEqual(t, e.Figure.Source.URL, e.Others[0].Source.URL, id)
	}
	for _, slug := range []string{"wirral-partners", "calderdale", "lakeside"} {
		e := allocation(t, funding.AllocationID("2016-17/transformation/"+slug)).Events[0]
		require.Equal(t, funding.MustParseMoney("£75,000"), e.Figure.Amount, slug)
	}
	for _, slug := range []string{"salford-wigan-foundation-chain", "royal-free-london"} {
		f := allocation(t, funding.AllocationID("2015-16/transformation/"+slug)).Events[0].Figure
		require.Contains(t, f.Note, "Derived: ", slug)
		require.Equal(t, caremodel.About, f.Bound, slug)
		require.False(t, f.Precision.IsZero(), slug)
	}
	for _, s := range funding.EnglandLedger().Stated {
		if strings.HasPrefix(s.Name, "left for") || strings.HasPrefix(s.Name, "at most for") {
			require.Contains(t, s.Figure.Note, "Derived: ", s.Name)
			require.Contains(t, []caremodel.Bound{caremodel.About, caremodel.AtMost}, s.Figure.Bound, s.Name)
		}
	}
}

// TestEngland_AgainstReference holds the ledger against the tables that it was made
// from, where they are available: every row is a figure of its vanguard and year,
// counted or kept beside, but for those that are no vanguard money.
func TestEngland_AgainstReference(t *testing.T) {
	left := map[string]int{}
	for _, name := range []string{"funding.csv", "funding_fill.csv"} {
		for _, row := range referenceRows(t, "../../shared/reference/vanguards/"+name) {
			if !inLedger(t, row) {
				left[row["slug"]+" "+row["financial_year"]+" "+row["status"]]++
			}
		}
	}
	require.Equal(t, map[string]int{
		"north-east-uec 2016/17 made_available": 1, // not said to be vanguard money
		"dudley 2018/19 planned":                1, // a plan of the commissioner, after the programme
		"emrad 2014/15 to 2024/25 contract":     1, // a supplier's contract
	}, left)
}

func referenceRows(t *testing.T, path string) []map[string]string {
	f, err := os.Open(path)
	if err != nil {
		require.ErrorIs(t, err, fs.ErrNotExist)
		t.Skip("reference file " + path + " is not here")
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, field := range record {
			row[records[0][i]] = field
		}
		rows = append(rows, row)
	}
	return rows
}

// inLedger reports whether a figure of the ledger is that of a row: recipients,
// first year, amount and where it was read.
func inLedger(t *testing.T, row map[string]string) bool {
	year := funding.MustParseFinancialYear(row["financial_year"][:len("2015/16")])
	n, err := strconv.ParseInt(row["amount_gbp"], 10, 64)
	require.NoError(t, err)
	amount, err := funding.Pounds(n)
	require.NoError(t, err)
	var recipients []caremodel.VanguardID
	for slug := range strings.SplitSeq(row["slug"], "+") {
		recipients = append(recipients, england(slug))
	}
	for _, a := range funding.EnglandLedger().Allocations {
		if a.Year != year || !slices.Equal(a.Recipients, recipients) {
			continue
		}
		for _, f := range figures(funding.Ledger{Allocations: []funding.Allocation{a}}) {
			where := f.Source.URL == row["source_url"] || strings.HasPrefix(row["source_url"], "seed:") && f.Source.Title == "Vanguard support package launched"
			if f.Amount == amount && where {
				return true
			}
		}
	}
	return false
}

// TestEngland_ThroughCSV: the embedded allocations pass through a table unharmed,
// but for what a table does not hold.
func TestEngland_ThroughCSV(t *testing.T) {
	l := funding.EnglandLedger()
	back, err := funding.ReadAllocationsCSV(bytes.NewReader(table(t, l)), caremodel.England())
	require.NoError(t, err)
	require.Equal(t, inTable(l.Allocations), back)
}

// TestEngland_Book is the whole way: embedded records, a book, a published total.
func TestEngland_Book(t *testing.T) {
	b := funding.England()
	require.Same(t, b, funding.England())
	require.Equal(t, oddInEngland(), findings(b.Warnings()))
	pacs, err := b.Where(funding.Filter{
		Years: []funding.FinancialYear{funding.MustParseFinancialYear("2015/16")}, Streams: []funding.Stream{funding.StreamTransformation},
		Categories: []caremodel.Category{caremodel.PACS},
	})
	require.NoError(t, err)
	sum, err := pacs.Total()
	require.NoError(t, err)
	require.Equal(t, funding.MustParseMoney("£45.85m"), sum)
}
