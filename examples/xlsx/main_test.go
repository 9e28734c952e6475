package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
	"github.com/newcaremodels/newcaremodels/funding"
)

func call(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, &out, &errs)
	return code, out.String(), errs.String()
}

// The embedded programme comes back from a workbook as it went in, as far as a workbook
// holds it.
func TestXlsx_England(t *testing.T) {
	folder := t.TempDir()
	book, report := filepath.Join(folder, "england.xlsx"), filepath.Join(folder, "report.xlsx")
	code, _, stderr := call("-england", "-o", book)
	require.Equal(t, tables.ExitFine, code, stderr)
	r, found, err := read(book)
	require.NoError(t, err)
	require.NoError(t, found.Err())
	want := caremodel.EnglandDefinition()
	got := r.Programme.Definition()
	require.Len(t, got.Vanguards, len(want.Vanguards))
	for i, v := range want.Vanguards {
		require.Equal(t, v.Partners, got.Vanguards[i].Partners)
		require.Equal(t, v.Name, got.Vanguards[i].Name)
		require.Equal(t, v.ID, got.Vanguards[i].ID)
	}
	var in, out bytes.Buffer
	require.NoError(t, funding.Ledger{Allocations: funding.EnglandLedger().Allocations}.WriteCSV(&in))
	require.NoError(t, funding.Ledger{Allocations: r.Ledger.Allocations}.WriteCSV(&out))
	require.Equal(t, in.String(), out.String())
	require.Equal(t, coverage.EnglandSurvey().Base.Units, r.Survey.Base.Units)
	for i, f := range coverage.EnglandSurvey().Footprints {
		require.Equal(t, f.Units, r.Survey.Footprints[i].Units)
		require.Equal(t, f.Edition, r.Survey.Footprints[i].Edition)
	}
	all, err := r.Atlas.Select(coverage.Filter{})
	require.NoError(t, err)
	england, err := coverage.England().Select(coverage.Filter{})
	require.NoError(t, err)
	require.Equal(t, england.Covered(), all.Covered())

	code, _, stderr = call("-o", report, book)
	require.Equal(t, tables.ExitFine, code, stderr)
	f, err := excelize.OpenFile(report)
	require.NoError(t, err)
	defer f.Close()
	require.Equal(t, "Contents", f.GetSheetName(0))
	require.Contains(t, f.GetSheetList(), "Money by category and year")
	shown, err := f.GetRows("Money by category and year")
	require.NoError(t, err)
	raw, err := f.GetRows("Money by category and year", excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	sum := strings.Index(strings.Join(shown[0], ","), "Sum")
	require.GreaterOrEqual(t, sum, 0)
	column := strings.Count(strings.Join(shown[0], ",")[:sum], ",")
	require.Equal(t, "£45,850,000.00", shown[1][column], "money as people write it")
	require.Equal(t, "45850000", raw[1][column], "and a number")
	panes, err := f.GetPanes("Vanguards")
	require.NoError(t, err)
	require.True(t, panes.Freeze, "the header stays in sight")
	require.Equal(t, 1, panes.YSplit)
	width, err := f.GetColWidth("Vanguards", "B")
	require.NoError(t, err)
	require.Greater(t, width, 20.0)
}

// Whatever names there are, a workbook gives them back, and none of them is a formula.
func TestXlsx_RoundTrip(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`([=@+\-]?[a-z0-9<>&"',;|_£é日 ]{1,12}(_x0041_|\[x\])?[.!)])`)
		source := []caremodel.Source{{Title: "Made up"}}
		d := caremodel.Definition{
			Slug: "made-up", Name: name.Draw(t, "programme"), Categories: []caremodel.CategoryDefinition{{Code: "A", Name: "First kind", Aim: "To serve."}},
			Waves: []caremodel.Wave{{Name: "first", Announced: caremodel.MustParseDate("2027-04-01"), Source: source[0]}},
		}
		d.Name = strings.TrimSpace(d.Name)
		var c content
		for i, slug := range []string{"one", "two"} {
			v := caremodel.Vanguard{Slug: slug, Name: strings.TrimSpace(name.Draw(t, "name")) + slug, Category: "A", Wave: "first", Announced: d.Waves[0].Announced, Sources: source,
				ID: caremodel.VanguardIDFor("made-up", slug), GPPractices: rapid.IntRange(0, 99).Draw(t, "practices"), Area: strings.TrimSpace(name.Draw(t, "area"))}
			if i == 0 {
				v.Partners = []caremodel.Partner{{Organisation: strings.TrimSpace(name.Draw(t, "partner")), Kind: "council", Sources: source}}
			}
			d.Vanguards = append(d.Vanguards, v)
			c.allocations = append(c.allocations, funding.Allocation{
				ID: funding.AllocationID("a-" + slug), Recipients: []caremodel.VanguardID{v.ID}, Year: funding.MustParseFinancialYear("2027/28"), Stream: "transformation",
				Kind: funding.Revenue, Note: strings.TrimSpace(name.Draw(t, "note")),
				Events: []funding.Event{{On: caremodel.MustParseDate("2027-05-01"), Status: funding.Approved, Figure: funding.Figure{
					Amount: funding.Pence(rapid.Int64Range(1, 99_999_999_999).Draw(t, "pence")), Source: source[0]}}},
			})
			c.survey.Footprints = append(c.survey.Footprints, coverage.Footprint{ID: coverage.FootprintID(slug), Vanguard: v.ID, Layer: "all", Units: []coverage.Part{{Area: "A81001"}, {Area: "A81002", Bound: caremodel.AtMost}}, Completeness: coverage.Complete, Sources: source})
		}
		c.definition = d
		c.survey.Layers = []coverage.Layer{{Name: "all"}}
		c.survey.Base = coverage.Base{Name: strings.TrimSpace(name.Draw(t, "base")), Basis: coverage.Registered, Edition: "practices April 2027", AsAt: caremodel.MustParseDate("2027-04-01"),
			Units: []coverage.Population{{Area: "A81001", People: rapid.Int64Range(0, 99_999).Draw(t, "people"), Attributes: map[string]string{"age": "=0-4"}}, {Area: "A81002", People: 7, Attributes: map[string]string{"age": "90+"}}}}
		file := filepath.Join(folder, "book.xlsx")
		require.NoError(t, save(file, sheetsOf(c)))
		r, found, err := read(file)
		require.NoError(t, err)
		require.NoError(t, found.Err())
		require.Equal(t, d, r.Programme.Definition())
		require.Equal(t, c.allocations, r.Ledger.Allocations)
		require.Equal(t, c.survey.Footprints, r.Survey.Footprints)
		require.Equal(t, c.survey.Base, r.Survey.Base)

		f, err := excelize.OpenFile(file)
		require.NoError(t, err)
		defer f.Close()
		for _, sheet := range f.GetSheetList() {
			rows, err := f.GetRows(sheet)
			require.NoError(t, err)
			for i, row := range rows {
				for j := range row {
					at, err := excelize.CoordinatesToCellName(j+1, i+1)
					require.NoError(t, err)
					formula, err := f.GetCellFormula(sheet, at)
					require.NoError(t, err)
					require.Empty(t, formula, "%s %s", sheet, at)
				}
			}
		}
	})
}

