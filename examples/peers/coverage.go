package main

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"

	"github.com/duckdb/duckdb-go/v2"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// coverageJob asks an atlas everything that the job is about: the union, the
// union by decile and by category, and the overlap of each two footprints.
func coverageJob(a *coverage.Atlas, categories []caremodel.Category) (answer coverageAnswer, err error) {
	everything, err := a.Select(coverage.Filter{})
	if err != nil {
		return answer, err
	}
	answer.covered = everything.Covered().Low
	if answer.deciles, err = everything.Breakdown("DECILE"); err != nil {
		return answer, err
	}
	for _, c := range categories {
		s, err := a.Select(coverage.Filter{Categories: []caremodel.Category{c}})
		if err != nil {
			return answer, err
		}
		answer.categories = append(answer.categories, s.Covered().Low)
	}
	answer.overlap = everything.Overlap()
	return answer, nil
}

type coverageAnswer struct {
	covered    int64
	deciles    coverage.Breakdown
	categories []int64
	overlap    coverage.Matrix
}

func (a coverageAnswer) lines(categories []caremodel.Category) []string {
	out := []string{line("covered", a.covered)}
	for g := range a.deciles.Groups() {
		out = append(out, line("decile", g.Value, g.Covered.Low))
	}
	for i, people := range a.categories {
		out = append(out, line("category", categories[i], people))
	}
	return append(sorted(out), matrixLines(a.overlap)...)
}

// matrixLines gives the pairs that share anybody.
func matrixLines(m coverage.Matrix) []string {
	var out []string
	for i := range m.Len() {
		for j := i; j < m.Len(); j++ {
			if people := m.At(i, j).Low; people > 0 {
				out = append(out, line("overlap", i, j, people))
			}
		}
	}
	return sorted(out)
}

// peopleQuestions are the same in SQL, each in its best form: the rows are added
// up by practice before they meet the pairs of footprints.
var peopleQuestions = []string{
	"SELECT 'covered', sum(people)::BIGINT FROM base WHERE practice IN (SELECT practice FROM member)",
	"SELECT 'decile', decile, sum(people)::BIGINT FROM base WHERE practice IN (SELECT practice FROM member) GROUP BY decile",
	`SELECT 'category', category, sum(people)::BIGINT FROM (SELECT practice, sum(people) AS people FROM base GROUP BY practice)
		JOIN (SELECT DISTINCT category, practice FROM member) USING (practice) GROUP BY category`,
	`SELECT 'overlap', a.footprint, b.footprint, sum(people)::BIGINT FROM (SELECT practice, sum(people) AS people FROM base GROUP BY practice)
		JOIN member a USING (practice) JOIN member b USING (practice) WHERE a.footprint <= b.footprint GROUP BY ALL`,
}

// plainOverlap is the last of them as one writes it without a second thought.
const plainOverlap = `SELECT 'overlap', a.footprint, b.footprint, sum(people)::BIGINT FROM base
	JOIN member a USING (practice) JOIN member b USING (practice) WHERE a.footprint <= b.footprint GROUP BY ALL`

func (d *duck) peopleLines() ([]string, error) {
	var all []string
	for i, q := range peopleQuestions {
		lines, err := d.lines(q)
		if err != nil {
			return nil, err
		}
		all = append(all, lines...)
		if i == len(peopleQuestions)-2 {
			all = sorted(all)
		}
	}
	return all, nil
}

func (d *duck) askPeople(questions ...string) error {
	for _, q := range questions {
		if err := d.ask(q); err != nil {
			return err
		}
	}
	return nil
}

func (c *peopleCase) categories() []caremodel.Category {
	var out []caremodel.Category
	for one := range c.programme.Taxonomy().All() {
		out = append(out, one.Code)
	}
	return out
}

// coverage is P5: the job on rows in memory.
func (b *bench) coverage() (goal, error) {
	c, err := b.people()
	if err != nil {
		return goal{}, err
	}
	file, err := b.extractFile()
	if err != nil {
		return goal{}, err
	}
	d, err := openPeople(c, loadPeople(file))
	if err != nil {
		return goal{}, err
	}
	defer d.close()
	s, categories := c.survey, c.categories()
	s.Base.Units = c.units()
	a, err := coverage.NewAtlas(c.programme, s)
	if err != nil {
		return goal{}, err
	}
	answer, err := coverageJob(a, categories)
	if err != nil {
		return goal{}, err
	}
	peer, err := d.peopleLines()
	if err != nil {
		return goal{}, err
	}
	if err := same("coverage", answer.lines(categories), peer); err != nil {
		return goal{}, err
	}
	theirs := func() error { return d.askPeople(peopleQuestions...) }
	built, err := compare(b.rounds, func() error { _, err := coverageJob(a, categories); return err }, theirs)
	if err != nil {
		return goal{}, err
	}
	plain, err := clock(func() error { return d.askPeople(append(peopleQuestions[:3:3], plainOverlap)...) })
	if err != nil {
		return goal{}, err
	}
	fmt.Fprintf(b.log, "DuckDB takes %s for the job where its overlap joins row by row, %s in its best form\n", plain, built.peer)
	return newGoal("P5", faster(fmt.Sprintf("coverage job on %s rows, atlas already built, against DuckDB on its native table", count(len(s.Base.Units))), built, 400, 1000)), nil
}

