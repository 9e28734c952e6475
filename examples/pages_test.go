// Package examples_test holds the code that the pages for users show, and checks
// that they show it.
package examples_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/caremodel/validate/validatetest"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// DEVELOPERS.md: ask the embedded programme.
func Example_ask() {
	vanguard, err := caremodel.England().Find("Morecambe Bay")
	if err != nil {
		log.Fatal(err) // an unknown or ambiguous name lists the candidates
	}
	whom := []caremodel.VanguardID{vanguard.ID}

	money, err := funding.England().Where(funding.Filter{Vanguards: whom, Streams: []funding.Stream{funding.StreamTransformation}})
	if err != nil {
		log.Fatal(err)
	}
	table, err := money.Table(funding.ByYear)
	if err != nil {
		log.Fatal(err)
	}
	for row := range table.Rows() {
		sum, known := row.Amount()
		if !known { // nobody has published it, which is not £0.00
			fmt.Println(row.Key.Year, "not known")
			continue
		}
		fmt.Println(row.Key.Year, sum.FormatPounds())
	}

	people, err := coverage.England().Select(coverage.Filter{Vanguards: whom})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(people.Covered())
	// Output:
	// 2015/16 £4,590,000.00
	// 2016/17 £4,700,000.00
	// 2017/18 £4,700,000.00
	// about 347,484 of 54,786,327 (0.6%)
}

// DEVELOPERS.md: a programme of one's own.
func Example_own() {
	programme, err := caremodel.NewProgramme(caremodel.Definition{
		Slug: "river-2027",
		Name: "River neighbourhood programme",
		Categories: []caremodel.CategoryDefinition{
			{Code: "NHS", Name: "Neighbourhood health service", Aliases: []string{"neighbourhood team"}},
		},
		Vanguards: []caremodel.Vanguard{
			{Slug: "upper-river", Name: "Upper River", Category: "NHS", Stage: caremodel.StageDesigning},
			{Slug: "lower-river", Name: "Lower River", Category: "NHS"},
		},
	})
	if err != nil {
		log.Fatal(err) // every rule that is broken, and where
	}
	category, err := programme.Taxonomy().Parse("Neighbourhood Teams")
	fmt.Println(programme.Len(), category, err, programme.Warnings().Len(), "warnings")
	// Output:
	// 2 NHS <nil> 2 warnings
}

// DEVELOPERS.md: what an error tells.
func Example_errors() {
	text := `{"format": "newcaremodels/ledger/1", "allocations": [{"id": "a", "recipients": ["salford-togehter"],
		"year": "2015/17", "stream": "transformation", "events": [{"status": "paid", "figure": {"amount": 4.59}}]}]}`
	_, err := funding.ReadLedger(strings.NewReader(text), caremodel.England())
	fmt.Println(errors.Is(err, validate.Unknown), errors.Is(err, validate.Duplicate))
	for v := range validate.Of(err).All() {
		fmt.Println(v.Path, v.Code, v.Value)
	}
	// Output:
	// true false
	// allocations[0].recipients[0] unknown "salford-togehter"
	// allocations[0].year format "2015/17"
	// allocations[0].events[0].figure.amount format "4.59"
}

// DEVELOPERS.md: rules of one's own.
func Example_rules() {
	visits := []struct{ Day, Place string }{{"2027-04-01", "Ely"}, {"1 April", ""}}
	var c validate.Checker
	for i, visit := range visits {
		at := c.At("visits").Index(i)
		if _, err := caremodel.ParseDate(visit.Day); err != nil {
			at.At("day").Report(err)
		}
		if visit.Place == "" {
			at.At("place").Error(validate.Required, "", "say where the visit was")
		}
	}
	fmt.Println(c.Violations().Err())
	// Output:
	// visits[1].day: "1 April": write a date as "2015-03-10" (format)
	// visits[1].place: say where the visit was (required)
}

// server keeps the book of the day. Books are immutable: readers need no lock.
type server struct {
	programme *caremodel.Programme
	book      atomic.Pointer[funding.Book]
}

