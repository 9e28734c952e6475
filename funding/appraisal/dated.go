package appraisal

import (
	"math"
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// DatedFlow is money on a day.
type DatedFlow struct {
	On     caremodel.Date `json:"on"`
	Amount funding.Money  `json:"amount"`
}

// daysPerYear is the year of the XNPV and XIRR functions of spreadsheets.
const daysPerYear = 365

// XNPV returns the net present value of flows on their days, as of the day of the
// first: each divided by (1+rate)^(days/365), as in spreadsheets, added up and
// rounded once, half to even. Flows may stand in any order after the first; no
// flows are worth £0.00.
//
// Errors: [validate.Required] for a flow without a date, [validate.Order] for one
// before the first, [validate.Range] for a rate that is not above -1 and at most
// 10, [validate.TooLarge] for more than 10,000 flows, [validate.Overflow] for a
// result that does not fit.
func XNPV(flows []DatedFlow, rate decimal.Decimal) (funding.Money, error) {
	const op = "appraisal.XNPV"
	days, err := daysAfter(op, flows)
	if err != nil {
		return funding.Money{}, err
	}
	if _, err := ratio(op, rate); err != nil {
		return funding.Money{}, err
	}
	n, _ := fixed(rate, ratePlaces)
	daily := root(onePlus(n), daysPerYear)
	sum := newFloat(0)
	for i, f := range flows {
		each := newFloat(f.Amount.Pence())
		sum.Add(sum, each.Quo(each, power(daily, days[i])))
	}
	if sum.MantExp(nil) > 80 {
		return funding.Money{}, fault.New(op, validate.Overflow, "", "the result does not fit into Money")
	}
	scaled, _ := sum.Mul(sum, newFloat(0).SetInt(pow10(factorPlaces))).Int(nil)
	return money(op, scaled, factorPlaces)
}

// daysAfter returns how many days each flow comes after the first.
func daysAfter(op string, flows []DatedFlow) ([]int, error) {
	if len(flows) > 10_000 {
		return nil, fault.New(op, validate.TooLarge, strconv.Itoa(len(flows)), "at most 10,000 flows")
	}
	days := make([]int, len(flows))
	for i, f := range flows {
		if f.On.IsZero() {
			return nil, fault.New(op, validate.Required, "", "every flow needs its date")
		}
		if days[i] = f.On.Sub(flows[0].On); days[i] < 0 {
			return nil, fault.New(op, validate.Order, f.On.String(), "no flow comes before the first")
		}
	}
	return days, nil
}

// root returns the n-th root of x, a number above zero, by the method of Newton.
func root(x *big.Float, n int) *big.Float {
	near, _ := x.Float64()
	y := newFloat(0).SetFloat64(math.Pow(near, 1/float64(n)))
	for range 4 { // from 50 bits on, each step doubles what is right
		// y -= (y - x/y^(n-1)) / n
		step := newFloat(0).Quo(x, power(y, n-1))
		step.Sub(y, step)
		y.Sub(y, step.Quo(step, newFloat(int64(n))))
	}
	return y
}

// XIRR returns the rate at which the flows have a net present value of zero, as
// [XNPV] works it out. The amounts, by day, must change their sign exactly once:
// then there is one rate. Flows that never change it are an error of code
// [NoRate]; flows that change it more often may have several rates, which is one
// of code [ManyRates]. The other errors are those of XNPV.
func XIRR(flows []DatedFlow) (float64, error) {
	const op = "appraisal.XIRR"
	days, err := daysAfter(op, flows)
	if err != nil {
		return 0, err
	}
	daily := byDay(flows, days)
	switch changes := signChanges(slices.Values(daily), func(d dayFlow) int { return d.pence.Sign() }); {
	case changes == 0:
		return 0, fault.New(op, NoRate, "", "the value of these flows is zero at no rate")
	case changes > 1:
		return 0, fault.New(op, ManyRates, strconv.Itoa(changes), "the amounts change their sign more than once, so several rates are possible")
	}
	return math.Expm1(crossing(daily)), nil
}

// dayFlow is the sum of a day.
type dayFlow struct {
	years float64 // after the first day
	pence *big.Int
	value float64 // the same
}

// byDay returns the days whose flows do not cancel out, in order.
func byDay(flows []DatedFlow, days []int) []dayFlow {
	sums := map[int]*big.Int{}
	for i, f := range flows {
		if sums[days[i]] == nil {
			sums[days[i]] = new(big.Int)
		}
		sums[days[i]].Add(sums[days[i]], big.NewInt(f.Amount.Pence()))
	}
	daily := make([]dayFlow, 0, len(sums))
	for day, sum := range sums {
		if sum.Sign() == 0 {
			continue
		}
		value, _ := new(big.Float).SetInt(sum).Float64()
		daily = append(daily, dayFlow{float64(day) / daysPerYear, sum, value})
	}
	slices.SortFunc(daily, func(a, b dayFlow) int {
		if a.years < b.years {
			return -1
		}
		return 1
	})
	return daily
}

// crossing returns the logarithm of 1+rate at which flows that change their sign
// once are worth nothing. Towards higher rates the early flows prevail, towards
// lower ones the late.
func crossing(daily []dayFlow) float64 {
	early := worth(daily, math.MaxFloat64)
	lo, hi := -1.0, 1.0
	for range 60 {
		if (worth(daily, lo) > 0) == (early > 0) {
			lo *= 2
		}
		if (worth(daily, hi) > 0) != (early > 0) {
			hi *= 2
		}
	}
	for range 200 {
		mid := lo + (hi-lo)/2
		if (worth(daily, mid) > 0) == (early > 0) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return lo + (hi-lo)/2
}

// worth returns the value of the flows at the logarithm v of 1+rate, but for a
// positive factor that keeps it from overflowing.
func worth(daily []dayFlow, v float64) float64 {
	first, last := daily[0].years, daily[len(daily)-1].years
	sum := 0.0
	for _, d := range daily {
		from := first
		if v < 0 {
			from = last
		}
		if d.years == from {
			sum += d.value
			continue
		}
		sum += d.value * math.Exp(-v*(d.years-from))
	}
	return sum
}
