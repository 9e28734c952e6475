package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/internal/goldentest"
)

// call runs the program as the shell would.
func call(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, &out, &errs)
	return code, out.String(), errs.String()
}

// words returns the texts of an SVG document in one line, and fails where it is
// not well-formed XML.
func words(t *testing.T, svg []byte) string {
	t.Helper()
	var texts []string
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	decoder.Strict = true
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if characters, ok := token.(xml.CharData); ok {
			texts = append(texts, string(characters))
		}
	}
	return strings.Join(strings.Fields(strings.Join(texts, " ")), " ")
}

// What each picture must say: title, units, source, and figures that readers
// come for.
var says = map[string][]string{
	"funding": {
		"Of the £182.3m that is known, the largest part, £74.8m, went to one model of care: Multispecialty community provider", "£ million", "Source: Health Service Journal",
		"2015/16", "2017/18", "Integrated primary and acute care system", "Join up GP, hospital, community", "Acute care collaboration",
		"£45.85m (9 of 9)", "not known (0 of 8)", "known for some: there may be more", "A vanguard is a place",
	},
	"deciles": {
		"Made-up data: 28.2% to 33.0% of people in the most deprived tenth are covered, and 9.6% to 14.5% in the least deprived", "MADE-UP DATA",
		"per cent of residents", "1 (most deprived)", "Source: made-up data, of no real place.", "Slope index of inequality",
	},
	"overlap": {
		"16 pairs of vanguards cover some of the same people: 748 thousand in the largest overlap", "perhaps in both", "Source: Office for National Statistics",
		"Northumberland Accountable Care Organisation and", "Urgent Care Network", "315,263", "0 to 333,759", "West Wakefield Health", "(ACN), Greater Manchester",
		"The areas of 9 of 44 vanguards are not, or not wholly, known: there may be more pairs.",
	},
	"people": {
		"The area of a vanguard had from 45 thousand to 10 million people", "Multispecialty community provider", "Dudley Multispecialty Community Provider", "316,464",
		"about 347,484", "0 to 70,000", "The areas of 9 are not, or not wholly, known", "Source: Office for National Statistics",
	},
	"forest": {
		"Emergency admissions: better in 6 of 9 results, worse in 2, uncertain in 1", "Studies with a comparison group", "−40% (−58 to −14)", "+42%", "same",
		"40 results of other kinds", "Fylde Coast Local Health Economy: patients enrolled in",
	},
	"control": {"Made-up data: The last figure, 2026-12, is lower than chance explains", "MADE-UP DATA", "limits of chance", "1 not known: a gap.", "2025-01"},
	"funnel":  {"Made-up data: 3 of 12 areas differ from the rest by more than chance", "MADE-UP DATA", "Cedar", "Sorrel", "Pine", "people in the area", "99.8%"},
	"trajectory": {
		"Vanguards for everybody in an area (PACS and MCP) covered 8.2% to 10.1% of people by 31 March 2018; the target was about 25%",
		"per cent of the population", "Source: Office for National Statistics",
		"8.2% to 10.1%", "45.5% to 48.1%", "at least 50% by 31 December 2020", "about 25% by 31 March 2018", "2015", "2021",
	},
}

func TestCharts_Pictures(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "pictures")
	code, stdout, stderr := call("-out", dir)
	require.Equal(t, exitFine, code, stderr)
	require.Len(t, strings.Split(strings.TrimSpace(stdout), "\n"), 2*len(says))
	for name, texts := range says {
		svg, err := os.ReadFile(filepath.Join(dir, name+".svg"))
		require.NoError(t, err)
		got := words(t, svg)
		for _, text := range texts {
			require.Contains(t, got, text, name)
		}
		require.Contains(t, string(svg), `role="img"`)
		require.Less(t, len(svg), 80_000, name)

		file, err := os.Open(filepath.Join(dir, name+".png"))
		require.NoError(t, err)
		picture, err := png.Decode(file)
		require.NoError(t, errors.Join(err, file.Close()))
		requirePicture(t, name, picture, 1600)
	}
}

