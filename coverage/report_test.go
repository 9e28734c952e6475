package coverage_test

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// writer is what every table of people can do.
type writer interface {
	WriteCSV(w io.Writer) error
	WriteText(w io.Writer) error
	WriteMarkdown(w io.Writer) error
}

// tables are all tables of a survey's people.
func tables(t testing.TB, a *coverage.Atlas, attribute string) map[string]writer {
	s, err := a.Select(coverage.Filter{})
	require.NoError(t, err)
	steps, err := s.Incremental(slices.Collect(s.Footprints())...)
	require.NoError(t, err)
	out := map[string]writer{
		"account":      s.Account(),
		"overlap":      s.Overlap(),
		"contribution": coverage.NewReport(a, s.Contributions()),
		"steps":        coverage.NewReport(a, steps),
		"uncovered":    coverage.NewReport(a, slices.Collect(s.Uncovered())),
		"areas":        coverage.NewReport(a, slices.Collect(s.Areas())),
		"claims": coverage.NewReport(a, a.Reconcile(coverage.Claim{Share: caremodel.Ratio{Num: 1, Den: 4}},
			coverage.Claim{Words: "about a hundred", People: 100, Scope: coverage.Filter{Layers: []string{"population"}}})),
		"nothing": coverage.NewReport[coverage.Gap](a, nil),
	}
	trajectory, err := a.Trajectory(coverage.Target{Share: caremodel.Ratio{Num: 1, Den: 2}, By: caremodel.MustParseDate("2020-03-31")},
		caremodel.MustParseDate("2015-04-01"), caremodel.MustParseDate("2016-04-01"))
	require.NoError(t, err)
	out["trajectory"] = trajectory
	if attribute != "" {
		b, err := s.Breakdown(attribute)
		require.NoError(t, err)
		out["breakdown"] = b
	}
	half, err := coverage.ShareOf(1, 2)
	require.NoError(t, err)
	c := coverage.Crosswalk{From: "a", To: "b", Method: coverage.MethodEqualSplit, Weights: []coverage.Weight{{From: "E01", To: "N1", Share: half}, {From: "E01", To: "N2", Share: half}}}
	counts, err := c.Counts([]coverage.Population{{Area: "E01", People: 11, Attributes: map[string]string{"age": "0-4, \"young\""}}, {Area: "E02", People: 3}})
	require.NoError(t, err)
	out["counts"] = counts
	rates, err := c.Rates([]coverage.AreaRate{{Area: "E01", Value: 0.25, People: 8}, {Area: "E02", Value: 1, People: 2}})
	require.NoError(t, err)
	out["rates"] = rates
	return out
}

func csvOf(t require.TestingT, w writer) [][]string {
	var b strings.Builder
	require.NoError(t, w.WriteCSV(&b))
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	require.NoError(t, err)
	return rows
}

// Every answer comes out as data and for people: unique columns of snake_case, plain
// numbers, text of 80 columns, and JSON of the same figures.
func TestReport_AllAnswers(t *testing.T) {
	for _, all := range []map[string]writer{tables(t, newAtlas(t, overlapping()), "age"), tables(t, coverage.England(), "")} {
		for name, table := range all {
			rows := csvOf(t, table)
			head := rows[0]
			require.Len(t, slices.Compact(slices.Sorted(slices.Values(head))), len(head), name)
			for i, column := range head {
				require.Regexp(t, "^[a-z]+(_[a-z]+)*$", column, name)
				for _, row := range rows[1:] {
					if _, err := strconv.ParseInt(row[i], 10, 64); row[i] != "" && (column == "of" || strings.HasSuffix(column, "_low") || strings.HasSuffix(column, "_high")) {
						require.NoError(t, err, name)
					}
				}
			}
			var text, markdown strings.Builder
			require.NoError(t, table.WriteText(&text))
			for line := range strings.Lines(text.String()) {
				require.LessOrEqual(t, utf8.RuneCountInString(line), 81, "%s: %s", name, line)
			}
			require.NoError(t, table.WriteMarkdown(&markdown))
			require.Equal(t, strings.Count(text.String(), "\n")+1, strings.Count(markdown.String(), "\n"), name)

			document, err := json.Marshal(table)
			require.NoError(t, err, name)
			require.NotEqual(t, "{}", string(document), name)
			var objects []map[string]any
			if json.Unmarshal(document, &objects) != nil {
				continue // an object of its own
			}
			require.Len(t, objects, len(rows)-1, name)
			for i, o := range objects {
				for j, column := range head {
					if value, there := o[column].(string); there {
						require.Equal(t, rows[i+1][j], value, name)
					} else if _, there := o[column]; !there {
						require.Empty(t, rows[i+1][j], name)
					}
				}
			}
		}
	}
	for _, table := range []writer{
		coverage.Report{}, coverage.Account{}, coverage.Breakdown{}, coverage.Matrix{}, coverage.Trajectory{}, coverage.Recast{}, coverage.RecastRates{},
	} {
		_ = csvOf(t, table)
		if _, is := table.(coverage.Trajectory); is {
			continue // its track is unset
		}
		_, err := json.Marshal(table)
		require.NoError(t, err)
	}
}