// made returns a workbook of the template, changed by hand.
func made(t *testing.T, change func(f *excelize.File)) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "mine.xlsx")
	code, _, stderr := call("-template", "-o", file)
	require.Equal(t, tables.ExitFine, code, stderr)
	f, err := excelize.OpenFile(file)
	require.NoError(t, err)
	set(t, f, "about", 2, "slug", "river")
	set(t, f, "categories", 2, "A", "First kind", "To serve.")
	set(t, f, "vanguards", 1, "slug", "name", "category", "source_title")
	set(t, f, "vanguards", 2, "upper", "Upper River", "First kind", "Made up")
	change(f)
	require.NoError(t, f.Save())
	require.NoError(t, f.Close())
	return file
}

func set(t *testing.T, f *excelize.File, sheet string, row int, values ...any) {
	t.Helper()
	if row == 1 { // the header of the template goes
		require.NoError(t, f.RemoveRow(sheet, 1))
		require.NoError(t, f.InsertRows(sheet, 1, 1))
	}
	for i, value := range values {
		at, err := excelize.CoordinatesToCellName(i+1, row)
		require.NoError(t, err)
		require.NoError(t, f.SetCellValue(sheet, at, value))
	}
}

var allocationHeader = []any{"id", "recipients", "year", "stream", "status", "amount", "on", "source_title"}

