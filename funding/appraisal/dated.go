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
	On     caremodel.Date `json:"on"`     // the day of the payment
	Amount funding.Money  `json:"amount"` // negative if money goes out
}

// daysPerYear is the year of the XNPV and XIRR functions of spreadsheets.
const daysPerYear = 365

// XNPV returns the net present value of flows on their days, as of the day of the
// first: each divided by (1+rate)^(days/365), as in spreadsheets, added up and
// rounded once, half to even. Flows after the first may be in any order; an empty
// list is worth £0.00.
//
// Errors: [validate.Required] for a flow without a date, [validate.Order] for a
// flow before the first, [validate.Range] unless the rate is above -1 and at most
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

// daysAfter returns the number of days from the first flow to each flow.
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

// root returns the n-th root of x, a number above zero, by Newton's method.
func root(x *big.Float, n int) *big.Float {
	near, _ := x.Float64()
	y := newFloat(0).SetFloat64(math.Pow(near, 1/float64(n)))
	for range 4 { // from 50 bits on, each step doubles the correct digits
		// y -= (y - x/y^(n-1)) / n
		step := newFloat(0).Quo(x, power(y, n-1))
		step.Sub(y, step)
		y.Sub(y, step.Quo(step, newFloat(int64(n))))
	}
	return y
}

// XIRR returns the rate above -1 at which the flows have a net present value of
// zero, as [XNPV] computes it; the result is -1 if a float64 cannot distinguish the
// rate from it. Whether flows have no rate or several is decided as for [IRR], but
// in floating-point numbers: rates that agree to seven figures count as one.
//
// Errors: [NoRate] and [ManyRates] as for IRR, [validate.Overflow] for a rate
// beyond the greatest float64 (1p that becomes £10,000 within a week),
// [validate.TooLarge] for more than 101 days with flows if the sign changes more
// than once, and those of XNPV.
func XIRR(flows []DatedFlow) (float64, error) {
	const op = "appraisal.XIRR"
	days, err := daysAfter(op, flows)
	if err != nil {
		return 0, err
	}
	daily := byDay(flows, days)
	if len(daily) > maxTurning && len(turns(daily)) > 1 {
		return 0, fault.New(op, validate.TooLarge, strconv.Itoa(len(daily)), "at most 101 days where the sign changes more than once")
	}
	var rates []float64
	for _, v := range crossings(daily) {
		rates = append(rates, math.Expm1(v))
	}
	return theRate(op, rates)
}

// dayFlow is the sum of the flows of a day.
type dayFlow struct {
	years float64 // after the first day
	value float64
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
		daily = append(daily, dayFlow{float64(day) / daysPerYear, value})
	}
	slices.SortFunc(daily, func(a, b dayFlow) int {
		if a.years < b.years {
			return -1
		}
		return 1
	})
	return daily
}

// turns returns the indices before which the sign changes.
func turns(daily []dayFlow) []int {
	var places []int
	for i := 1; i < len(daily); i++ {
		if daily[i-1].value > 0 != (daily[i].value > 0) {
			places = append(places, i)
		}
	}
	return places
}

// crossings returns, in rising order, the logarithms v of 1+rate at which the flows
// are worth nothing. Between neighbouring extremes of their worth as of some day
// there is at most one. The extremes are the zeros of other flows: each flow times
// its distance from that day. Counted from a day at which the sign changes, the
// sign of those flows changes once less (Laguerre's rule of signs), so the
// recursion ends.
func crossings(daily []dayFlow) []float64 {
	places := turns(daily)
	if len(places) == 0 {
		return nil
	}
	from, span := daily[places[0]].years, daily[len(daily)-1].years-daily[0].years
	var slopes []dayFlow
	for _, d := range daily {
		if value := d.value * ((d.years - from) / span); value != 0 {
			slopes = append(slopes, dayFlow{d.years, value})
		}
	}
	const far = 1 << 20 // a penny against the greatest Money, in a day, is a logarithm of 2^14
	points := slices.Concat([]float64{-far}, crossings(slopes), []float64{far})
	var found []float64
	for i, hi := range points[1:] {
		lo := points[i]
		before, after := sign(daily, lo), sign(daily, hi)
		if before*after < 0 {
			found = append(found, crossing(daily, lo, hi, after))
		}
		if after == 0 {
			found = append(found, hi)
		}
	}
	return found
}

// crossing returns the point between lo and hi at which the worth takes its sign at
// hi.
func crossing(daily []dayFlow, lo, hi float64, end int) float64 {
	for {
		mid := lo + (hi-lo)/2
		sum, _ := worth(daily, mid)
		switch {
		case sum == 0 || mid <= lo || mid >= hi:
			return mid
		case sum > 0 == (end > 0):
			hi = mid
		default:
			lo = mid
		}
	}
}

// sign returns the sign of the worth at v; 0 if it is zero within the errors of
// floating-point numbers.
func sign(daily []dayFlow, v float64) int {
	sum, size := worth(daily, v)
	switch slack := size * float64(len(daily)+4) * 0x1p-52; {
	case sum > slack:
		return 1
	case sum < -slack:
		return -1
	}
	return 0
}

// worth returns the value of the flows at the logarithm v of 1+rate, up to a
// positive factor that keeps it from overflowing, and the value of their
// magnitudes.
func worth(daily []dayFlow, v float64) (sum, size float64) {
	from := daily[0].years
	if v < 0 {
		from = daily[len(daily)-1].years
	}
	for _, d := range daily {
		value := d.value * math.Exp(-v*(d.years-from))
		sum += value
		size += math.Abs(value)
	}
	return sum, size
}