// put takes a new ledger, or answers with everything that is wrong with it.
func (s *server) put(w http.ResponseWriter, r *http.Request) {
	ledger, err := funding.ReadLedger(r.Body, s.programme)
	if err == nil {
		var book *funding.Book
		if book, err = funding.NewBook(s.programme, ledger); err == nil {
			s.book.Store(book)
			return
		}
	}
	w.WriteHeader(http.StatusUnprocessableEntity)
	json.NewEncoder(w).Encode(validate.Of(err)) // an array of path, code, severity, value, detail
}

// DATA-TEAMS.md: the files of a data team, in its own tests.
func TestOurFiles(t *testing.T) {
	open := func(name string) *os.File {
		f, err := os.Open(filepath.Join("validate/testdata/sound", name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	programme, err := caremodel.ReadProgramme(open("programme.json"))
	validatetest.NoError(t, err)
	if t.Failed() {
		return // the other files are held against the programme
	}
	ledger, err := funding.ReadLedger(open("ledger.json"), programme)
	validatetest.NoError(t, err)
	allocations, err := funding.ReadAllocationsCSV(open("allocations.csv"), programme)
	validatetest.NoError(t, err)
	ledger.Allocations = append(ledger.Allocations, allocations...)
	validatetest.Check(t, ledger.Validate(programme))

	survey, err := coverage.ReadSurvey(open("survey.json"), programme)
	validatetest.NoError(t, err)
	validatetest.Check(t, survey.ValidateAsOf(programme, caremodel.MustParseDate("2027-12-31")))
}

// ANALYSTS.md: a table for a report.
func Example_table() {
	book, err := funding.England().Where(funding.Filter{
		Years:   []funding.FinancialYear{funding.MustParseFinancialYear("2015/16")},
		Streams: []funding.Stream{funding.StreamTransformation},
	})
	if err != nil {
		log.Fatal(err)
	}
	table, err := book.Table(funding.ByCategory)
	if err != nil {
		log.Fatal(err)
	}
	table.WriteMarkdown(os.Stdout) // or WriteCSV, WriteText
	// Output:
	// | Category | Sum | Min | Max | Amounts | Left out | Vanguards |
	// | --- | ---: | ---: | ---: | ---: | ---: | ---: |
	// | PACS | £45,850,000.00 | £2,720,000.00 | £8,600,000.00 | 9 of 9 | 0 | 9 of 9 |
	// | MCP | £31,270,000.00 | £1,000,000.00 | £7,260,000.00 | 7 of 7 | 0 | 7 of 14 |
	// | EHCH | £1,080,000.00 | £1,080,000.00 | £1,080,000.00 | 1 of 1 | 0 | 1 of 6 |
	// | ACC | £6,570,000.00 | £800,000.00 | £3,230,000.00 | 3 of 3 | 0 | 3 of 13 |
	// | **Total** | **£84,770,000.00** | **£800,000.00** | **£8,600,000.00** | **20 of 20** | **0** | **20 of 50** |
}

// ANALYSTS.md: the figure to quote beside the figure not to quote.
func Example_account() {
	all, err := coverage.England().Select(coverage.Filter{})
	if err != nil {
		log.Fatal(err)
	}
	a := all.Account()
	fmt.Println("covered:", a.Covered)
	fmt.Println("added up:", a.Naive)
	for _, m := range a.Multiplicity {
		fmt.Println("in exactly", m.Times, m.People)
	}
	// Output:
	// covered: about 24,911,333 to 26,330,959 of 54,786,327 (45.5% to 48.1%); the areas of 9 of 44 vanguards are not, or not wholly, known
	// added up: 30604709
	// in exactly 1 about 20,697,557 to 22,390,968 of 54,786,327 (37.8% to 40.9%); the areas of 9 of 44 vanguards are not, or not wholly, known
	// in exactly 2 about 3,880,017 to 4,213,776 of 54,786,327 (7.1% to 7.7%); the areas of 9 of 44 vanguards are not, or not wholly, known
	// in exactly 3 about 0 to 59,974 of 54,786,327 (0.0% to 0.1%); the areas of 9 of 44 vanguards are not, or not wholly, known
}

// ANALYSTS.md: a claim on every denominator.
func Example_claim() {
	claim := coverage.England().Reconcile()[0]
	fmt.Println(claim.Claim.Words)
	for _, trial := range claim.Bases {
		fmt.Println(trial.Share.Percent(1), trial.Reference.Basis)
	}
	fmt.Println("recomputed:", claim.Covered, "-", claim.Verdict)
	// Output:
	// the first 29 vanguards: over five million patients are to benefit
	// 9.1% resident
	// 8.8% registered
	// recomputed: about 4,487,879 to 5,524,136 of 54,786,327 (8.2% to 10.1%) - within-rounding
}

func TestPages_Server(t *testing.T) {
	s := &server{programme: caremodel.England()}
	answer := httptest.NewRecorder()
	s.put(answer, httptest.NewRequest(http.MethodPut, "/ledger", strings.NewReader(`{"format": "newcaremodels/ledger/1", "fund": []}`)))
	require.Equal(t, http.StatusUnprocessableEntity, answer.Code)
	require.Contains(t, answer.Body.String(), `"path":"fund"`)
	require.Nil(t, s.book.Load())

	var text strings.Builder
	require.NoError(t, funding.EnglandLedger().WriteJSON(&text))
	answer = httptest.NewRecorder()
	s.put(answer, httptest.NewRequest(http.MethodPut, "/ledger", strings.NewReader(text.String())))
	require.Equal(t, http.StatusOK, answer.Code)
	require.Equal(t, funding.England().Len(), s.book.Load().Len())
}

// pages are those that show code of this file, and commands.
var pages = []string{"DEVELOPERS.md", "DATA-TEAMS.md", "ANALYSTS.md"}

// The code that a page shows is the code that is tested, line for line, and what it
// says that the code prints is what it prints.
func TestPages(t *testing.T) {
	tested, err := os.ReadFile("pages_test.go")
	require.NoError(t, err)
	for _, page := range pages {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		blocks := strings.Split(string(text), "```go\n")[1:]
		require.NotEmpty(t, blocks, page)
		for _, block := range blocks {
			code, _, closed := strings.Cut(block, "```")
			require.True(t, closed, page)
			shown := strings.Contains(string(tested), "\n"+code) || strings.Contains(string(tested), "\n"+indented(code))
			require.True(t, shown, "%s shows code that is not tested:\n%s", page, code)
		}
	}
}

// indented is code as it stands in a function.
func indented(code string) string {
	var b strings.Builder
	for line := range strings.Lines(code) {
		if line != "\n" {
			b.WriteByte('\t')
		}
		b.WriteString(line)
	}
	return b.String()
}

// The table and the figures that the pages give in words are those that the
// examples above print.
func TestPages_SayWhatIsPrinted(t *testing.T) {
	tested, err := os.ReadFile("pages_test.go")
	require.NoError(t, err)
	var printed strings.Builder
	for line := range strings.Lines(string(tested)) {
		if output, ok := strings.CutPrefix(line, "\t// "); ok {
			printed.WriteString(output)
		}
	}
	analysts, err := os.ReadFile("ANALYSTS.md")
	require.NoError(t, err)
	_, table, found := strings.Cut(string(analysts), "```\n\n| Category")
	require.True(t, found)
	table, _, _ = strings.Cut("| Category"+table, "\n\n")
	require.Contains(t, printed.String(), table+"\n")
	for page, words := range map[string][]string{
		"ANALYSTS.md":   {"covered: about 24,911,333 to 26,330,959 of 54,786,327 (45.5% to 48.1%)", "4,487,879 to 5,524,136", "9.1%", "8.8%"},
		"DEVELOPERS.md": {"about 347,484 of 54,786,327 (0.6%)", "true false"},
	} {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		for _, w := range words {
			require.Contains(t, string(text), w, page)
			require.Contains(t, printed.String(), w, page)
		}
	}
}

// An optional value of a filter is a pointer, as DEVELOPERS.md says.
func TestPages_OptionalValues(t *testing.T) {
	promises := funding.Filter{Joint: new(true), Strengths: []funding.Strength{funding.Pledge}}
	joint, err := funding.England().Where(promises)
	require.NoError(t, err)
	total, err := joint.Total()
	require.NoError(t, err)
	require.Equal(t, "£41.0m", total.FormatMillions(1), "the promise of July 2015")
}

// Every command that stands on a line of its own runs, in a folder where the program
// has nothing but the examples, and exits as the page says. What a page shows as
// output is in the output.
func TestPages_Commands(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the example programs")
	}
	readmes, err := filepath.Glob("*/README.md")
	require.NoError(t, err)
	for _, page := range append(append([]string{"../README.md"}, pages...), readmes...) {
		t.Run(page, func(t *testing.T) {
			text, err := os.ReadFile(page)
			require.NoError(t, err)
			folder := shell{t: t, dir: t.TempDir()}
			examples, err := filepath.Abs(".")
			require.NoError(t, err)
			require.NoError(t, os.Symlink(examples, filepath.Join(folder.dir, "examples")))
			var all strings.Builder
			for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", "")) {
				if command, ok := strings.CutPrefix(line, "    go "); ok {
					all.WriteString(folder.run(command))
				}
			}
			if _, shown, ok := strings.Cut(string(text), "```text\n"); ok && page != "../README.md" { // which shows what its program prints
				shown, _, _ = strings.Cut(shown, "```")
				require.Contains(t, all.String(), shown, page)
			}
		})
	}
}

// shell runs the commands of one page.
type shell struct {
	t   *testing.T
	dir string
}

// run runs a command of go: of an example of this module it runs the program, built
// once. Those of a module of its own are left to that module's tests, but for one
// that needs what earlier commands made.
func (s shell) run(line string) string {
	command, comment, _ := strings.Cut(strings.TrimSpace(line), "  #")
	command, file, redirected := strings.Cut(command, " > ")
	args := words(command)
	code := 0
	if _, text, ok := strings.Cut(comment, "exits with "); ok {
		code = int(text[0] - '0')
	}
	var cmd *exec.Cmd
	switch {
	case slices.Contains(args, "ons_lsoa11_lep17_overlapping.csv.gz"):
		s.t.Log("files of the Office for National Statistics: the tests of ./coverage read them where they are available")
	case len(args) > 1 && args[0] == "run" && strings.HasPrefix(args[1], "./examples/"):
		cmd = exec.Command(program(s.t, filepath.Base(args[1])), args[2:]...)
		cmd.Dir = s.dir
	case args[0] == "-C":
		cmd = s.nested(args)
	}
	if cmd == nil {
		return ""
	}
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	require.Equal(s.t, code, cmd.ProcessState.ExitCode(), "%s: %v\n%s%s", command, err, stdout.String(), stderr.String())
	if redirected {
		require.NoError(s.t, os.WriteFile(filepath.Join(s.dir, strings.TrimSpace(file)), []byte(stdout.String()), 0o644))
	}
	return stdout.String()
}

// nested is a command in the folder of a module of its own, whose dependencies may
// not be available.
func (s shell) nested(args []string) *exec.Cmd {
	module := strings.TrimPrefix(args[1], "examples/")
	list := exec.Command("go", "list", "-deps", ".")
	list.Dir, list.Env = module, append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=readonly")
	if out, err := list.CombinedOutput(); err != nil {
		s.t.Logf("%s is not run: its modules are not here: %s", module, out)
		return nil
	}
	var all []string
	for _, arg := range args[2:] {
		all = append(all, strings.ReplaceAll(arg, "../../", s.dir+"/"))
	}
	cmd := exec.Command("go", all...)
	cmd.Dir = module
	return cmd
}

var programs sync.Map // of their names to func() (string, error)

// program builds an example.
func program(t *testing.T, name string) string {
	t.Helper()
	build, _ := programs.LoadOrStore(name, sync.OnceValues(func() (string, error) {
		bin := filepath.Join(binaries, name)
		out, err := exec.Command("go", "build", "-o", bin, "./"+name).CombinedOutput()
		if err != nil {
			err = fmt.Errorf("%w: %s", err, out)
		}
		return bin, err
	}))
	bin, err := build.(func() (string, error))()
	require.NoError(t, err)
	return bin
}

// binaries is where the programs are built.
var binaries string

func TestMain(m *testing.M) {
	var err error
	if binaries, err = os.MkdirTemp("", "newcaremodels-examples-"); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	os.RemoveAll(binaries)
	os.Exit(code)
}

// words splits a command as a shell does, with double quotes around a word or a part
// of it.
func words(command string) []string {
	var all []string
	var word strings.Builder
	quoted, any := false, false
	for _, r := range command + " " {
		switch {
		case r == '"':
			quoted, any = !quoted, true
		case r == ' ' && !quoted:
			if any {
				all = append(all, word.String())
			}
			word.Reset()
			any = false
		default:
			word.WriteRune(r)
			any = true
		}
	}
	return all
}
