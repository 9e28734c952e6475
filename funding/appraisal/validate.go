package appraisal

import (
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// Validate checks every rule of a case and reports all problems, in the order of
// the fields. Errors:
//
//   - [validate.Required]: no base year, no lines, a line without a name, side,
//     nature or amounts, an amount without a year;
//   - [validate.Duplicate]: two lines with one name, two amounts of a line in one
//     year;
//   - [validate.Order]: an amount before the base year, since sunk costs stay out;
//   - [validate.Range]: a negative amount, a year over 1,000 years after the base,
//     a side or nature that is not one of the constants, a bias outside 0 to 10
//     (of a benefit 0 to 1), a mitigation outside 0 to 1;
//   - [validate.Precision]: a bias or mitigation with more than ten decimals;
//   - [validate.Format], [validate.TooLarge]: a text that a document cannot hold,
//     and a source's address without a scheme ([caremodel.Source.Check]).
//
// Warnings of code [validate.Unlikely] are for lines named after what stays out of
// an appraisal (VAT, depreciation, capital charges, sunk costs, transfers), for a
// case without costs or without benefits, and for mitigation without a bias; those
// of code [validate.Required] for lines without a source.
func (c Case) Validate() validate.Violations {
	var check validate.Checker
	if c.Base.IsZero() {
		check.At("base").Error(validate.Required, "", "a case needs its base year")
	}
	lines := check.At("lines")
	if len(c.Lines) == 0 {
		lines.Error(validate.Required, "", "a case needs lines of costs and benefits")
	}
	names := map[string]bool{}
	sides := map[Side]bool{}
	for i, l := range c.Lines {
		at := lines.Index(i)
		l.validate(at, c.Base)
		if l.Name != "" && names[l.Name] {
			at.At("name").Error(validate.Duplicate, l.Name, "another line has this name")
		}
		names[l.Name], sides[l.Side] = true, true
	}
	for _, side := range [...]Side{Cost, Benefit} {
		if len(c.Lines) > 0 && !sides[side] {
			lines.Warn(validate.Unlikely, "", "there is no "+side.String()+" in this case")
		}
	}
	return check.Violations()
}

func (l Line) validate(at validate.Place, base funding.FinancialYear) {
	if strings.TrimSpace(l.Name) == "" {
		at.At("name").Error(validate.Required, l.Name, "a line needs a name")
	}
	form.Text(at.At("name"), l.Name)
	oneOf(at.At("side"), uint8(l.Side), uint8(Benefit), l.Side.String(), "a line is a cost or a benefit")
	oneOf(at.At("nature"), uint8(l.Nature), uint8(Health), l.Nature.String(), "a line is cashable, non-cashable, social or health")
	l.validateAmounts(at.At("amounts"), base)
	for _, rule := range l.biasRules() {
		if rule.code != "" {
			at.At(rule.field).Error(rule.code, showDecimal(rule.value), rule.detail)
		}
	}
	if l.OptimismBias.Sign() == 0 && l.Mitigation.Sign() != 0 {
		at.At("mitigation").Warn(validate.Unlikely, showDecimal(l.Mitigation), "there is no optimism bias to mitigate")
	}
	if word, out := staysOut(l.Name); out {
		at.At("name").Warn(validate.Unlikely, l.Name, word+" stays out of an appraisal")
	}
	form.Text(at.At("payer"), l.Payer)
	l.Source.Check(at.At("source"), caremodel.Date{})
}

// oneOf checks a value of an enumeration from 1 to last.
func oneOf(at validate.Place, value, last uint8, text, detail string) {
	switch {
	case value == 0:
		at.Error(validate.Required, "", detail)
	case value > last:
		at.Error(validate.Range, text, detail)
	}
}

func (l Line) validateAmounts(at validate.Place, base funding.FinancialYear) {
	if len(l.Amounts) == 0 {
		at.Error(validate.Required, "", "a line needs amounts")
	}
	years := map[funding.FinancialYear]bool{}
	for i, a := range l.Amounts {
		year := at.Index(i).At("year")
		switch {
		case a.Year.IsZero():
			year.Error(validate.Required, "", "an amount needs its year")
		case years[a.Year]:
			year.Error(validate.Duplicate, a.Year.String(), "a line has one amount per year")
		case base.IsZero():
		case a.Year.Compare(base) < 0:
			year.Error(validate.Order, a.Year.String(), "before the base year "+base.String()+": sunk costs stay out")
		case a.Year.Sub(base) > maxYears:
			year.Error(validate.Range, a.Year.String(), "more than 1,000 years after the base year "+base.String())
		}
		years[a.Year] = true
		if a.Money.Sign() < 0 {
			at.Index(i).At("money").Error(validate.Range, a.Money.String(), "amounts are zero or more: a cost that falls is a benefit")
		}
	}
}

// staysOut reports whether a line is named after something that the Green Book
// keeps out of an appraisal (edition of 2026, chapter on valuation of costs and
// benefits).
func staysOut(name string) (what string, out bool) {
	words := " " + strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !('a' <= r && r <= 'z')
	}), " ") + " "
	for _, what := range [...]string{"VAT", "depreciation", "capital charge", "capital charges", "sunk cost", "sunk costs", "transfer payment", "transfer payments"} {
		if strings.Contains(words, " "+strings.ToLower(what)+" ") {
			return what, true
		}
	}
	return "", false
}