// Cells as people and spreadsheet programs fill them.
func TestXlsx_CellsAsTheyAre(t *testing.T) {
	file := made(t, func(f *excelize.File) {
		set(t, f, "allocations", 1, allocationHeader...)
		set(t, f, "allocations", 2, "a", "Upper River", "2027/28", "transformation", "approved", 1234.1+0.0000000000004, time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC), "Made up")
		set(t, f, "allocations", 4, "b", "upper", "2028/29", "transformation", "approved", "£4.59m", "2 May 2028", "Made up") // a blank row above
		require.NoError(t, f.SetSheetName("allocations", "Allocations "))
	})
	r, found, err := read(file)
	require.NoError(t, err)
	require.NoError(t, found.Err())
	require.Len(t, r.Ledger.Allocations, 2)
	event := r.Ledger.Allocations[0].Events[0]
	require.Equal(t, "1234.10", event.Figure.Amount.String())
	require.Equal(t, "2027-05-01", event.On.String())
	require.Equal(t, "4590000.00", r.Ledger.Allocations[1].Events[0].Figure.Amount.String())
}

func TestXlsx_Violations(t *testing.T) {
	for name, c := range map[string]struct {
		change func(f *excelize.File)
		says   []string
	}{
		"rules": {func(f *excelize.File) {
			set(t, f, "vanguards", 3, "lower", "Lower River", "Second kind", "Made up")
			set(t, f, "vanguards", 4, "upper", "Upper River", "First kind", "Made up")
		}, []string{"sheet vanguards: row 4, column slug", "sheet vanguards: row 3, column category"}},
		"partners": {func(f *excelize.File) { set(t, f, "partners", 2, "nobody", "x") }, []string{"sheet partners: row 2, column vanguard"}},
		"about":    {func(f *excelize.File) { set(t, f, "about", 3, "title", "x") }, []string{"sheet about: row 3, column field"}},
		"waves":    {func(f *excelize.File) { set(t, f, "waves", 2, "first", "soon") }, []string{"sheet waves: row 2, column announced"}},
		"money": {func(f *excelize.File) {
			set(t, f, "allocations", 1, allocationHeader...)
			set(t, f, "allocations", 4, "a", "nobody", "2027/29", "transformation", "planned", "4,5", "", "Made up")
		}, []string{"row 4, column recipients", "row 4, column year", "row 4, column status", "row 4, column amount"}},
		"formulas": {func(f *excelize.File) {
			set(t, f, "allocations", 1, allocationHeader...)
			set(t, f, "allocations", 2, "a", "upper", "2027/28", "transformation", "approved")
			require.NoError(t, f.SetCellFormula("allocations", "F2", "1+1"))
		}, []string{"sheet allocations: row 2, column F", "=1+1"}},
		"people": {func(f *excelize.File) {
			set(t, f, "populations", 2, "A81001", "many")
			set(t, f, "footprints", 2, "f", "upper", "", "A81009", "2/1")
		}, []string{"sheet populations: row 2, column people", "sheet footprints: row 2, column share"}},
		"areas": {func(f *excelize.File) {
			set(t, f, "about", 3, "basis", "registered")
			set(t, f, "about", 4, "edition", "practices April 2027")
			set(t, f, "about", 5, "as_at", "2027-04-01")
			set(t, f, "populations", 2, "A81001", 12)
			set(t, f, "footprints", 2, "f", "upper", "", "A81001")
			set(t, f, "footprints", 3, "f", "upper", "", "A81009")
		}, []string{"sheet footprints: row 3, column area"}},
		"nobody": {func(f *excelize.File) { require.NoError(t, f.DeleteSheet("vanguards")) }, []string{"sheet vanguards"}},
	} {
		out := filepath.Join(t.TempDir(), "report.xlsx")
		code, _, stderr := call("-o", out, made(t, c.change))
		require.Equal(t, tables.ExitViolations, code, "%s: %s", name, stderr)
		for _, words := range c.says {
			require.Contains(t, stderr, words, name)
		}
		require.NoFileExists(t, out)
	}
}

