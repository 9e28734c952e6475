package main

import (
	"encoding/json"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

func init() {
	register.DoFn4x1[[]byte, func(*funding.Row) bool, func(*string) bool, func(string), error](&writeRows{})
	register.DoFn5x1[[]byte, func(*string, *coverage.Account) bool, func(*string) bool, func(*string) bool, func(string), error](&writeAccounts{})
	register.DoFn3x0[[]byte, func(*string) bool, func(string)](&writeViolations{})
	register.Iter1[funding.Row]()
	register.Iter2[string, coverage.Account]()
}

// Answer is what the pipeline writes: the rows of a table, or the accounts of
// people.
type Answer struct {
	Rows     []funding.Row   `json:"rows,omitempty"`
	Accounts []PeopleAccount `json:"accounts,omitempty"`
}

// PeopleAccount is the account of one question.
type PeopleAccount struct {
	Name    string           `json:"name"`
	Account coverage.Account `json:"account"`
}

// writeRows writes the whole table, which is small, in its order. A feed in which
// something is wrong has no table, as a book refuses such a ledger.
type writeRows struct {
	Setting Setting
	By      []funding.Dimension
}

// ProcessElement takes a starting signal, and rows and violations beside it.
func (f *writeRows) ProcessElement(_ []byte, rows func(*funding.Row) bool, violations func(*string) bool, emit func(string)) error {
	if anyOf(violations) {
		return nil
	}
	p, err := f.Setting.programme()
	if err != nil {
		return err
	}
	l, err := f.Setting.ledger(p)
	if err != nil {
		return err
	}
	var answer Answer
	for row := (funding.Row{}); rows(&row); row = (funding.Row{}) {
		answer.Rows = append(answer.Rows, row)
	}
	newOrder(p, l).sort(answer.Rows, f.By)
	return write(answer, emit)
}

// writeAccounts writes the accounts in the order of their questions.
type writeAccounts struct {
	Setting   Setting
	Questions []PeopleQuestion
}

// ProcessElement takes a starting signal, and accounts, the heads of footprints and
// violations beside it.
func (f *writeAccounts) ProcessElement(_ []byte, accounts func(*string, *coverage.Account) bool, heads, violations func(*string) bool, emit func(string)) error {
	if anyOf(violations) {
		return nil
	}
	p, err := f.Setting.programme()
	if err != nil {
		return err
	}
	survey, err := f.Setting.survey(p)
	if err != nil {
		return err
	}
	known := map[string]coverage.Account{}
	for name, a := "", (coverage.Account{}); accounts(&name, &a); a = (coverage.Account{}) {
		known[name] = a
	}
	var lines []string
	for head := ""; heads(&head); {
		lines = append(lines, head)
	}
	missing, err := meant(p, survey.Layers, lines, f.Questions)
	if err != nil {
		return err
	}
	var answer Answer
	for i, q := range f.Questions {
		a, err := finished(known[q.Name], survey, missing[i])
		if err != nil {
			return err
		}
		answer.Accounts = append(answer.Accounts, PeopleAccount{q.Name, a})
	}
	return write(answer, emit)
}

func write(answer Answer, emit func(string)) error {
	text, err := json.MarshalIndent(answer, "", "  ")
	if err == nil {
		emit(string(text))
	}
	return err
}

// answerMoney is the text of the whole table, and what is wrong with the feed.
func answerMoney(s beam.Scope, lines beam.PCollection, setting Setting, q MoneyQuestion) (text, violations beam.PCollection) {
	rows, violations := countMoney(s, lines, setting, q)
	text = beam.ParDo(s, &writeRows{setting, q.By}, beam.Impulse(s), beam.SideInput{Input: rows}, beam.SideInput{Input: violations})
	return text, violations
}

// answerPeople is the text of the accounts, and what is wrong with the feeds.
func answerPeople(s beam.Scope, people, footprints beam.PCollection, setting Setting, questions []PeopleQuestion) (text, violations beam.PCollection) {
	accounts, footprintHeads, violations := countPeople(s, people, footprints, setting, questions)
	text = beam.ParDo(s, &writeAccounts{setting, questions}, beam.Impulse(s), beam.SideInput{Input: accounts}, beam.SideInput{Input: footprintHeads}, beam.SideInput{Input: violations})
	return text, violations
}
