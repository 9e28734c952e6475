package appraisal

import (
	"iter"
	"log/slog"
	"math/big"
	"slices"
	"strconv"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Schedule is a table of discount rates by year: a flat rate, or declining bands.
// It is an immutable handle with a name and a source. The zero value has no rates;
// operations return an error for it.
type Schedule struct{ table *scheduleTable }

type scheduleTable struct {
	name   string
	source caremodel.Source
	bands  []band
	err    error // why the rates cannot be used
}

// band holds a rate in units of 10^-10, from year first on.
type band struct {
	first int
	rate  int64
}

// Band is a run of years with one rate. It ends where the next band begins.
type Band struct {
	First int             // the first year, counted from the base year; 0 in the first band
	Rate  decimal.Decimal // per year: 0.035 is 3.5 %
}

const (
	ratePlaces   = 10 // decimals of a rate
	factorPlaces = 20 // decimals of a discount factor
	maxYears     = 1000
)

// NewSchedule returns the caller's own schedule, for instance a later edition:
// bands in order, the first from year 0, with rates from 0 to 10 (1,000 %) and at
// most ten decimals.
//
// Errors: [validate.Required] for no bands, [validate.Order] for bands out of
// order, [validate.Range] for a rate out of range or too fine.
func NewSchedule(name string, source caremodel.Source, bands ...Band) (Schedule, error) {
	const op = "appraisal.NewSchedule"
	if len(bands) == 0 {
		return Schedule{}, fault.New(op, validate.Required, "", "a schedule has at least one band")
	}
	t := &scheduleTable{name: name, source: source}
	for i, b := range bands {
		if i == 0 && b.First != 0 || i > 0 && b.First <= bands[i-1].First {
			return Schedule{}, fault.New(op, validate.Order, strconv.Itoa(b.First), "bands start at year 0 and follow each other")
		}
		rate, ok := fixed(b.Rate, ratePlaces)
		if !ok || rate < 0 || rate > 10*unit {
			return Schedule{}, fault.New(op, validate.Range, showDecimal(b.Rate), rateDetail)
		}
		t.bands = append(t.bands, band{b.First, rate})
	}
	return Schedule{t}, nil
}

const rateDetail = "a discount rate is from 0 to 10 (1,000 %) and has at most ten decimals"

// FlatRate returns a schedule with one rate for all years: 0.035 is 3.5 %. If the
// rate is out of the range of [NewSchedule], [Schedule.Err] of the result reports
// it.
func FlatRate(rate decimal.Decimal) Schedule {
	s, err := NewSchedule("flat "+percent(rate), caremodel.Source{}, Band{Rate: rate})
	if err != nil {
		return Schedule{&scheduleTable{err: fault.New("appraisal.FlatRate", validate.Range, showDecimal(rate), rateDetail)}}
	}
	return s
}

// GreenBook2026 returns the standard discount rates of the Green Book, edition of
// 2026: the social time preference rate of 3.5 %, declining after 30 years.
// HM Treasury, Discounting: Green Book supplementary guidance, February 2026,
// table A.1; bands as in the Department for Transport's table of 16 April 2026.
func GreenBook2026() Schedule { return greenBook2026() }

// GreenBookHealth2026 returns the discount rates for health effects, such as
// quality-adjusted life years, of the same edition, table A.2: 1.5 %, declining
// after 30 years. They are never applied to cash.
func GreenBookHealth2026() Schedule { return greenBookHealth2026() }

// GreenBookReduced2026 returns the rates of the same edition for a sensitivity
// test of effects beyond 50 years, without pure social time preference: 3 %,
// declining after 30 years.
func GreenBookReduced2026() Schedule { return greenBookReduced2026() }

var (
	greenBook2026        = published("Green Book 2026, standard", 350, 300, 250, 200, 150, 100)
	greenBookHealth2026  = published("Green Book 2026, health", 150, 129, 107, 86, 64, 43)
	greenBookReduced2026 = published("Green Book 2026, reduced", 300, 257, 214, 171, 129, 86)
)

// published returns a schedule with the bands of the Green Book, years 0 to 30, 31
// to 75, 76 to 125, 126 to 200, 201 to 300 and later, and these rates in hundredths
// of a per cent.
func published(name string, rates ...int64) func() Schedule {
	return sync.OnceValue(func() Schedule {
		t := &scheduleTable{name: name, source: caremodel.Source{
			Title:     "The Green Book and its supplementary guidance on discounting, 2026",
			Publisher: "HM Treasury",
			URL:       "https://www.gov.uk/government/publications/the-green-book-appraisal-and-evaluation-in-central-government",
			Published: caremodel.MustParseDate("2026-02-05"),
		}}
		for i, first := range [...]int{0, 31, 76, 126, 201, 301} {
			t.bands = append(t.bands, band{first, rates[i] * unit / 10_000})
		}
		return Schedule{t}
	})
}

// Name returns the name of the schedule: "Green Book 2026, standard".
func (s Schedule) Name() string {
	if s.table == nil {
		return ""
	}
	return s.table.name
}

// Source returns where the schedule was published; it is empty for a caller's own
// flat rate.
func (s Schedule) Source() caremodel.Source {
	if s.table == nil {
		return caremodel.Source{}
	}
	return s.table.source
}

// IsZero reports whether s is the zero value, which has no rates.
func (s Schedule) IsZero() bool { return s.table == nil }

// MarshalJSON always returns an error: store the name of the schedule, or its
// bands.
func (s Schedule) MarshalJSON() ([]byte, error) {
	return nil, fault.New("appraisal.Schedule.MarshalJSON", validate.Format, "", "store the name of the schedule, or marshal its bands (Bands)")
}

// LogValue returns the name of the schedule.
func (s Schedule) LogValue() slog.Value { return slog.StringValue(s.Name()) }

// String returns the name of the schedule on one line.
func (s Schedule) String() string { return ascii.Escape(s.Name()) }

// Err returns why s cannot be used, or nil: an error of code [validate.Required]
// for the zero value, and of code [validate.Range] for a flat rate out of range.
func (s Schedule) Err() error {
	if s.table == nil {
		return fault.New("appraisal.Schedule", validate.Required, "", "name a schedule, such as appraisal.GreenBook2026()")
	}
	return s.table.err
}

// Bands returns the bands, in order.
func (s Schedule) Bands() iter.Seq[Band] {
	return func(yield func(Band) bool) {
		if s.table == nil {
			return
		}
		for _, b := range s.table.bands {
			if !yield(Band{b.first, decimal.New(b.rate, -ratePlaces)}) {
				return
			}
		}
	}
}

// Rate returns the rate of the step from year-1 to year, as 0.035 for 3.5 %. Year
// 0, to which no step leads, and years before it have the rate of the first band.
// The rate is 0 if the schedule cannot be used.
func (s Schedule) Rate(year int) decimal.Decimal {
	return decimal.New(s.rate(year), -ratePlaces)
}

// rate returns the rate in units of 10^-10.
func (s Schedule) rate(year int) int64 {
	if s.Err() != nil {
		return 0
	}
	bands := s.table.bands
	i, found := slices.BinarySearchFunc(bands, max(year, 0), func(b band, year int) int { return b.first - year })
	if !found {
		i--
	}
	return bands[i].rate
}

// Factor returns the discount factor of year: 1 at year 0 and before, then 1 over
// the product of (1 + rate) of every step, to 20 decimal places, half to even. The
// factor is 0 if the schedule cannot be used.
func (s Schedule) Factor(year int) decimal.Decimal {
	if s.Err() != nil {
		return decimal.Decimal{}
	}
	growth := newFloat(1)
	bands := s.table.bands
	for i, b := range bands {
		last := max(year, 0)
		if i+1 < len(bands) {
			last = min(last, bands[i+1].first-1)
		}
		// Years first to last have the rate of the band; no step leads to year 0.
		if steps := last - max(b.first, 1) + 1; steps > 0 {
			growth.Mul(growth, power(onePlus(b.rate), steps))
		}
	}
	return decimal.NewFromBigInt(inverse(growth), -factorPlaces)
}

// factors returns the factors of years 0 to n-1 in units of 10^-20.
func (s Schedule) factors(n int) []*big.Int {
	all := make([]*big.Int, n)
	growth, step, rate := newFloat(1), newFloat(1), int64(0)
	for year := range all {
		if year > 0 {
			if now := s.rate(year); now != rate {
				step, rate = onePlus(now), now
			}
			growth.Mul(growth, step)
		}
		all[year] = inverse(growth)
	}
	return all
}

// floatBits is the precision of growth factors: some 77 digits, of which at least
// 20 are right after a few thousand multiplications.
const floatBits = 256

func newFloat(n int64) *big.Float { return new(big.Float).SetPrec(floatBits).SetInt64(n) }

// onePlus returns 1 + rate, the rate in units of 10^-10.
func onePlus(rate int64) *big.Float {
	f := newFloat(unit + rate)
	return f.Quo(f, newFloat(unit))
}

// power returns x to the power of n, which is not negative.
func power(x *big.Float, n int) *big.Float {
	result, square := newFloat(1), newFloat(0).Set(x)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			result.Mul(result, square)
		}
		square.Mul(square, square)
	}
	return result
}

// inverse returns 1/x in units of 10^-20, half to even; 0 if x is infinite.
func inverse(x *big.Float) *big.Int {
	if x.IsInf() {
		return new(big.Int)
	}
	f := newFloat(unit) // 10^-20 is the square of 10^-10
	f.Mul(f, f).Quo(f, x)
	whole, _ := f.Int(nil)
	rest := f.Sub(f, newFloat(0).SetInt(whole))
	switch half := rest.Cmp(big.NewFloat(0.5)); {
	case half > 0, half == 0 && whole.Bit(0) == 1:
		whole.Add(whole, big.NewInt(1))
	}
	return whole
}