// What is not known never looks like zero.
func TestReport_NotKnown(t *testing.T) {
	s := overlapping()
	s.Footprints = s.Footprints[:1]
	s.Footprints[0].Completeness = coverage.Incomplete
	a := newAtlas(t, s)
	all, err := a.Select(coverage.Filter{})
	require.NoError(t, err)
	for _, table := range []writer{
		all.Account(), coverage.NewReport(a, all.Contributions()), coverage.NewReport(a, slices.Collect(all.Areas())), all.Overlap(),
	} {
		rows := csvOf(t, table)
		for i, column := range rows[0] {
			if strings.HasSuffix(column, "_low") || strings.HasSuffix(column, "_high") || column == "attributed" {
				for _, row := range rows[1:] {
					require.Empty(t, row[i], column)
				}
			}
		}
	}
	document, err := json.Marshal(all.Account())
	require.NoError(t, err)
	require.NotContains(t, string(document), "naive")
	document, err = json.Marshal(selectAll(t, overlapping()).Account())
	require.NoError(t, err)
	require.Contains(t, string(document), `{"naive":`)
}

// The areas add up to everybody covered as far as who they are is known, and name the
// footprints that the records name.
func TestSelection_Areas(t *testing.T) {
	s := overlapping()
	all := selectAll(t, s)
	var low, high, of int64
	var names []string
	for c := range all.Areas() {
		low, high, of = low+c.People.Low, high+c.People.High, of+c.People.Of
		for _, id := range c.Footprints {
			names = append(names, string(c.Area)+" "+string(id))
		}
	}
	require.Equal(t, all.Covered().Low, low)
	require.Equal(t, all.Covered().High, high)
	require.EqualValues(t, 414, of, "without the people outside every area")
	require.Equal(t, []string{"E01000001 hills", "E01000002 hills", "E01000002 vale", "E01000003 county", "E01000003 vale"}, names)
}

// What a crosswalk has moved is read back as it was written, whatever the attributes
// hold.
func TestRecast_WriteCSVReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.StringMatching(`[ -~é]{0,6}[!-~é]`)
		var units []coverage.Population
		for n := range rapid.IntRange(1, 5).Draw(t, "units") {
			units = append(units, coverage.Population{Area: areaCode(n), People: rapid.Int64Range(0, 1000).Draw(t, "people"),
				Attributes: map[string]string{"age band": strings.TrimSpace(value.Draw(t, "age")), "people": strings.TrimSpace(value.Draw(t, "kind"))}})
		}
		var b strings.Builder
		require.NoError(t, coverage.Recast{Units: units}.WriteCSV(&b))
		read, err := coverage.ReadBaseCSV(strings.NewReader(b.String()), coverage.Columns{Area: "area", People: "people", Attributes: []string{"age band", "attribute_people"}})
		require.NoError(t, err)
		for i := range units {
			units[i].Attributes["attribute_people"] = units[i].Attributes["people"]
			delete(units[i].Attributes, "people")
		}
		require.Equal(t, units, read.Units)
	})
}

func ExampleNewReport() {
	england := coverage.England()
	mcp, err := england.Select(coverage.Filter{Categories: []caremodel.Category{caremodel.MCP}})
	if err != nil {
		panic(err)
	}
	if err := coverage.NewReport(england, mcp.Contributions()[:3]).WriteText(os.Stdout); err != nil {
		panic(err)
	}
	if err := coverage.NewReport(england, mcp.Contributions()[:1]).WriteCSV(os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// Footprint                             People    In no other  Attributed  Missing
	// Calderdale Health and Social…        104,201        104,201     104,201  0 of 14
	// Dudley Multispecialty Commun…        316,464        316,464     316,464  0 of 14
	// Encompass (Whitstable, Faver…  about 170,000  about 170,000     170,000  0 of 14
	// footprint,vanguard,vanguard_name,people_low,people_high,exclusive_low,exclusive_high,marginal_low,marginal_high,attributed,of,hidden,missing,meant,approximate
	// calderdale,calderdale,Calderdale Health and Social Care Economy,104201,104201,104201,104201,104201,104201,104201,54786327,0,0,14,
}

func ExampleAccount_WriteText() {
	all, err := coverage.England().Select(coverage.Filter{})
	if err != nil {
		panic(err)
	}
	if err := all.Account().WriteText(os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// Figure                                    People           Share  Areas  Missing
	// Added up                        about 30,604,709           55.9%         9 of 44
	// Covered           about 24,911,333 to 26,330,959  45.5% to 48.1%         9 of 44
	// Counted too much    about 4,273,750 to 5,693,376   7.8% to 10.4%         9 of 44
	// In exactly 1      about 20,697,557 to 22,390,968  37.8% to 40.9%     90  9 of 44
	// In exactly 2        about 3,880,017 to 4,213,776    7.1% to 7.7%     16  9 of 44
	// In exactly 3                   about 0 to 59,974    0.0% to 0.1%      1  9 of 44
}

// A table by area joins to the boundaries of a map by the code in its first column.
func ExampleSelection_Areas() {
	england := coverage.England()
	all, err := england.Select(coverage.Filter{})
	if err != nil {
		panic(err)
	}
	areas := slices.Collect(all.Areas())
	if err := coverage.NewReport(england, areas[:2]).WriteCSV(os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// area,footprints,vanguards,vanguard_names,times,people_low,people_high,of,hidden,missing,meant,approximate
	// 00C,north-east-uec,north-east-uec,North East Urgent Care Network,1,105389,105389,105389,0,9,44,
	// 00D,north-east-uec,north-east-uec,North East Urgent Care Network,1,273951,273951,273951,0,9,44,
}
