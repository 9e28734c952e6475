package appraisal

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Scenario is a set of changed assumptions; zero fields change nothing. Changes are
// shares of the amounts of the case after optimism bias: 0.1 is 10 % more, -0.1 is
// 10 % less. They are from -1 to 100, with at most ten decimals.
type Scenario struct {
	Name     string                     // what it is called
	Costs    decimal.Decimal            // change of every cost line
	Benefits decimal.Decimal            // change of every benefit line
	Lines    map[string]decimal.Decimal // change of single lines, by name, instead of that of their side
	Delay    int                        // by how many years every benefit is delayed, 0 to 1,000
	Schedule Schedule                   // replaces Options.Schedule
	Health   Schedule                   // replaces Options.Health
}

// Outcome is the appraisal of a scenario.
type Outcome struct {
	Scenario  string    `json:"scenario"`  // its name
	Appraisal Appraisal `json:"appraisal"` // of the case under the scenario
}

// Sensitivity appraises the case once unchanged and once for each scenario, in
// order; the first outcome, of the unchanged case, has no name.
//
// Errors are those of [Case.Appraise], with [validate.Unknown] for a scenario
// that names a line the case does not have and [validate.Range] for a change or
// a delay out of range.
func (c Case) Sensitivity(o Options, scenarios ...Scenario) ([]Outcome, error) {
	const op = "appraisal.Case.Sensitivity"
	if err := c.Validate().Err(); err != nil {
		return nil, err
	}
	all := append([]Scenario{{}}, scenarios...)
	outcomes := make([]Outcome, len(all))
	for i, s := range all {
		if err := s.check(op, c); err != nil {
			return nil, err
		}
		if err := s.options(o).check(op, c); err != nil {
			return nil, err
		}
		a, err := c.appraise(op, o, s)
		if err != nil {
			return nil, err
		}
		outcomes[i] = Outcome{s.Name, a}
	}
	return outcomes, nil
}

// check rejects a scenario that cannot be applied to c.
func (s Scenario) check(op string, c Case) error {
	if s.Delay < 0 || s.Delay > maxYears {
		return fault.New(op, validate.Range, strconv.Itoa(s.Delay), "a delay is from 0 to 1,000 years")
	}
	if !changeable(s.Costs) {
		return changeFault(op, s.Costs)
	}
	if !changeable(s.Benefits) {
		return changeFault(op, s.Benefits)
	}
	known := 0
	for _, l := range c.Lines {
		change, named := s.Lines[l.Name]
		if !changeable(change) {
			return changeFault(op, change)
		}
		if named {
			known++
		}
	}
	if known < len(s.Lines) {
		return fault.New(op, validate.Unknown, s.Name, "the scenario names a line that the case does not have")
	}
	return nil
}

func changeable(change decimal.Decimal) bool {
	n, ok := fixed(change, ratePlaces)
	return ok && n >= -unit && n <= 100*unit
}

func changeFault(op string, change decimal.Decimal) error {
	return fault.New(op, validate.Range, showDecimal(change), "a change is from -1 to 100 and has at most ten decimals")
}

func (s Scenario) options(o Options) Options {
	if !s.Schedule.IsZero() {
		o.Schedule = s.Schedule
	}
	if !s.Health.IsZero() {
		o.Health = s.Health
	}
	return o
}

func (s Scenario) delay(l Line) int {
	if l.Side == Benefit {
		return s.Delay
	}
	return 0
}

// scale returns multiplier, which is in units of 10^-20, with the change of the
// line applied, in units of 10^-30.
func (s Scenario) scale(l Line, multiplier *big.Int) *big.Int {
	change, own := s.Lines[l.Name]
	switch {
	case own:
	case l.Side == Benefit:
		change = s.Benefits
	default:
		change = s.Costs
	}
	n, _ := fixed(change, ratePlaces)
	return multiplier.Mul(multiplier, big.NewInt(unit+n))
}
