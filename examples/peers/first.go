package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// firstCommand makes this program take one clock reading in a process that has done
// nothing before: of "ours" or "json".
const firstCommand = "first-child"

// firstCall is P12: the embedded programme ready for its first question, against the
// decoding of the same documents alone. Each reading is of a process of its own.
func (b *bench) firstCall() (goal, error) {
	one := func(what string) func() (time.Duration, error) {
		return func() (time.Duration, error) { return b.first(what) }
	}
	taken, err := compareReadings(max(b.rounds, 9), one("ours"), one("json"))
	if err != nil {
		return goal{}, err
	}
	return newGoal("P12", slower("the three embedded indexes ready, first call of each, against encoding/json decoding their documents", taken, 2, 1.3)), nil
}

func (b *bench) first(what string) (time.Duration, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	command := exec.Command(self, firstCommand, what)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return 0, err
	}
	ns, err := strconv.ParseInt(strings.TrimSpace(string(out)), 10, 64)
	return time.Duration(ns), err
}

func firstMain(what string, w io.Writer) error {
	taken, err := firstReading(what)
	if err == nil {
		_, err = fmt.Fprintln(w, taken.Nanoseconds())
	}
	return err
}

func firstReading(what string) (time.Duration, error) {
	if what == "ours" {
		start := time.Now()
		people, vanguards, money := coverage.England().Population(), caremodel.England().Len(), funding.England().Len()
		taken := time.Since(start)
		if people == 0 || vanguards == 0 || money == 0 {
			return 0, errors.New("an embedded index is empty")
		}
		return taken, nil
	}
	var documents [3]bytes.Buffer
	if err := errors.Join(caremodel.EnglandDefinition().WriteJSON(&documents[0]),
		funding.EnglandLedger().WriteJSON(&documents[1]), coverage.EnglandSurvey().WriteJSON(&documents[2])); err != nil {
		return 0, err
	}
	var definition caremodel.Definition
	var ledger funding.Ledger
	var survey coverage.Survey
	start := time.Now()
	err := errors.Join(json.Unmarshal(documents[0].Bytes(), &definition),
		json.Unmarshal(documents[1].Bytes(), &ledger), json.Unmarshal(documents[2].Bytes(), &survey))
	taken := time.Since(start)
	if err == nil && (len(definition.Vanguards) != caremodel.England().Len() || len(survey.Base.Units) == 0 || len(ledger.Allocations) == 0) {
		err = errors.New("the documents do not hold the programme")
	}
	return taken, err
}