// On a phone a picture says the same: its texts are as large, and nothing is cut.
func TestCharts_OnAPhone(t *testing.T) {
	dir := t.TempDir()
	code, _, stderr := call("-out", dir, "-width", "360")
	require.Equal(t, exitFine, code, stderr)
	for name, texts := range says {
		svg, err := os.ReadFile(filepath.Join(dir, name+".svg"))
		require.NoError(t, err)
		require.Contains(t, string(svg), `<svg width="270pt"`, "360 pixels")
		require.Contains(t, words(t, svg), texts[0], name)
		file, err := os.Open(filepath.Join(dir, name+".png"))
		require.NoError(t, err)
		picture, err := png.Decode(file)
		require.NoError(t, errors.Join(err, file.Close()))
		requirePicture(t, name, picture, 720)
	}
}

// requirePicture checks that a picture has the size of the others, is not blank,
// and has nothing at its edges, where it would be cut.
func requirePicture(t *testing.T, name string, picture image.Image, width int) {
	t.Helper()
	size := picture.Bounds().Size()
	require.Equal(t, width, size.X, name)
	require.True(t, size.Y > 800 && size.Y < 4400, "%s: %d", name, size.Y)
	paletted, ok := picture.(*image.Paletted)
	require.True(t, ok, "%T", picture)
	white := uint8(paletted.Palette.Index(color.White))
	require.Equal(t, color.RGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xFF}, paletted.Palette[white])
	inked, colours := 0, map[uint8]int{}
	for y := range size.Y {
		for x := range size.X {
			c := paletted.ColorIndexAt(x, y)
			colours[c]++
			if c == white {
				continue
			}
			inked++
			if x < 10 || y < 10 || x >= size.X-10 || y >= size.Y-10 {
				require.Failf(t, "ink at the edge", "%s: %d, %d", name, x, y)
			}
		}
	}
	require.Greater(t, len(colours), 30, name)
	require.Greater(t, inked, size.X*size.Y/50, name)
	require.Less(t, inked, size.X*size.Y/2, name)
}

func TestCharts_Formats(t *testing.T) {
	for format, ending := range map[string]string{"svg": ".svg", "png": ".png"} {
		dir := t.TempDir()
		code, _, stderr := call("-out", dir, "-format", format)
		require.Equal(t, exitFine, code, stderr)
		files, err := os.ReadDir(dir)
		require.NoError(t, err)
		require.Len(t, files, len(says))
		for _, f := range files {
			require.Equal(t, ending, filepath.Ext(f.Name()))
		}
	}
}

func TestCharts_SameBytesEveryTime(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	call("-out", first, "-format", "svg")
	call("-out", second, "-format", "svg")
	for name := range says {
		a, err := os.ReadFile(filepath.Join(first, name+".svg"))
		require.NoError(t, err)
		b, err := os.ReadFile(filepath.Join(second, name+".svg"))
		require.NoError(t, err)
		require.True(t, bytes.Equal(a, b), name)
	}
}

// The committed gallery is what the program draws, for a page and for a phone, and
// the README describes it to those who do not see it. go test . -update writes both.
func TestCharts_Gallery(t *testing.T) {
	page, phone := t.TempDir(), t.TempDir()
	for _, args := range [][]string{{"-out", page}, {"-out", phone, "-width", "360"}} {
		code, _, stderr := call(append(args, "-format", "svg")...)
		require.Equal(t, exitFine, code, stderr)
	}
	content, err := os.ReadFile("README.md")
	require.NoError(t, err)
	readme := string(content)
	for _, name := range []string{"funding", "trajectory", "forest", "people"} {
		for folder, drawn := range map[string]string{"gallery": page, "gallery/phone": phone} {
			svg, err := os.ReadFile(filepath.Join(drawn, name+".svg"))
			require.NoError(t, err)
			committed := filepath.Join(folder, name+".svg")
			if runtime.GOARCH == "amd64" { // elsewhere a coordinate's last digit may differ: see package chart
				goldentest.File(t, committed, svg)
				continue
			}
			was, err := os.ReadFile(committed)
			require.NoError(t, err)
			require.Equal(t, words(t, svg), words(t, was), committed)
		}
		svg, err := os.ReadFile(filepath.Join(page, name+".svg"))
		require.NoError(t, err)
		var document struct {
			Desc string `xml:"desc"`
		}
		require.NoError(t, xml.Unmarshal(svg, &document))
		picture := regexp.MustCompile(`<img src="gallery/` + name + `.svg" alt="[^"]*"`)
		require.Regexp(t, picture, readme)
		readme = picture.ReplaceAllLiteralString(readme, `<img src="gallery/`+name+`.svg" alt="`+html.EscapeString(document.Desc)+`"`)
	}
	goldentest.File(t, "README.md", readme)
}

