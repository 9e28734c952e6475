package appraisal

import (
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Options are the choices of an appraisal. There is no default schedule or
// denominator: the caller states what an appraisal is based on.
type Options struct {
	// Schedule discounts all lines but health effects. It is required.
	Schedule Schedule
	// Health discounts lines of nature [Health]. It is required if there are such
	// lines.
	Health Schedule
	// Horizon is how many years are appraised, including the base year: from 1 to
	// 1,001. Later amounts are left out. Zero means up to the last year with an
	// amount.
	Horizon int
	// Denominator is what the benefit-cost ratio divides by. Unset = no ratio.
	Denominator Denominator
}

// check rejects options with which c cannot be appraised.
func (o Options) check(op string, c Case) error {
	if err := o.Schedule.Err(); err != nil {
		return err
	}
	for _, l := range c.Lines {
		if l.Nature != Health {
			continue
		}
		if o.Health.IsZero() {
			return fault.New(op, validate.Required, l.Name, "a line of health effects needs Options.Health, such as appraisal.GreenBookHealth2026()")
		}
		if err := o.Health.Err(); err != nil {
			return err
		}
	}
	switch {
	case o.Horizon < 0 || o.Horizon > maxYears+1:
		return fault.New(op, validate.Range, strconv.Itoa(o.Horizon), "a horizon is from 1 to 1,001 years; 0 goes to the last year with an amount")
	case o.Denominator > Budget:
		return fault.New(op, validate.Range, o.Denominator.String(), "a denominator is AllCosts or Budget")
	}
	return nil
}

// Denominator says what a benefit-cost ratio divides by. The zero value is unset:
// an appraisal without a denominator has no ratio, because a ratio is meaningless
// unless its denominator is stated. The Green Book requires it to be stated
// (edition of 2020, paragraphs 5.54 to 5.56).
type Denominator uint8

// The denominators.
const (
	// AllCosts divides the present value of all benefits by that of all costs.
	AllCosts Denominator = iota + 1
	// Budget divides by the present value of the cashable costs, which the public
	// budget has to find; the other costs are subtracted from the benefits.
	Budget
)

var denominatorNames = ladder.Names{"all-costs", "budget"}
