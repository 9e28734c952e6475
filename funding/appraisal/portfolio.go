package appraisal

import (
	"math/big"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Portfolio holds the cases of a programme.
type Portfolio struct {
	Cases []Case `json:"cases,omitempty"` // one or more for each vanguard
}

// Target is a sum to be saved every year from a given year on, such as the £22bn a
// year that the NHS in England was to save by 2020/21.
type Target struct {
	Name   string                `json:"name"`            // what it is called
	Year   funding.FinancialYear `json:"year"`            // the year by which it is to be saved every year
	Amount funding.Money         `json:"amount"`          // above zero, in the prices of the cases
	Source caremodel.Source      `json:"source,omitzero"` // where it was read
}

// Contribution is the contribution of a portfolio to a target: money of the
// target's year alone, undiscounted, after optimism bias, in prices of the cases'
// base year. It is not a sum over years and not a present value, which are larger
// and answer another question. It covers the cases that have an amount in that
// year; the contribution of the others is not known.
type Contribution struct {
	Target     Target                `json:"target"`          // the target
	Prices     funding.FinancialYear `json:"prices"`          // the base year of all cases
	Saving     funding.Money         `json:"saving"`          // recurrent cashable benefits
	Cost       funding.Money         `json:"cost"`            // recurrent cashable costs
	Net        funding.Money         `json:"net"`             // saving less cost: the contribution
	Share      caremodel.Ratio       `json:"share"`           // of the target: net and amount, in pence
	NotCounted NotCounted            `json:"not_counted"`     // what the target does not count
	Known      funding.KnownOf       `json:"known"`           // how many of the cases have an amount in the year
	Cases      []CaseNet             `json:"cases,omitempty"` // the cases that have an amount in the year
}

// NotCounted is value of the target's year that is shown beside a contribution and
// is never part of it: benefits less costs, recurrent or not, and for cash the part
// that is not recurrent.
type NotCounted struct {
	OneOffCash  funding.Money `json:"one_off_cash"` // cashable lines that are not recurrent
	NonCashable funding.Money `json:"non_cashable"` // capacity freed less capacity used
	Social      funding.Money `json:"social"`       // value to society less its costs
	Health      funding.Money `json:"health"`       // health effects in money
}

// CaseNet is one case's share of a contribution, in the order of the portfolio.
type CaseNet struct {
	Vanguard caremodel.VanguardID `json:"vanguard,omitzero"` // the case's
	Net      funding.Money        `json:"net"`               // recurrent cashable benefits less costs in the target's year
}

// Validate checks every case, with paths from "cases[0]" on, and warns with code
// [validate.Duplicate] if a vanguard has a second case, which may count a saving
// twice.
func (p Portfolio) Validate() validate.Violations {
	var check validate.Checker
	seen := map[caremodel.VanguardID]bool{}
	for i, c := range p.Cases {
		at := check.At("cases").Index(i)
		for v := range c.Validate().All() {
			v.Path = at.String() + "." + v.Path
			check.Add(v)
		}
		if !c.Vanguard.IsZero() && seen[c.Vanguard] {
			at.At("vanguard").Warn(validate.Duplicate, c.Vanguard.String(), "a second case of this vanguard")
		}
		seen[c.Vanguard] = true
	}
	return check.Violations()
}

// Against compares the portfolio with a target: the recurrent cashable saving of
// the target's year net of recurrent cashable cost.
//
// Cases with errors are rejected with all of them. Other errors:
// [validate.NotKnown] if no case has an amount in the target's year, [MixedPrices]
// for cases in prices of different years, [validate.Required] for no cases or a
// target without a year, [validate.Range] for a target that is not above £0.00,
// [validate.Overflow] for a figure that does not fit.
func (p Portfolio) Against(t Target) (Contribution, error) {
	const op = "appraisal.Portfolio.Against"
	if err := p.Validate().Err(); err != nil {
		return Contribution{}, err
	}
	if err := p.check(op, t); err != nil {
		return Contribution{}, err
	}
	r := rounder{op: op}
	all := newInYear()
	k := Contribution{Target: t, Prices: p.Cases[0].Base}
	k.Known.Of = len(p.Cases)
	for _, c := range p.Cases {
		one := newInYear()
		if !one.add(c, t.Year) {
			continue
		}
		k.Known.Known++
		all.merge(one)
		k.Cases = append(k.Cases, CaseNet{c.Vanguard, r.money(one.net(), biasPlaces)})
	}
	if k.Known.Known == 0 {
		return Contribution{}, fault.New(op, validate.NotKnown, t.Year.String(), "no case has an amount in this year")
	}
	k.Saving, k.Cost = r.money(all.saving, biasPlaces), r.money(all.cost, biasPlaces)
	k.Net = r.money(all.net(), biasPlaces)
	k.Share = ratioOf(k.Net, t.Amount)
	k.NotCounted = NotCounted{
		r.money(all.beside[Cashable], biasPlaces), r.money(all.beside[NonCashable], biasPlaces),
		r.money(all.beside[Social], biasPlaces), r.money(all.beside[Health], biasPlaces),
	}
	if r.err != nil {
		return Contribution{}, r.err
	}
	return k, nil
}

func (p Portfolio) check(op string, t Target) error {
	switch {
	case len(p.Cases) == 0:
		return fault.New(op, validate.Required, "", "a portfolio needs cases")
	case t.Year.IsZero():
		return fault.New(op, validate.Required, "", "a target needs its year")
	case t.Amount.Sign() <= 0:
		return fault.New(op, validate.Range, t.Amount.String(), "a target is above £0.00")
	}
	for _, c := range p.Cases {
		if c.Base != p.Cases[0].Base {
			return fault.New(op, MixedPrices, c.Base.String(), "the first case is in prices of "+p.Cases[0].Base.String()+
				": bring all to one base year, as with funding.Deflators")
		}
	}
	return nil
}

// inYear adds up one year's exact amounts, in units of 10^-20 of a penny.
type inYear struct {
	saving, cost *big.Int             // recurrent and cashable
	beside       [Health + 1]*big.Int // the rest, by nature: benefits less costs
}

func newInYear() *inYear {
	y := &inYear{saving: new(big.Int), cost: new(big.Int)}
	for i := range y.beside {
		y.beside[i] = new(big.Int)
	}
	return y
}

func (y *inYear) net() *big.Int { return new(big.Int).Sub(y.saving, y.cost) }

// add adds the amounts of a case in a year, and reports whether there are any.
func (y *inYear) add(c Case, year funding.FinancialYear) (any bool) {
	for _, l := range c.Lines {
		for _, a := range l.Amounts {
			if a.Year == year {
				y.addAmount(l, times(a.Money, l.multiplier()))
				any = true
			}
		}
	}
	return any
}

func (y *inYear) addAmount(l Line, amount *big.Int) {
	switch {
	case l.Recurrent && l.Nature == Cashable && l.Side == Benefit:
		y.saving.Add(y.saving, amount)
	case l.Recurrent && l.Nature == Cashable:
		y.cost.Add(y.cost, amount)
	case l.Side == Benefit:
		y.beside[l.Nature].Add(y.beside[l.Nature], amount)
	default:
		y.beside[l.Nature].Sub(y.beside[l.Nature], amount)
	}
}

func (y *inYear) merge(o *inYear) {
	y.saving.Add(y.saving, o.saving)
	y.cost.Add(y.cost, o.cost)
	for i := range y.beside {
		y.beside[i].Add(y.beside[i], o.beside[i])
	}
}