// nationalFiles are small areas of England: one for each commissioning group of
// the embedded base, and one of no group and no decile.
func nationalFiles(t *testing.T) (people, deprivation, lookup string) {
	t.Helper()
	var p, d, l strings.Builder
	p.WriteString("lsoa,total\nE01000999,1000\n")
	d.WriteString("lsoa,decile\n")
	l.WriteString("lsoa,ods\n")
	for i, unit := range coverage.EnglandSurvey().Base.Units {
		fmt.Fprintf(&p, "E01%06d,%d\n", i+1, unit.People)
		fmt.Fprintf(&d, "E01%06d,%d\n", i+1, i%10+1)
		fmt.Fprintf(&l, "E01%06d,%s\n", i+1, unit.Area)
	}
	dir := t.TempDir()
	for name, table := range map[string]*strings.Builder{"people.csv": &p, "deprivation.csv": &d, "lookup.csv": &l} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(table.String()), 0o600))
	}
	return filepath.Join(dir, "people.csv"), filepath.Join(dir, "deprivation.csv"), filepath.Join(dir, "lookup.csv")
}

func TestCharts_NationalFiles(t *testing.T) {
	people, deprivation, lookup := nationalFiles(t)
	dir := t.TempDir()
	code, _, stderr := call("-out", dir, "-format", "svg",
		"-people", people, "-people-columns", "lsoa,total",
		"-deprivation", deprivation, "-deprivation-columns", "lsoa,decile",
		"-lookup", lookup, "-lookup-columns", "lsoa,ods",
		"-counted", "2015-06-30", "-source", "a national office of statistics, mid-2015.")
	require.Equal(t, exitFine, code, stderr)
	svg, err := os.ReadFile(filepath.Join(dir, "deciles.svg"))
	require.NoError(t, err)
	got := words(t, svg)
	require.Contains(t, got, "Source: a national office of statistics, mid-2015.")
	require.Contains(t, got, "1,000 people whose group is not known are left out.")
	require.Contains(t, got, "perhaps covered")
	require.NotContains(t, strings.ToLower(got), "made-up")
}

// England's 32,844 small areas, where they are available. The estimates cover
// Wales too, which England's deprivation index does not: 3,125,165 people (Office
// for National Statistics, mid-2017).
func TestCharts_EnglandBySmallArea(t *testing.T) {
	data := filepath.Join("..", "..", "..", "shared", "reference", "coverage", "data")
	people := filepath.Join(data, "population_mid2017_lsoa11_agebands.csv.gz")
	if _, err := os.Stat(people); err != nil {
		t.Skip("the national files are not here")
	}
	dir := t.TempDir()
	code, _, stderr := call("-out", dir, "-format", "svg",
		"-people", people, "-people-columns", "lsoa11_code,total",
		"-deprivation", filepath.Join(data, "imd2015_lsoa11.csv.gz"), "-deprivation-columns", "lsoa11_code,IMD_decile",
		"-lookup", filepath.Join(data, "ons_lsoa11_ccg15_lad15.csv.gz"), "-lookup-columns", "LSOA11CD,CCG15CDH",
		"-counted", "2017-06-30", "-source", "Office for National Statistics.")
	require.Equal(t, exitFine, code, stderr)
	svg, err := os.ReadFile(filepath.Join(dir, "deciles.svg"))
	require.NoError(t, err)
	got := words(t, svg)
	require.Contains(t, got, "3,125,165 people whose group is not known are left out.")
	require.Contains(t, got, "8.6% to 14.6%")
	require.Contains(t, got, "between −10.2 and +8.1 percentage points, as the bounds allow")
}