func TestXlsx_WrongUsage(t *testing.T) {
	text := filepath.Join(t.TempDir(), "a.xlsx")
	require.NoError(t, os.WriteFile(text, []byte("id,name\n"), 0o600))
	for _, c := range []struct {
		says string
		args []string
	}{
		{"name one workbook", nil},
		{"name one workbook", []string{"a.xlsx", "b.xlsx"}},
		{"-england", []string{"-template", "-england"}},
		{"-colour", []string{"-colour"}},
		{"given already", []string{"-o", "a", "-o", "b", text}},
		{"cannot be read as a workbook", []string{text}},
		{"nowhere.xlsx", []string{"nowhere.xlsx"}},
	} {
		code, _, stderr := call(c.args...)
		require.Equal(t, tables.ExitUsage, code, c.says)
		require.Contains(t, stderr, c.says)
	}
	code, stdout, _ := call("-h")
	require.Equal(t, tables.ExitFine, code)
	require.Contains(t, stdout, "-template")
}

func TestXlsx_DayFormat(t *testing.T) {
	for format, want := range map[string]bool{
		"yyyy-mm-dd": true, "d mmm": true, "[$-809]dd mmmm yyyy": true, "0.00": false, `"day" 0`: false, "#,##0": false, "[Red]0": false, `\d0`: false, "hh:mm": false,
	} {
		require.Equal(t, want, dayFormat(format), format)
	}
}

func TestXlsx_SheetName(t *testing.T) {
	used := map[string]bool{}
	require.Equal(t, "Vanguards", sheetName("vanguards", used))
	first, second := sheetName("vanguards_by_category_and_wave_of_all", used), sheetName("vanguards_by_category_and_wave_of_some", used)
	require.LessOrEqual(t, len(first), 31)
	require.LessOrEqual(t, len(second), 31)
	require.NotEqual(t, first, second)
}

// A text that a cell cannot hold is told, and never cut.
func TestXlsx_LongText(t *testing.T) {
	err := save(filepath.Join(t.TempDir(), "a.xlsx"), []page{textPage("notes", []string{"note"}, [][]string{{strings.Repeat("x", 40_000)}})})
	require.ErrorContains(t, err, "sheet notes: row 2, column note")
}

// The README's own commands run from a folder with nothing else in it.
func TestXlsx_README(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	binary := filepath.Join(t.TempDir(), "xlsx")
	output, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput()
	require.NoError(t, err, string(output))
	commands := regexp.MustCompile(`(?m)^    go run \.(.*?)(?: +#.*)?$`).FindAllStringSubmatch(string(text), -1)
	require.NotEmpty(t, commands)
	folder := t.TempDir()
	for _, command := range commands {
		shell := exec.Command("sh", "-c", binary+command[1])
		shell.Dir = folder
		output, err := shell.CombinedOutput()
		require.NoError(t, err, "%s\n%s", command[0], output)
	}
}
