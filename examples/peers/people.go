package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

const (
	practices  = 8_000
	smallAreas = 33_000
)

// The columns of a national extract of patients by practice and small area.
const extractHeader = "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,DECILE,NUMBER_OF_PATIENTS\n"

var extractColumns = coverage.Columns{Area: "PRACTICE_CODE", People: "NUMBER_OF_PATIENTS", Attributes: []string{"LSOA_CODE", "DECILE"}}

// patients is one generated row: so many patients of a practice who live in a
// small area.
type patients struct {
	practice, area int
	people         int64
}

// extract passes about n rows, the same for the same number: each practice has
// patients in as many small areas around it.
func extract(n int, yield func(patients) error) error {
	random := rand.New(rand.NewPCG(2015, 7))
	for practice := range practices {
		near := practice * smallAreas / practices
		for i := range max(1, n/practices) {
			if err := yield(patients{practice, (near + i*7) % smallAreas, 1 + random.Int64N(90)}); err != nil {
				return err
			}
		}
	}
	return nil
}

func practiceCode(n int) coverage.AreaCode {
	return coverage.AreaCode(fmt.Sprintf("%c%05d", "ABCDEFGHJKLMNPY"[n%15], n))
}

func areaCode(n int) string { return fmt.Sprintf("E01%06d", n+1) }

// decile returns the decile of deprivation of a small area.
func decile(area int) int { return 1 + area*10/smallAreas }

// footprint is the practices, or areas, of one vanguard: count of them from first
// on, as neighbours mostly have neighbouring codes.
type footprint struct{ first, count int }

// footprints are n of them among units places, of least to least + spread units.
func footprints(n, units, least, spread int) []footprint {
	random := rand.New(rand.NewPCG(2015, uint64(n)))
	out := make([]footprint, n)
	for i := range out {
		out[i] = footprint{random.IntN(units), least + random.IntN(spread)}
	}
	return out
}

// survey lays footprints, one a vanguard in turn, on a base without units.
func survey(p *caremodel.Programme, list []footprint, units int, code func(int) coverage.AreaCode, basis coverage.Basis, edition coverage.Edition) coverage.Survey {
	sources := []caremodel.Source{{Publisher: "peers"}}
	s := coverage.Survey{
		Base: coverage.Base{
			Name: "generated", Basis: basis, Edition: edition, AsAt: caremodel.MustParseDate("2015-07-01"), Sources: sources,
		},
		Layers: []coverage.Layer{{Name: "population"}},
	}
	var ids []caremodel.VanguardID
	for v := range p.All() {
		ids = append(ids, v.ID)
	}
	for i, f := range list {
		one := coverage.Footprint{
			ID: coverage.FootprintID(footprintName(i)), Vanguard: ids[i%len(ids)], Layer: "population",
			Completeness: coverage.Complete, Sources: sources,
		}
		for n := range f.count {
			one.Units = append(one.Units, coverage.Part{Area: code((f.first + n) % units)})
		}
		s.Footprints = append(s.Footprints, one)
	}
	return s
}

func footprintName(i int) string { return fmt.Sprintf("footprint-%04d", i) }

// peopleCase is the coverage of a generated programme.
type peopleCase struct {
	rows       int
	programme  *caremodel.Programme
	footprints []footprint
	survey     coverage.Survey // without units
}

func (b *bench) people() (*peopleCase, error) {
	p, err := programme(few)
	if err != nil {
		return nil, err
	}
	list := footprints(few, practices, 100, 400)
	return &peopleCase{b.rows, p, list, survey(p, list, practices, practiceCode, coverage.Registered, "practices July 2015")}, nil
}

// units returns the rows as records; what lives in one small area shares its
// attributes.
func (c *peopleCase) units() []coverage.Population {
	attributes := make([]map[string]string, smallAreas)
	for i := range attributes {
		attributes[i] = map[string]string{"LSOA_CODE": areaCode(i), "DECILE": strconv.Itoa(decile(i))}
	}
	codes := make([]coverage.AreaCode, practices)
	for i := range codes {
		codes[i] = practiceCode(i)
	}
	units := make([]coverage.Population, 0, c.rows)
	_ = extract(c.rows, func(r patients) error {
		units = append(units, coverage.Population{Area: codes[r.practice], People: r.people, Attributes: attributes[r.area]})
		return nil
	})
	return units
}

// extractFile writes the rows as the national file has them.
func (b *bench) extractFile() (string, error) {
	path := filepath.Join(b.dir, "extract.csv")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	w := bufio.NewWriterSize(file, 1<<20)
	if _, err := w.WriteString(extractHeader); err != nil {
		return "", err
	}
	var line []byte
	err = extract(b.rows, func(r patients) error {
		line = fmt.Appendf(line[:0], "GP_PRAC_PAT_LIST_LSOA,01JUL2015,%s,THE HEALTH CENTRE %d,%s,ALL,%d,%d\n",
			practiceCode(r.practice), r.practice, areaCode(r.area), decile(r.area), r.people)
		_, err := w.Write(line)
		return err
	})
	if err != nil {
		return "", err
	}
	if err := w.Flush(); err != nil {
		return "", err
	}
	return path, file.Close()
}

// openPeople loads the footprints, in their best form: practices as ENUM; then it runs
// more statements.
func openPeople(c *peopleCase, more ...string) (*duck, error) {
	var categories []caremodel.Category
	for v := range c.programme.All() {
		categories = append(categories, v.Category)
	}
	var members, codes []string
	for i, f := range c.footprints {
		category := quoted(string(categories[i%len(categories)]))
		for n := range f.count {
			members = append(members, fmt.Sprintf("(%d,%s,'%s')", i, category, practiceCode((f.first+n)%practices)))
		}
	}
	for n := range practices {
		codes = append(codes, fmt.Sprintf("('%s')", practiceCode(n)))
	}
	return openDuck(append([]string{
		"CREATE TABLE code (code VARCHAR)", "INSERT INTO code VALUES " + strings.Join(codes, ","),
		"CREATE TYPE practice AS ENUM (SELECT code FROM code ORDER BY code)",
		"CREATE TABLE member (footprint USMALLINT, category VARCHAR, practice practice)",
		"INSERT INTO member VALUES " + strings.Join(members, ","),
		"CREATE TYPE category AS ENUM (SELECT DISTINCT category FROM member ORDER BY category)",
		"ALTER TABLE member ALTER category TYPE category",
	}, more...)...)
}

// loadPeople is the statement that reads the extract into a table.
func loadPeople(file string) string {
	return "CREATE OR REPLACE TABLE base AS SELECT PRACTICE_CODE::practice AS practice, DECILE AS decile, NUMBER_OF_PATIENTS AS people FROM read_csv(" +
		quoted(file) + `, header = true, columns = {'PUBLICATION': 'VARCHAR', 'EXTRACT_DATE': 'VARCHAR', 'PRACTICE_CODE': 'VARCHAR',
		'PRACTICE_NAME': 'VARCHAR', 'LSOA_CODE': 'VARCHAR', 'SEX': 'VARCHAR', 'DECILE': 'UTINYINT', 'NUMBER_OF_PATIENTS': 'INTEGER'})`
}