// coverageRecords is P5b: the job from records in memory, which both take in first.
func (b *bench) coverageRecords() (goal, error) {
	c, err := b.people()
	if err != nil {
		return goal{}, err
	}
	d, err := openPeople(c)
	if err != nil {
		return goal{}, err
	}
	defer d.close()
	s, categories := c.survey, c.categories()
	s.Base.Units = c.units()
	var answer coverageAnswer
	ours := func() error {
		a, err := coverage.NewAtlas(c.programme, s)
		if err == nil {
			answer, err = coverageJob(a, categories)
		}
		return err
	}
	theirs := func() error {
		if err := d.appendPeople(s.Base.Units); err != nil {
			return err
		}
		return d.askPeople(peopleQuestions...)
	}
	if err := errors.Join(ours(), theirs()); err != nil {
		return goal{}, err
	}
	peer, err := d.peopleLines()
	if err != nil {
		return goal{}, err
	}
	if err := same("coverage from records", answer.lines(categories), peer); err != nil {
		return goal{}, err
	}
	taken, err := compare(b.rounds, ours, theirs)
	if err != nil {
		return goal{}, err
	}
	return newGoal("P5b", faster(fmt.Sprintf("the job from %s records: every rule checked and the atlas built, against DuckDB's Appender and the query",
		count(len(s.Base.Units))), taken, 10, 25)), nil
}

// appendPeople fills the table of the base anew by DuckDB's Appender, its fastest way
// for rows in memory. Codes are texts there: the driver appends no ENUM of more than 256
// values.
func (d *duck) appendPeople(units []coverage.Population) error {
	if err := d.exec("CREATE OR REPLACE TABLE appended (practice VARCHAR, decile UTINYINT, people INTEGER)"); err != nil {
		return err
	}
	ctx := context.Background()
	c, err := d.db.Conn(ctx)
	if err != nil {
		return err
	}
	err = c.Raw(func(inner any) error {
		a, err := duckdb.NewAppenderFromConn(inner.(driver.Conn), "", "appended")
		if err != nil {
			return err
		}
		for i := range units {
			u := &units[i]
			decile, err := strconv.Atoi(u.Attributes["DECILE"])
			if err == nil {
				err = a.AppendRow(string(u.Area), uint8(decile), int32(u.People))
			}
			if err != nil {
				return errors.Join(err, a.Close())
			}
		}
		return a.Close()
	})
	if err := errors.Join(err, c.Close()); err != nil {
		return err
	}
	return d.exec("CREATE OR REPLACE TABLE base AS SELECT practice::practice AS practice, decile, people FROM appended")
}

// coverageFromFile is the job from the national file.
func coverageFromFile(c *peopleCase, file string) (coverageAnswer, error) {
	f, err := os.Open(file)
	if err != nil {
		return coverageAnswer{}, err
	}
	defer f.Close()
	a, err := coverage.ReadAtlasCSV(f, extractColumns, c.programme, c.survey)
	if err != nil {
		return coverageAnswer{}, err
	}
	return coverageJob(a, c.categories())
}

// coverageFile is P6: the job from the file, and the memory that it takes.
func (b *bench) coverageFile() (goal, error) {
	c, err := b.people()
	if err != nil {
		return goal{}, err
	}
	file, err := b.extractFile()
	if err != nil {
		return goal{}, err
	}
	d, err := openPeople(c, loadPeople(file))
	if err != nil {
		return goal{}, err
	}
	defer d.close()
	child, err := b.child(file)
	if err != nil {
		return goal{}, err
	}
	answer, err := coverageFromFile(c, file)
	if err != nil {
		return goal{}, err
	}
	peer, err := d.peopleLines()
	if err != nil {
		return goal{}, err
	}
	lines := answer.lines(c.categories())
	if err := same("coverage from a file", lines, peer); err != nil {
		return goal{}, err
	}
	if err := same("coverage in a process of its own", child.Lines, lines); err != nil {
		return goal{}, err
	}
	taken, err := compare(b.rounds,
		func() error { _, err := coverageFromFile(c, file); return err },
		func() error {
			if err := d.exec(loadPeople(file)); err != nil {
				return err
			}
			return d.askPeople(peopleQuestions...)
		})
	if err != nil {
		return goal{}, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return goal{}, err
	}
	what := fmt.Sprintf("from a CSV of %d MB", info.Size()/1_000_000)
	return newGoal("P6",
		faster("the same "+what+", against DuckDB reading the same file", taken, 2, 7),
		atMost("peak memory of the process that does it, "+what, float64(child.PeakKiB)/1024, 96, 64, "MiB")), nil
}

// childCommand makes this program do the job of P6 alone, so that the memory of
// nothing else is measured.
const childCommand = "coverage-child"

type childAnswer struct {
	PeakKiB int64
	Lines   []string
}

func (b *bench) child(file string) (childAnswer, error) {
	self, err := os.Executable()
	if err != nil {
		return childAnswer{}, err
	}
	command := exec.Command(self, childCommand, file)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return childAnswer{}, err
	}
	var answer childAnswer
	return answer, json.Unmarshal(out, &answer)
}

func childMain(args []string) int {
	job := childJob
	if args[0] == firstCommand {
		job = firstMain
	}
	if err := job(args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		return 1
	}
	return 0
}

func childJob(file string, w io.Writer) error {
	c, err := (&bench{}).people()
	if err != nil {
		return err
	}
	answer, err := coverageFromFile(c, file)
	if err != nil {
		return err
	}
	peak, err := peakMemory()
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(childAnswer{peak, answer.lines(c.categories())})
}

// peakMemory returns the most memory that this process has had resident, in KiB,
// as Linux tells; elsewhere what the runtime has taken from the system.
func peakMemory() (int64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.Sys / 1024), nil
	}
	for text := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(text, "VmHWM:"); ok {
			return strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
		}
	}
	return 0, fmt.Errorf("no VmHWM in /proc/self/status")
}
