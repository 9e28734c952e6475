package appraisal

import (
	"math/big"
	"strconv"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Appraisal is the result for a case. Amounts are real, in prices of the base year,
// after optimism bias; each is rounded once, half to even.
type Appraisal struct {
	Vanguard    caremodel.VanguardID  `json:"vanguard,omitzero"`    // the case's
	Base        funding.FinancialYear `json:"base"`                 // year 0, and the year of the prices
	Schedule    string                `json:"schedule"`             // the name of the schedule
	Health      string                `json:"health,omitzero"`      // the name of the health schedule, if one was used
	Years       []Year                `json:"years,omitempty"`      // from the base year to the horizon
	Lines       []LineValue           `json:"lines,omitempty"`      // in the order of the case
	Costs       funding.Money         `json:"costs"`                // present value of all costs
	Benefits    funding.Money         `json:"benefits"`             // present value of all benefits
	NPSV        funding.Money         `json:"npsv"`                 // net present social value: benefits less costs
	Denominator Denominator           `json:"denominator,omitzero"` // what BCR divides by; unset = no ratio
	// BCR is the benefit-cost ratio by the denominator, as two present values in
	// pence; not known if no denominator is stated or it is £0.00.
	BCR caremodel.Ratio `json:"bcr,omitzero"`
	// Payback and DiscountedPayback are those of the net cash.
	Payback           Payback `json:"payback,omitzero"`
	DiscountedPayback Payback `json:"discounted_payback,omitzero"` // of the discounted net cash
	// Beyond is how many amounts are left out because they come after the horizon.
	Beyond int `json:"beyond,omitzero"`
}

// Year is one year of an appraisal.
type Year struct {
	Year           funding.FinancialYear `json:"year"`            // the financial year
	Costs          funding.Money         `json:"costs"`           // after optimism bias, undiscounted
	Benefits       funding.Money         `json:"benefits"`        // after optimism bias, undiscounted
	Net            funding.Money         `json:"net"`             // benefits less costs
	PresentValue   funding.Money         `json:"present_value"`   // of the net
	Cash           funding.Money         `json:"cash"`            // cashable benefits less cashable costs
	CumulativeCash funding.Money         `json:"cumulative_cash"` // from the base year on
}

// LineValue is the contribution of a line.
type LineValue struct {
	Name         string        `json:"name"`          // the line's
	Side         Side          `json:"side"`          // the line's
	Nature       Nature        `json:"nature"`        // the line's
	Total        funding.Money `json:"total"`         // undiscounted
	PresentValue funding.Money `json:"present_value"` // positive on both sides
	// Switching is the switching value: the change of the line, all else equal, at
	// which the net present social value is zero. -3/10 means that the case breaks
	// even if the line falls by 30 %; no fall suffices if it is below -1. It is a
	// ratio of present values in pence, and not known for a line whose present
	// value is £0.00.
	Switching caremodel.Ratio `json:"switching,omitzero"`
}

// Payback is when a case has paid back: the time from which its cumulative net cash
// is zero or more for the rest of the appraisal.
type Payback struct {
	// Year is the first year at whose end that is so; unset if the case does not
	// pay back within the horizon.
	Year funding.FinancialYear `json:"year"`
	// Years is the time from the base year, which is 0: the last year with a
	// shortfall, plus the part of the next year that makes up the shortfall at an
	// even rate.
	Years float64 `json:"years"`
}

// IsZero reports whether the case does not pay back within the horizon.
func (p Payback) IsZero() bool { return p.Year.IsZero() }

// Appraise computes the results of the case as the Green Book prescribes: lines are
// raised or lowered by optimism bias, added up by year, and discounted to the base
// year. The net present social value counts all natures; net cash and payback count
// only cashable lines.
//
// A case with errors is rejected with all of them ([Case.Validate]). Other errors:
// those of [Schedule.Err], [validate.Required] for a missing health schedule,
// [validate.Range] for a horizon or denominator out of range, [validate.Overflow]
// for a figure that does not fit.
func (c Case) Appraise(o Options) (Appraisal, error) {
	const op = "appraisal.Case.Appraise"
	if err := c.Validate().Err(); err != nil {
		return Appraisal{}, err
	}
	if err := o.check(op, c); err != nil {
		return Appraisal{}, err
	}
	return c.appraise(op, o, Scenario{})
}

// Exact amounts are integers in units of 10^-30 of a penny, and present values,
// which are amounts times a factor, of 10^-50.
const (
	amountPlaces  = biasPlaces + ratePlaces // a multiplier and a change
	presentPlaces = amountPlaces + factorPlaces
)

// ledger adds up exact figures.
type ledger struct {
	costs, benefits, cash, present, presentCash []*big.Int // by year
	totals, presents                            []*big.Int // by line
	sum                                         [Benefit + 1]*big.Int
	cashCosts                                   *big.Int
	beyond                                      int
}

func newLedger(years, lines int) *ledger {
	zeros := func(n int) []*big.Int {
		list := make([]*big.Int, n)
		for i := range list {
			list[i] = new(big.Int)
		}
		return list
	}
	return &ledger{
		costs: zeros(years), benefits: zeros(years), cash: zeros(years), present: zeros(years), presentCash: zeros(years),
		totals: zeros(lines), presents: zeros(lines),
		sum:       [Benefit + 1]*big.Int{Cost: new(big.Int), Benefit: new(big.Int)},
		cashCosts: new(big.Int),
	}
}

// appraise does the work for a valid case and valid options.
func (c Case) appraise(op string, o Options, s Scenario) (Appraisal, error) {
	o = s.options(o)
	years := o.Horizon
	if years == 0 {
		years = min(c.span(s), maxYears+1)
	}
	if c.Base.Add(years - 1).IsZero() {
		return Appraisal{}, fault.New(op, validate.Range, strconv.Itoa(years), "the horizon goes beyond the financial year 9998/99")
	}
	l := newLedger(years, len(c.Lines))
	standard, health := o.Schedule.factors(years), []*big.Int(nil)
	for i, line := range c.Lines {
		factors := standard
		if line.Nature == Health {
			if health == nil {
				health = o.Health.factors(years)
			}
			factors = health
		}
		l.add(i, line, c.Base, s, factors)
	}
	a := Appraisal{
		Vanguard: c.Vanguard, Base: c.Base, Schedule: o.Schedule.Name(), Denominator: o.Denominator, Beyond: l.beyond,
		Payback: l.payback(c.Base, l.cash), DiscountedPayback: l.payback(c.Base, l.presentCash),
	}
	if health != nil {
		a.Health = o.Health.Name()
	}
	r := rounder{op: op}
	r.appraisal(&a, c, l)
	if r.err != nil {
		return Appraisal{}, r.err
	}
	return a, nil
}

// span returns how many years there are from the base year to the last amount.
func (c Case) span(s Scenario) int {
	last := 0
	for _, line := range c.Lines {
		for _, a := range line.Amounts {
			last = max(last, a.Year.Sub(c.Base)+s.delay(line))
		}
	}
	return last + 1
}

// add adds line i.
func (l *ledger) add(i int, line Line, base funding.FinancialYear, s Scenario, factors []*big.Int) {
	multiplier := s.scale(line, line.multiplier())
	for _, a := range line.Amounts {
		t := a.Year.Sub(base) + s.delay(line)
		if t >= len(factors) {
			l.beyond++
			continue
		}
		amount := times(a.Money, multiplier)
		present := new(big.Int).Mul(amount, factors[t])
		l.totals[i].Add(l.totals[i], amount)
		l.presents[i].Add(l.presents[i], present)
		l.sum[line.Side].Add(l.sum[line.Side], present)
		if line.Side == Cost {
			l.costs[t].Add(l.costs[t], amount)
			if line.Nature == Cashable {
				l.cashCosts.Add(l.cashCosts, present)
			}
			amount, present = new(big.Int).Neg(amount), new(big.Int).Neg(present)
		} else {
			l.benefits[t].Add(l.benefits[t], amount)
		}
		l.present[t].Add(l.present[t], present)
		if line.Nature == Cashable {
			l.cash[t].Add(l.cash[t], amount)
			l.presentCash[t].Add(l.presentCash[t], present)
		}
	}
}

// payback finds the year from whose end the cumulative flow is never below zero
// again.
func (l *ledger) payback(base funding.FinancialYear, flow []*big.Int) Payback {
	sum, short, shortfall := new(big.Int), -1, new(big.Int)
	for t, f := range flow {
		if sum.Add(sum, f); sum.Sign() < 0 {
			short = t
			shortfall.Neg(sum)
		}
	}
	switch {
	case short == len(flow)-1:
		return Payback{}
	case short < 0:
		return Payback{Year: base}
	}
	part, _ := new(big.Rat).SetFrac(shortfall, flow[short+1]).Float64()
	return Payback{base.Add(short + 1), float64(short) + part}
}

// rounder rounds exact figures and keeps the first error.
type rounder struct {
	op  string
	err error
}

func (r *rounder) money(n *big.Int, places int64) funding.Money {
	m, err := money(r.op, n, places)
	if r.err == nil {
		r.err = err
	}
	return m
}

func (r *rounder) appraisal(a *Appraisal, c Case, l *ledger) {
	net := new(big.Int).Sub(l.sum[Benefit], l.sum[Cost])
	a.Costs, a.Benefits = r.money(l.sum[Cost], presentPlaces), r.money(l.sum[Benefit], presentPlaces)
	a.NPSV = r.money(net, presentPlaces)
	switch a.Denominator {
	case AllCosts:
		a.BCR = ratioOf(a.Benefits, a.Costs)
	case Budget:
		a.BCR = ratioOf(r.money(net.Add(net, l.cashCosts), presentPlaces), r.money(l.cashCosts, presentPlaces))
	}
	r.years(a, l)
	for i, line := range c.Lines {
		v := LineValue{
			Name: line.Name, Side: line.Side, Nature: line.Nature,
			Total: r.money(l.totals[i], amountPlaces), PresentValue: r.money(l.presents[i], presentPlaces),
		}
		v.Switching = switching(a.NPSV, v)
		a.Lines = append(a.Lines, v)
	}
}

func (r *rounder) years(a *Appraisal, l *ledger) {
	cumulative := new(big.Int)
	for t := range l.cash {
		cumulative.Add(cumulative, l.cash[t])
		a.Years = append(a.Years, Year{
			Year:           a.Base.Add(t),
			Costs:          r.money(l.costs[t], amountPlaces),
			Benefits:       r.money(l.benefits[t], amountPlaces),
			Net:            r.money(new(big.Int).Sub(l.benefits[t], l.costs[t]), amountPlaces),
			PresentValue:   r.money(l.present[t], presentPlaces),
			Cash:           r.money(l.cash[t], amountPlaces),
			CumulativeCash: r.money(cumulative, amountPlaces),
		})
	}
}

// ratioOf returns num/den, or an unknown ratio if den is not above zero.
func ratioOf(num, den funding.Money) caremodel.Ratio {
	if den.Sign() <= 0 {
		return caremodel.Ratio{}
	}
	return caremodel.Ratio{Num: num.Pence(), Den: den.Pence()}
}

// switching returns the change of a line that offsets the net present social value:
// a benefit has to change against its sign, a cost with it.
func switching(npsv funding.Money, v LineValue) caremodel.Ratio {
	change := npsv
	if v.Side == Benefit {
		opposite, err := npsv.Neg()
		if err != nil {
			return caremodel.Ratio{}
		}
		change = opposite
	}
	return ratioOf(change, v.PresentValue)
}