func TestCharts_FilesThatAreNotInOrder(t *testing.T) {
	people, deprivation, lookup := nationalFiles(t)
	short := filepath.Join(t.TempDir(), "short.csv")
	require.NoError(t, os.WriteFile(short, []byte("area,ccg\nE01000001,00C\n"), 0o600))
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"a group that no area leads to": {[]string{"-people", people, "-people-columns", "lsoa,total", "-deprivation", deprivation, "-deprivation-columns", "lsoa,decile", "-lookup", short}, exitViolations, "footprints["},
		"a column that is not there":    {[]string{"-people", people, "-deprivation", deprivation, "-lookup", lookup}, exitViolations, "area"},
		"a file that is not there":      {[]string{"-people", "none.csv", "-deprivation", deprivation, "-lookup", lookup}, exitUsage, "none.csv"},
		"a file that is not gzipped":    {[]string{"-people", gzipped(t), "-deprivation", deprivation, "-lookup", lookup}, exitUsage, "people.csv.gz"},
	} {
		code, _, stderr := call(append(c.args, "-out", t.TempDir(), "-format", "svg", "-counted", "2015-06-30", "-source", "x")...)
		require.Equal(t, c.code, code, name+": "+stderr)
		require.Contains(t, stderr, c.says, name)
	}
}

// gzipped is a file that says it is, and is not.
func gzipped(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "people.csv.gz")
	require.NoError(t, os.WriteFile(path, []byte("area,people\n"), 0o600))
	return path
}

func TestCharts_WrongUsage(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"no directory":         {nil, "-out"},
		"unknown format":       {[]string{"-out", "x", "-format", "gif"}, "gif"},
		"too narrow":           {[]string{"-out", "x", "-width", "100"}, "320 to 2000"},
		"words too many":       {[]string{"-out", "x", "y"}, `"y"`},
		"unknown flag":         {[]string{"-colour"}, "Usage"},
		"one file of three":    {[]string{"-out", "x", "-people", "p.csv"}, "together"},
		"a day without a file": {[]string{"-out", "x", "-counted", "2015-06-30"}, "-people"},
		"files without a day":  {[]string{"-out", "x", "-people", "p", "-deprivation", "d", "-lookup", "l"}, "-counted"},
		"files without source": {[]string{"-out", "x", "-people", "p", "-deprivation", "d", "-lookup", "l", "-counted", "2015-06-30"}, "-source"},
		"one column":           {[]string{"-out", "x", "-people-columns", "area"}, "two columns"},
	} {
		code, stdout, stderr := call(c.args...)
		require.Equal(t, exitUsage, code, name)
		require.Empty(t, stdout, name)
		require.Contains(t, stderr, c.says, name)
	}
	require.NoDirExists(t, "x")
}

