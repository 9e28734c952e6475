package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// call runs the program as the shell would.
func call(stdin string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

// Every method answers its sample, as text and as data.
func TestIndicators_Golden(t *testing.T) {
	t.Setenv("COLUMNS", "")
	for _, format := range []string{"text", "csv"} {
		var all strings.Builder
		for _, m := range methods {
			code, stdout, stderr := call("", m.name, "-format", format)
			require.Equal(t, tables.ExitFine, code, stderr)
			require.Contains(t, stderr, "made up")
			fmt.Fprintf(&all, "# %s\n\n%s\n", m.name, stdout)
		}
		goldentest.Equal(t, "samples."+format, all.String())
	}
}

// What options change.
func TestIndicators_Options(t *testing.T) {
	for _, c := range []struct {
		args string
		says []string
	}{
		{"rates -per 1000 -benchmark 88 -polarity low-is-good", []string{"Cedar 115.6 103.6 128.5 worse", "Ash 88.33 76.84 101.1 similar"}},
		{"proportions -confidence 0", []string{"Ash 0.0883 Birch"}},
		{"standardised-ratios -per 100", []string{"Ash 97.08"}},
		{"slope -log", []string{"sii"}},
		{"slope -reversed", []string{"Ash sii 19.09"}},
		{"inequality -reference 1", []string{"Ash attributable risk"}},
		{"quantiles -groups 4", []string{"Ash 4 57.70 4"}},
		{"funnel -kind proportion-wilson -target 0.1", []string{"Around 0.1"}},
		{"chart -rebase 2026-04 -polarity low-is-good -target 80 -screen -shift 8 -trend-of 7", []string{"From 2026-04 on there are fewer than 13", "The target is met: inconsistent"}},
		{"chart -fix 12", []string{"below limit"}},
		{"before-after -counts people -per 100", []string{"difference in differences"}},
		{"pool -confidence 0.99", []string{"common effect"}},
		{"estimates", []string{"Ash ratio 0.7609", "Birch ratio 1.275"}},
		{"estimates -scale difference", []string{"Ash difference -0.2200"}},
		{"estimates -polarity low-is-good", []string{"By limits alone", "similar"}},
		{"rates -per 1000 -benchmark 88 -outer 0.998 -polarity low-is-good", []string{"Cedar 115.6 103.6 128.5 worst", "Ash 88.33 76.84 101.1 similar"}},
		{"rates -per 1000 -benchmark 103 -outer 0.998 -polarity low-is-good", []string{"Cedar 115.6 103.6 128.5 worse"}},
		{"standardised-ratios -rate -per 1000", []string{"Ash 28.18 26.70 29.72"}},
		{"funnel -polarity low-is-good", []string{"By limits around it", "Cedar 0.1156 0.0717 0.0776 0.0980 0.1039 high worse", "Hazel 0.0779 0.0757 0.0801 0.0955 0.1000 low 95 better"}},
		{"chart -centre 87.5,2.1", []string{"93.80", "81.20"}},
		{"ordered-groups", []string{"Ash 4 8.225 0.0041"}},
		{"suppress -threshold 3 -totals none", []string{"1 cells are hidden", "Birch hidden 18 25"}},
		{"suppress -totals rows,grand -keep-zeros -hide-ties -hidden-above 7", []string{"hidden"}},
		{"round -rule star", []string{"Birch hidden 20 25"}},
	} {
		code, stdout, stderr := call("", strings.Fields(c.args)...)
		require.Equal(t, tables.ExitFine, code, "%s: %s", c.args, stderr)
		for _, words := range c.says {
			require.Contains(t, strings.Join(strings.Fields(stdout), " "), words, c.args)
		}
	}
}

// Other forms of the tables that the samples do not have.
func TestIndicators_OtherColumns(t *testing.T) {
	for _, c := range []struct {
		method, table, says string
	}{
		{"slope", "population,numerator\n100,40\n100,30\n100,20\n", "sii"},
		{"inequality", "population,numerator\n100,40\n100,30\n100,20\n", "ratio"},
		{"pool", "study,treated_events,treated_people,control_events,control_people\na,10,100,20,100\nb,12,90,15,95\n", "random-effects"},
		{"trend", "area,year,value,low,high\n" + strings.Join([]string{"a,2015/16,1,0.9,1.1", "a,2016/17,2,1.9,2.1", "a,2017/18,3,2.9,3.1", "a,2018/19,4,3.9,4.1", "a,2019/20,5,4.9,5.1"}, "\n"), "rising"},
		{"funnel", "area,numerator,value\na,100,10.5\nb,20,9\n", "within"},
		{"standardised-rates", "area,age,numerator,denominator,weight\na,young,30,1000,60\na,old,50,500,40\n", "a,"},
		{"standardised-rates", "area,age,times,numerator,denominator,weight\na,young,1,30,1000,60\na,old,1,50,500,40\na,young,2,3,1000,60\na,old,2,9,500,40\n", "a,0.076"},
		{"means", "area,values,mean,standard_deviation\na,25,10.5,2\n", "a,10.5,"},
	} {
		args := []string{c.method, "-format", "csv"}
		if c.method == "funnel" {
			args = append(args, "-kind", "standardised-rate", "-per", "1000", "-target", "10")
		}
		code, stdout, stderr := call(c.table, append(args, "-")...)
		require.Equal(t, tables.ExitFine, code, "%s: %s", c.method, stderr)
		if c.method != "funnel" {
			require.Contains(t, stdout, c.says)
		}
	}
}

// A figure that must not be published is blank, with the reason beside it.
func TestIndicators_NotGiven(t *testing.T) {
	code, stdout, _ := call("area,age,numerator,denominator\na,0-4,3,1000\n", "standardised-rates", "-format", "csv", "-")
	require.Equal(t, tables.ExitFine, code)
	require.Equal(t, "area,value,low,high,confidence,reason\na,,,,,3 events: a standardised rate needs at least 10\n", stdout)
}

func TestIndicators_Violations(t *testing.T) {
	var many strings.Builder // more events than an integer holds
	for age := range 11 {
		fmt.Fprintf(&many, "a,%d,900000000000000000,900000000000000001,1,2\n", age)
	}
	for _, c := range []struct {
		method, table string
		says          []string
	}{
		{"rates", "area,numerator,denominator\na,ten,100\nb,1,-5\n,3,4\n", []string{"row 2, column numerator", "row 3, column denominator", "row 4, column area"}},
		{"rates", "area,numerator\na,1\n", []string{"denominator"}},
		{"rates", "area;numerator;denominator\na;1;2\n", []string{";"}},
		{"rates", "area,numerator,denominator\n", []string{"row 2", "no row"}},
		{"rates", "area,numerator,denominator\na,1,2\na,1,2\n", []string{"row 3, column area", "row 2"}},
		{"rates", "", []string{"required"}},
		{"proportions", "area,numerator,denominator\na,5,3\n", []string{"row 2"}},
		{"standardised-rates", "area,age,numerator,denominator\na,0-5,10,20\na,5-9,10,20\na,5-9,10,20\n", []string{"row 2, column age", "row 4, column age"}},
		{"means", "area,value\na,\na,\"1,5\"\na,NaN\n", []string{"row 2, column value", "row 3, column value", "row 4, column value"}},
		{"means", "area\na\n", []string{"value, or values, mean and standard_deviation"}},
		{"means", "area,values,mean,standard_deviation\na,25,10.5,2\na,25,10.5,2\n", []string{"row 3, column area"}},
		{"standardised-rates", "area,age,times,numerator,denominator,weight\na,young,1,30,1000,60\na,young,1,3,1000,60\n", []string{"row 3, column age"}},
		{"ordered-groups", "score,numerator,denominator\n1,2,3\n", []string{"row 2", "too-few-groups"}},
		{"ordered-groups", "score,numerator,denominator\n1,4,3\n2,1,3\n", []string{"row 2"}},
		{"standardised-ratios -rate", "area,age,numerator,denominator,reference,reference_population\n" + many.String(), []string{"row 12, column numerator"}},
		{"slope", "population\n100\n", []string{"value or numerator"}},
		{"slope", "population,value\n100,1\n", []string{"row 2", "too-few-groups"}},
		{"slope", "population,numerator\n100,101\n100,1\n", []string{"row 2, column numerator"}},
		{"funnel", "area,numerator\na,1\n", []string{"denominator"}},
		{"chart", "period,value\n1,2\n1,3\n", []string{"row 3, column period"}},
		{"before-after", "arm,period,numerator,denominator\ntreated,before,1,2\nother,before,1,2\ncontrol,later,1,2\ntreated,before,1,2\n", []string{"row 3, column arm", "row 4, column period", "row 5, column period"}},
		{"before-after", "arm,period,numerator,denominator\ntreated,before,1,2\n", []string{"four rows"}},
		{"pool", "study,value\na,1\n", []string{"low and high"}},
		{"pool", "study,value,low,high\na,1,2,3\nb,1,0.5,2\n", []string{"row 2"}},
		{"pool", "study,value,low,high\na,1,0.5,2\na,1,0.5,2\n", []string{"row 3, column study"}},
		{"trend", "area,year,numerator,denominator\na,last,1,2\n", []string{"row 2, column year"}},
		{"trend", "area,year\na,2015\n", []string{"numerator and denominator"}},
		{"life-expectancy", "area,age,population,deaths\na,old,1,1\n", []string{"row 2, column age"}},
		{"life-expectancy", "area,age,population,deaths\na,0,10000,1\n", []string{"row 2", "wrong-bands"}},
		{"suppress", "row,column,count\na,x,1\na,y,2\nb,x,1\nb,z,1\n", []string{"row 5, column column"}},
		{"suppress", "row,column,count\na,x,1\na,y,2\nb,x,1\n", []string{"row 4"}},
		{"quantiles", "area,value\na,1\n", []string{"row 2", "too-few-groups"}},
	} {
		code, stdout, stderr := call(c.table, append(strings.Fields(c.method), "-")...)
		require.Equal(t, tables.ExitViolations, code, "%s\n%s%s%s", c.method, c.table, stdout, stderr)
		require.Empty(t, stdout)
		for _, words := range c.says {
			require.Contains(t, stderr, words, c.method)
		}
	}
}

// One row that is wrong hides no other: every fault of a table is told at once.
func TestIndicators_EveryFaultAtOnce(t *testing.T) {
	for _, c := range []struct {
		method, table string
		says          []string
	}{
		{"rates", "area,numerator,denominator\na,x,1\nb,1,0\n", []string{"row 2, column numerator", "row 3"}},
		{"proportions", "area,numerator,denominator\na,x,1\nb,2,1\nb,1,1\n", []string{"row 2, column numerator", "row 3", "row 4, column area"}},
		{"standardised-rates", "area,age,numerator,denominator,weight\na,x,1,1,many\nb,x,2,-1,1\nc,x,20,30,-1\n", []string{"row 2, column weight", "row 3, column denominator", "row 4"}},
		{"funnel", "area,numerator,denominator\na,,5\nb,-1,5\nc,7,5\nd,1,0\nb,1,5\n", []string{"row 2, column numerator", "row 3", "row 4", "row 5", "row 6, column area"}},
		{"before-after", "area,arm,period,numerator,denominator\na,some,before,1,1\nb,treated,before,1,1\n", []string{"row 2, column arm", "row 3"}},
		{"estimates", "area,value,low,high,other_value,other_low,other_high\na,x,0,2,1,0,2\nb,1,3,2,1,0,2\n", []string{"row 2, column value", "row 3"}},
		{"pool", "study,value,low,high\na,1,x,2\nb,1,3,2\n", []string{"row 2, column low", "row 3"}},
		{"trend", "area,year,numerator,denominator\na,soon,1,1\nb,2015,2,1\nb,2016,1,1\nb,2017,1,1\nb,2018,1,1\nb,2019,1,1\n", []string{"row 2, column year", "row 3"}},
		{"slope", "area,population,value\na,1,x\nb,1,1\n", []string{"row 2, column value", "row 3"}},
		{"life-expectancy", "area,age,population,deaths\na,old,1,1\nb,0,10000,1\n", []string{"row 2, column age", "row 3"}},
		{"suppress", "row,column,count\na,x,1\na,y,many\nb,x,1\n", []string{"row 3, column count", "row 4"}},
	} {
		code, stdout, stderr := call(c.table, append(strings.Fields(c.method), "-")...)
		require.Equal(t, tables.ExitViolations, code, c.method)
		require.Empty(t, stdout)
		for _, words := range c.says {
			require.Contains(t, stderr, words, c.method)
		}
		require.Equal(t, len(c.says), strings.Count(stderr, "\n"), "%s: each once:\n%s", c.method, stderr)
	}
}

func TestIndicators_WrongUsage(t *testing.T) {
	for _, c := range []struct {
		args string
		says string
	}{
		{"", "name a method"},
		{"averages", "means"},
		{"rates -colour", "-colour"},
		{"rates -kind rate", "-kind"},
		{"rates -confidence 95", "-confidence"},
		{"rates -per 0", "-per"},
		{"rates -format yaml", "markdown"},
		{"rates a.csv b.csv", "b.csv"},
		{"rates nowhere.csv", "nowhere.csv"},
		{"funnel -kind oval", "proportion-wilson"},
		{"funnel -target NaN", "number"},
		{"rates -separator semicolon", "one character"},
		{"rates -column area", "area="},
		{"slope -log -logit", "-logit"},
		{"rates -outer 0.998", "-benchmark"},
		{"rates -benchmark 1 -outer 0.9", "-outer"},
		{"chart -centre 87", "sigma"},
		{"suppress -totals all", "rows"},
	} {
		code, _, stderr := call("", strings.Fields(c.args)...)
		require.Equal(t, tables.ExitUsage, code, c.args)
		require.Contains(t, stderr, c.says, c.args)
	}
}

func TestIndicators_Help(t *testing.T) {
	code, stdout, _ := call("", "-h")
	require.Equal(t, tables.ExitFine, code)
	for _, m := range methods {
		require.Contains(t, stdout, "  "+m.name+" ")
		code, stdout, stderr := call("", m.name, "-h")
		require.Equal(t, tables.ExitFine, code, stderr)
		for _, column := range append(m.required, m.optional...) {
			require.Contains(t, stdout, column)
		}
		for _, flag := range m.flags {
			require.Contains(t, stdout, "-"+flag)
		}
	}
}

// The sample that a user begins with is read as it is printed.
func TestIndicators_Template(t *testing.T) {
	for _, m := range methods {
		code, template, stderr := call("", m.name, "-template")
		require.Equal(t, tables.ExitFine, code, stderr)
		_, sample, _ := call("", m.name, "-format", "csv")
		code, own, stderr := call(template, m.name, "-format", "csv", "-")
		require.Equal(t, tables.ExitFine, code, stderr)
		require.Empty(t, stderr)
		require.Equal(t, sample, own)
	}
}

// Tables come with columns of other names, other separators, packed, in Windows-1252.
func TestIndicators_FilesAsTheyAre(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write([]byte("Gebiet;F\xe4lle;Personen;other\nM\xfchle;12;1,000;x\n"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	file := filepath.Join(t.TempDir(), "table.csv.gz")
	require.NoError(t, os.WriteFile(file, packed.Bytes(), 0o600))
	code, stdout, stderr := call("", "rates", "-separator", ";", "-column", "area=Gebiet", "-column", "numerator=Fälle", "-column", "denominator=Personen", "-per", "1000", "-format", "json", file)
	require.Equal(t, tables.ExitFine, code, stderr)
	var rows []map[string]any
	require.NoError(t, json.Unmarshal([]byte(stdout), &rows))
	require.Equal(t, "Mühle", rows[0]["area"])
	require.InDelta(t, 12.0, rows[0]["value"], 1e-12)
}

// Whatever the table, the figures are those of the library, to the last digit, and a
// hostile name comes back as it is.
func TestIndicators_SaysWhatTheLibrarySays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		out := csv.NewWriter(&text)
		require.NoError(t, out.Write([]string{"area", "numerator", "denominator"}))
		type area struct{ n, of int64 }
		var areas []area
		names := []string{"=1+1", "a,b", `c"d`, "<e>", "f|g"}
		for i := range rapid.IntRange(1, len(names)).Draw(t, "areas") {
			of := rapid.Int64Range(1, 1e9).Draw(t, "of")
			a := area{rapid.Int64Range(0, of).Draw(t, "n"), of}
			areas = append(areas, a)
			require.NoError(t, out.Write([]string{names[i], strconv.FormatInt(a.n, 10), strconv.FormatInt(a.of, 10)}))
		}
		out.Flush()
		code, stdout, stderr := call(text.String(), "proportions", "-format", "csv", "-")
		require.Equal(t, tables.ExitFine, code, stderr)
		rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
		require.NoError(t, err)
		for i, a := range areas {
			want, err := indicator.Proportion(a.n, a.of, 0.95)
			require.NoError(t, err)
			require.Equal(t, names[i], rows[i+1][0])
			for j, figure := range []float64{want.Value, want.Low, want.High} {
				got, err := strconv.ParseFloat(rows[i+1][j+1], 64)
				require.NoError(t, err)
				require.Equal(t, figure, got) //nolint:testifylint // to the last digit
			}
		}
	})
}

// The README's own commands run from a folder with nothing else in it.
func TestIndicators_README(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	binary := filepath.Join(t.TempDir(), "indicators")
	output, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput()
	require.NoError(t, err, string(output))
	commands := regexp.MustCompile(`(?m)^    go run (\./examples/indicators.*?)(?: +#.*)?$`).FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, commands)
	folder := t.TempDir()
	for _, command := range commands {
		line := strings.ReplaceAll(command[1], "./examples/indicators", binary)
		shell := exec.Command("sh", "-c", line)
		shell.Dir = folder
		output, err := shell.CombinedOutput()
		require.NoError(t, err, "%s\n%s", line, output)
	}
	for _, m := range methods {
		require.Contains(t, string(text), "`"+m.name+"`")
		for _, column := range append(m.required, m.optional...) {
			require.Contains(t, string(text), "`"+column+"`")
		}
	}
}
