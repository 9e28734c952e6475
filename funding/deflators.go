package funding

import (
	"iter"
	"log/slog"
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/ascii"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Deflators is a price index by financial year: a published series with its
// vintage, which tells outturn from forecast. It is an immutable handle; the zero
// value knows no year. Nothing is extrapolated and no two series are spliced.
type Deflators struct{ series *deflatorSeries }

type deflatorSeries struct {
	name   string
	source caremodel.Source
	years  []deflatorYear // consecutive
}

// deflatorYear holds an index in units of 10^-8.
type deflatorYear struct {
	year     FinancialYear
	index    int64
	forecast bool
}

// indexPlaces is how many decimals of an index are kept.
const indexPlaces = 8

// DeflatorPoint is one year of a price index.
type DeflatorPoint struct {
	Year     FinancialYear   // the year of the index
	Index    decimal.Decimal // the price level against the series' own base
	Forecast bool            // not yet outturn when the series was published
}

// NewDeflators returns a series of the caller's own, as a later vintage: points
// of consecutive years, in order, whose indexes are above zero and have at most
// eight decimals.
//
// Errors: [validate.Required] for no points or an unset year, [validate.Order]
// for years that do not follow each other, [validate.Range],
// [validate.Precision], [validate.Overflow] and [validate.TooLarge] for an index
// that cannot be held.
func NewDeflators(name string, source caremodel.Source, points []DeflatorPoint) (Deflators, error) {
	const op = "funding.NewDeflators"
	if len(points) == 0 {
		return Deflators{}, fault.New(op, validate.Required, "", "a series has at least one year")
	}
	s := &deflatorSeries{name: name, source: source, years: make([]deflatorYear, len(points))}
	for i, p := range points {
		switch {
		case p.Year.IsZero():
			return Deflators{}, fault.New(op, validate.Required, "", "a point has a year")
		case i > 0 && p.Year != points[i-1].Year.Next():
			return Deflators{}, fault.New(op, validate.Order, p.Year.String(), "years follow each other without a gap")
		}
		index, code := scaleDecimal(p.Index, indexPlaces, 0)
		if code == "" && index <= 0 {
			code = validate.Range
		}
		if code != "" {
			return Deflators{}, fault.New(op, code, p.Year.String(), "an index is above zero and has at most eight decimals")
		}
		s.years[i] = deflatorYear{p.Year, index, p.Forecast}
	}
	return Deflators{s}, nil
}

// Name returns what the series is called, with its vintage: "HM Treasury GDP
// deflators, September 2025".
func (d Deflators) Name() string {
	if d.series == nil {
		return ""
	}
	return d.series.name
}

// Source returns where the series was published.
func (d Deflators) Source() caremodel.Source {
	if d.series == nil {
		return caremodel.Source{}
	}
	return d.series.source
}

// IsZero reports whether d is the zero value, which knows no year.
func (d Deflators) IsZero() bool { return d.series == nil }

// MarshalJSON is an error: a series is stored by its name, or as its points.
func (d Deflators) MarshalJSON() ([]byte, error) {
	return nil, fault.New("funding.Deflators.MarshalJSON", validate.Format, "", "store the name of the series, or marshal its points (All)")
}

// LogValue returns the name of the series.
func (d Deflators) LogValue() slog.Value { return slog.StringValue(d.Name()) }

// String returns the name of the series, in one line.
func (d Deflators) String() string { return ascii.Escape(d.Name()) }

// All returns the points of the series, by year.
func (d Deflators) All() iter.Seq[DeflatorPoint] {
	return func(yield func(DeflatorPoint) bool) {
		if d.series == nil {
			return
		}
		for _, y := range d.series.years {
			if !yield(y.point()) {
				return
			}
		}
	}
}

// Point returns the point of one year, and whether the series has it.
func (d Deflators) Point(y FinancialYear) (DeflatorPoint, bool) {
	found, ok := d.find(y)
	return found.point(), ok
}

func (y deflatorYear) point() DeflatorPoint {
	return DeflatorPoint{y.year, decimal.New(y.index, -indexPlaces), y.forecast}
}

func (d Deflators) find(y FinancialYear) (deflatorYear, bool) {
	if d.series == nil {
		return deflatorYear{}, false
	}
	i, ok := slices.BinarySearchFunc(d.series.years, y, func(at deflatorYear, y FinancialYear) int {
		return at.year.Compare(y)
	})
	if !ok {
		return deflatorYear{}, false
	}
	return d.series.years[i], true
}

// Factor returns what turns money of the year from into prices of the year to:
// the index of to over that of from. A year that the series does not have is an
// error of code [validate.Unknown].
func (d Deflators) Factor(from, to FinancialYear) (caremodel.Ratio, error) {
	return d.factor("funding.Deflators.Factor", from, to)
}

func (d Deflators) factor(op string, from, to FinancialYear) (caremodel.Ratio, error) {
	var index [2]int64
	for i, y := range [...]FinancialYear{from, to} {
		found, ok := d.find(y)
		if !ok {
			return caremodel.Ratio{}, fault.New(op, validate.Unknown, y.String(), d.span())
		}
		index[i] = found.index
	}
	return caremodel.Ratio{Num: index[1], Den: index[0]}, nil
}

// span says which years there are.
func (d Deflators) span() string {
	if d.series == nil {
		return "there is no series of deflators"
	}
	years := d.series.years
	return d.series.name + " runs from " + years[0].year.String() + " to " + years[len(years)-1].year.String()
}

// Real returns money of the year from in prices of the year to, rounded once,
// half to even: m × index(to) / index(from). A year that the series does not have
// is an error of code [validate.Unknown], a result that does not fit one of code
// [validate.Overflow]. Whether a year is a forecast [Deflators.Point] tells.
func (d Deflators) Real(m Money, from, to FinancialYear) (Money, error) {
	factor, err := d.factor("funding.Deflators.Real", from, to)
	if err != nil {
		return Money{}, err
	}
	return m.MulRatio(factor, HalfEven)
}

// GDPDeflators2025 returns HM Treasury's GDP deflators at market prices of
// September 2025, 2013/14 to 2028/29: the official series for public money.
// Years to 2024/25 are outturn (Office for National Statistics, series L8GG, as
// in the Quarterly National Accounts of that month), later ones the forecast of
// the Office for Budget Responsibility of March 2025. 2024/25 is 100.
func GDPDeflators2025() Deflators { return treasurySeptember2025() }

// GDPDeflatorsNovember2025 returns the GDP deflators behind the Economic and
// fiscal outlook of November 2025 of the Office for Budget Responsibility,
// 2007/08 to 2030/31. Years to 2024/25 are outturn. 2015/16 is 100. It reaches
// further both ways than [GDPDeflators2025] and forecasts higher prices from
// 2025/26.
func GDPDeflatorsNovember2025() Deflators { return outlookNovember2025() }

var treasurySeptember2025 = sync.OnceValue(func() Deflators {
	return publishedSeries("HM Treasury GDP deflators, September 2025", caremodel.Source{
		Title:     "GDP deflators at market prices, and money GDP September 2025 (Quarterly National Accounts)",
		Publisher: "HM Treasury",
		URL:       "https://www.gov.uk/government/statistics/gdp-deflators-at-market-prices-and-money-gdp-september-2025-quarterly-national-accounts",
	}, 2013, 2025,
		73_27680000, 74_31260000, 74_82850000, 76_32860000, 77_29510000, 79_05690000, 81_14290000, 85_38340000, 85_58750000, 91_60340000, 96_43330000, 100_00000000,
		102_64542714, 104_34558718, 106_47099715, 108_54422621)
})

var outlookNovember2025 = sync.OnceValue(func() Deflators {
	return publishedSeries("OBR GDP deflators, November 2025", caremodel.Source{
		Title:     "Economic and fiscal outlook, November 2025: detailed forecast tables, economy, table 1.7",
		Publisher: "Office for Budget Responsibility",
		URL:       "https://obr.uk/efo/economic-and-fiscal-outlook-november-2025/",
	}, 2007, 2025,
		86_39410000, 89_65190000, 90_80170000, 92_36670000, 94_34690000, 95_94380000, 97_92400000, 99_32930000, 100_00000000, 101_98020000, 103_32160000, 105_62120000,
		108_46370000, 114_11690000, 114_40430000, 122_38900000, 128_87260000, 133_66340000,
		137_59720000, 140_66560000, 143_49470000, 146_19860000, 148_89650000, 151_80300000)
})

// publishedSeries makes a series of the library's own tables: its first year, the
// first that is a forecast, and the index of each in units of 10^-8.
func publishedSeries(name string, source caremodel.Source, first, forecast int, index ...int64) Deflators {
	s := &deflatorSeries{name: name, source: source}
	for i, v := range index {
		s.years = append(s.years, deflatorYear{
			year:     FinancialYear{uint16(first + i)},
			index:    v,
			forecast: first+i >= forecast,
		})
	}
	return Deflators{s}
}