// Own files: a table of results, figures over time, shares of areas.
func TestCharts_OwnFiles(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	var record bytes.Buffer
	require.NoError(t, evaluation.EnglandRecord().WriteCSV(&record))
	months := write("months.csv", "value,period\n"+strings.Repeat("5,2026\n6,2026\n", 7)+",2026\n30,last\n")
	areas := write("areas.csv", "\ufeffarea,numerator,denominator,note\nHere,10,100,\nThere,20,200,\n")
	pictures := filepath.Join(dir, "pictures")
	code, _, stderr := call("-out", pictures, "-format", "svg", "-evidence", write("results.csv", record.String()), "-measure", "ae-attendances",
		"-control", months, "-better", "low-is-good", "-funnel", areas)
	require.Equal(t, exitFine, code, stderr)
	for name, says := range map[string]string{
		"forest": "A&E attendances: better in", "control": "The last figure, last, is worse than chance explains",
		"funnel": "None of 2 areas differs from the rest by more than chance explains",
	} {
		svg, err := os.ReadFile(filepath.Join(pictures, name+".svg"))
		require.NoError(t, err)
		got := words(t, svg)
		require.Contains(t, got, says)
		require.NotContains(t, strings.ToLower(got), "made-up")
	}
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"a cell that is no number": {[]string{"-control", write("bad.csv", "period,value\na,1\nb,many\n")}, exitViolations, "row 3"},
		"a column that is missing": {[]string{"-funnel", months}, exitViolations, "column area"},
		"fewer people than events": {[]string{"-funnel", write("few.csv", "area,numerator,denominator\na,1,many\nb,7,5\n")}, exitViolations, "row 3: the unit: 7 of 5"},
		"and what stands before":   {[]string{"-funnel", filepath.Join(dir, "few.csv")}, exitViolations, "row 2, column denominator"},
		"events of nobody":         {[]string{"-funnel", write("nobody.csv", "area,numerator,denominator\na,3,0\nb,-1,5\n")}, exitViolations, "row 3: the unit: -1"},
		"a table without a header": {[]string{"-control", write("nothing.csv", "")}, exitViolations, "nothing.csv: row 1"},
		"semicolons":               {[]string{"-control", write("semicolons.csv", "period;value\na;1\n")}, exitViolations, "row 1"},
		"a measure that is none":   {[]string{"-measure", "emergency-admission"}, exitViolations, "emergency-admissions"},
		"results of nobody":        {[]string{"-evidence", write("none.csv", "id\nx\n")}, exitViolations, "none.csv"},
		"a file that is not there": {[]string{"-evidence", "nothing.json"}, exitUsage, "nothing.json"},
		"no areas":                 {[]string{"-funnel", write("empty.csv", "area,numerator,denominator\n")}, exitViolations, "empty.csv: row 2"},
		"no figures":               {[]string{"-control", write("blank.csv", "period,value\n")}, exitViolations, "blank.csv: row 2"},
	} {
		code, _, stderr := call(append(c.args, "-out", pictures, "-format", "svg")...)
		require.Equal(t, c.code, code, name+": "+stderr)
		require.Contains(t, stderr, c.says, name)
	}
}

// Own records: a programme, its money and its people draw what they hold.
func TestCharts_OwnRecords(t *testing.T) {
	embedded := filepath.Join("..", "..")
	out := t.TempDir()
	code, stdout, stderr := call("-out", out, "-format", "svg",
		"-programme", filepath.Join(embedded, "caremodel", "data", "england.json"), "-ledger", filepath.Join(embedded, "funding", "data", "england.json"),
		"-survey", filepath.Join(embedded, "coverage", "data", "england.json"))
	require.Equal(t, exitFine, code, stderr)
	require.NotContains(t, stdout, "forest", "no results were given")
	for name, text := range map[string]string{"funding": "45.85", "overlap": "16 pairs of vanguards", "people": "316,464"} {
		svg, err := os.ReadFile(filepath.Join(out, name+".svg"))
		require.NoError(t, err)
		got := words(t, svg)
		require.Contains(t, got, text)
		require.Contains(t, got, "Source: the reader's own records")
	}
	code, stdout, _ = call("-out", out, "-format", "svg", "-programme", filepath.Join("sample", "programme.json"))
	require.Equal(t, exitFine, code)
	require.NotContains(t, stdout, "funding")
	code, _, stderr = call("-out", out, "-ledger", filepath.Join("sample", "programme.json"))
	require.Equal(t, exitViolations, code)
	require.Contains(t, stderr, "programme.json")
}

func TestCharts_Help(t *testing.T) {
	code, _, stderr := call("-h")
	require.Equal(t, exitFine, code)
	require.Contains(t, stderr, "-out")
}
