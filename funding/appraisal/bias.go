package appraisal

import (
	"math/big"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/shopspring/decimal"
)

// UpperBound is the optimism bias before any mitigation: how far projects of a kind
// have exceeded their estimates.
type UpperBound struct {
	Capital decimal.Decimal // of capital expenditure: 0.51 is 51 %
	Works   decimal.Decimal // of the duration of the works
	Running decimal.Decimal // of operating expenditure; only outsourcing has one
}

// UpperBound returns the upper bounds for a kind of project, and whether there
// are any: Mott MacDonald, Review of large public procurement in the UK (2002),
// as HM Treasury's Supplementary Green Book guidance on optimism bias gives them.
// There are no such figures for benefits.
func (p Project) UpperBound() (UpperBound, bool) {
	bound := func(capital, works, running int64) (UpperBound, bool) {
		return UpperBound{decimal.New(capital, -2), decimal.New(works, -2), decimal.New(running, -2)}, true
	}
	switch p {
	case StandardBuildings:
		return bound(24, 4, 0)
	case NonStandardBuildings:
		return bound(51, 39, 0)
	case StandardCivilEngineering:
		return bound(44, 20, 0)
	case NonStandardCivilEngineering:
		return bound(66, 25, 0)
	case EquipmentDevelopment:
		return bound(200, 54, 0)
	case Outsourcing:
		return bound(0, 0, 41)
	}
	return UpperBound{}, false
}

// Adjusted returns the line's amounts after optimism bias, each rounded half to
// even to the penny, in the order given:
//
//	cost    × (1 + bias × (1 - mitigation))
//	benefit × (1 - bias × (1 - mitigation))
//
// An appraisal continues with the unrounded amounts. Errors: [validate.Range] for a
// side, a bias or a mitigation out of range (see [Case.Validate]),
// [validate.Overflow] for an amount that does not fit.
func (l Line) Adjusted() ([]Amount, error) {
	const op = "appraisal.Line.Adjusted"
	if l.Side != Cost && l.Side != Benefit {
		return nil, fault.New(op, validate.Range, l.Side.String(), "a line is a cost or a benefit")
	}
	for _, rule := range l.biasRules() {
		if rule.code != "" {
			return nil, fault.New(op, rule.code, showDecimal(rule.value), rule.detail)
		}
	}
	adjusted := make([]Amount, len(l.Amounts))
	for i, a := range l.Amounts {
		m, err := money(op, times(a.Money, l.multiplier()), biasPlaces)
		if err != nil {
			return nil, err
		}
		adjusted[i] = Amount{a.Year, m}
	}
	return adjusted, nil
}

// biasPlaces is the number of decimals of a multiplier: those of a bias and of a
// mitigation.
const biasPlaces = 2 * ratePlaces

// multiplier returns the factor that applies optimism bias to the line's amounts,
// in units of 10^-20. Bias and mitigation must be within their range.
func (l Line) multiplier() *big.Int {
	bias, _ := fixed(l.OptimismBias, ratePlaces)
	mitigation, _ := fixed(l.Mitigation, ratePlaces)
	net := new(big.Int).Mul(big.NewInt(bias), big.NewInt(unit-mitigation))
	if l.Side == Benefit {
		net.Neg(net)
	}
	return net.Add(net, pow10(biasPlaces))
}

// times returns m in pence × factor.
func times(m funding.Money, factor *big.Int) *big.Int {
	return new(big.Int).Mul(big.NewInt(m.Pence()), factor)
}

// biasRule is the rule that a bias or a mitigation breaks; no code = none.
type biasRule struct {
	field  string
	value  decimal.Decimal
	code   validate.Code
	detail string
}

// biasRules checks bias and mitigation.
func (l Line) biasRules() [2]biasRule {
	most, detail := int64(10*unit), "optimism bias is from 0 to 10 (1,000 %)"
	if l.Side == Benefit {
		most, detail = unit, "optimism bias of a benefit is from 0 to 1: no benefit falls below zero"
	}
	return [2]biasRule{
		within("optimism_bias", l.OptimismBias, most, detail),
		within("mitigation", l.Mitigation, unit, "mitigation is from 0 to 1"),
	}
}

func within(field string, value decimal.Decimal, most int64, detail string) biasRule {
	rule := biasRule{field: field, value: value}
	switch n, ok := fixed(value, ratePlaces); {
	case !ok:
		rule.code, rule.detail = validate.Precision, detail+", with at most ten decimals"
	case n < 0 || n > most:
		rule.code, rule.detail = validate.Range, detail
	}
	return rule
}

// Project is a kind of project for which the Green Book gives upper bounds of
// optimism bias. The zero value is unset and not a kind of project.
type Project uint8

// The kinds of project.
const (
	StandardBuildings           Project = iota + 1 // as most accommodation and surgeries
	NonStandardBuildings                           // with special design needs, as most hospitals
	StandardCivilEngineering                       // as most roads
	NonStandardCivilEngineering                    // with special design needs, as tunnels
	EquipmentDevelopment                           // equipment, software and systems
	Outsourcing                                    // services bought in
)

var projectNames = ladder.Names{
	"standard-buildings", "non-standard-buildings", "standard-civil-engineering", "non-standard-civil-engineering",
	"equipment-development", "outsourcing",
}
