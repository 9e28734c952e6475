package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/textio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Job is one run of the pipeline. A feed is a glob of files that the workers can
// read; a blank one is the embedded programme.
type Job struct {
	Setting     Setting
	Allocations string
	People      string
	Footprints  string
	Money       MoneyQuestion
	Output      string // the beginning of the names of the files that are written
}

// The files that a job writes.
func (j Job) moneyFile() string      { return j.Output + "-money.json" }
func (j Job) peopleFile() string     { return j.Output + "-people.json" }
func (j Job) violationsFile() string { return j.Output + "-violations.txt" }

// remote reports whether the output is on a store that this program does not read.
func (j Job) remote() bool { return strings.Contains(j.Output, "://") }

// run builds the pipeline and runs it on the runner that the flags name.
func (j Job) run(ctx context.Context) error {
	if err := j.Money.check(); err != nil {
		return err
	}
	p, err := j.Setting.programme()
	if err != nil {
		return err
	}
	if err := j.clear(); err != nil {
		return err
	}
	pipeline, s := beam.NewPipelineWithRoot()
	allocations, people, footprints, err := j.feeds(s)
	if err != nil {
		return err
	}
	money, wrong := answerMoney(s, allocations, j.Setting, j.Money)
	covered, alsoWrong := answerPeople(s, people, footprints, j.Setting, peopleQuestions(p))
	violations := beam.ParDo(s, &writeViolations{}, beam.Impulse(s), beam.SideInput{Input: beam.Flatten(s, wrong, alsoWrong)})
	textio.Write(s, j.moneyFile(), money)
	textio.Write(s, j.peopleFile(), covered)
	textio.Write(s, j.violationsFile(), violations)
	return beamx.Run(ctx, pipeline)
}

// clear removes what an earlier run has left, so that an answer is never an old one.
func (j Job) clear() error {
	if j.remote() {
		return nil
	}
	for _, file := range []string{j.moneyFile(), j.peopleFile(), j.violationsFile()} {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// feeds returns the lines of the three feeds.
func (j Job) feeds(s beam.Scope) (allocations, people, footprints beam.PCollection, err error) {
	lines, err := allocationLines(funding.EnglandLedger())
	survey := coverage.EnglandSurvey()
	allocations = feed(s, j.Allocations, lines)
	people = feed(s, j.People, peopleLines(survey.Base, j.Setting))
	footprints = feed(s, j.Footprints, footprintLines(survey.Footprints, j.Setting))
	return allocations, people, footprints, err
}

// feed returns the lines of files, or the embedded ones.
func feed(s beam.Scope, glob string, embedded []string) beam.PCollection {
	if glob == "" {
		return beam.CreateList(s, embedded)
	}
	return textio.Read(s, glob)
}

// answer reads what a run has written. Violations are its error.
func (j Job) answer() (Answer, error) {
	var answer Answer
	text, err := os.ReadFile(j.violationsFile())
	if err != nil {
		return answer, err
	}
	if head, list, _ := strings.Cut(string(text), "\n"); head != "0 violations" {
		return answer, fmt.Errorf("%s:\n%s", head, strings.TrimSuffix(list, "\n"))
	}
	for _, file := range []string{j.moneyFile(), j.peopleFile()} {
		text, err := os.ReadFile(file)
		if err != nil {
			return answer, err
		}
		if err := json.Unmarshal(text, &answer); err != nil {
			return answer, fmt.Errorf("%s: %w", file, err)
		}
	}
	return answer, nil
}
