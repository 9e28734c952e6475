package funding_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
)

func ExampleParseMoney() {
	for _, text := range []string{"£4.59m", "£200 million", "£0.2bn", "4,590,000", "12.34", "-£5"} {
		m, err := funding.ParseMoney(text)
		fmt.Println(text, "=", m, err)
	}
	_, err := funding.ParseMoney("£5p")
	fmt.Println(err)
	_, err = funding.ParseMoney("12.345")
	fmt.Println(err, errors.Is(err, validate.Precision))
	// Output:
	// £4.59m = 4590000.00 <nil>
	// £200 million = 200000000.00 <nil>
	// £0.2bn = 200000000.00 <nil>
	// 4,590,000 = 4590000.00 <nil>
	// 12.34 = 12.34 <nil>
	// -£5 = -5.00 <nil>
	// funding.ParseMoney "£5p": write an amount as "£4.59m", "£200 million", "4,590,000" or "12.34"
	// funding.ParseMoney "12.345": finer than a penny: money has at most two decimals true
}

func ExampleMoney_Add() {
	sum, err := funding.MustParseMoney("£4.59m").Add(funding.MustParseMoney("£7.26m"))
	fmt.Println(sum.FormatShort(2), err)

	_, err = funding.MustParseMoney("92233720368547758.07").Add(funding.Pence(1))
	fmt.Println(errors.Is(err, validate.Overflow))
	// Output:
	// £11.85m <nil>
	// true
}

func ExampleMoney_MulRatio() {
	award := funding.MustParseMoney("£8,000,000.01")
	half := caremodel.Ratio{Num: 1, Den: 2}
	even, err := award.MulRatio(half, funding.HalfEven)
	if err != nil {
		fmt.Println(err)
		return
	}
	up, err := award.MulRatio(half, funding.Ceiling)
	fmt.Println(even, up, err)
	// Output: 4000000.00 4000000.01 <nil>
}

func ExampleSum() {
	five := []funding.Money{ // received by the five vanguards for which £41m had been approved in principle
		funding.MustParseMoney("£4.59m"), funding.MustParseMoney("£7.26m"), funding.MustParseMoney("£3.7m"),
		funding.MustParseMoney("£5.47m"), funding.MustParseMoney("£4.52m"),
	}
	total, err := funding.Sum(slices.Values(five))
	fmt.Println(total.FormatPounds(), err)
	// Output: £25,540,000.00 <nil>
}

func ExampleMoney_FormatShort() {
	for _, text := range []string{"£999.99", "£950,000", "£999,999", "£12,345,678.90", "£22bn"} {
		m := funding.MustParseMoney(text)
		fmt.Println(m.FormatPounds(), m.FormatShort(1), m.FormatMillions(2))
	}
	// Output:
	// £999.99 £999.99 £0.00m
	// £950,000.00 £950.0k £0.95m
	// £999,999.00 £1.0m £1.00m
	// £12,345,678.90 £12.3m £12.35m
	// £22,000,000,000.00 £22.0bn £22,000.00m
}

func ExampleMoney_MarshalText() {
	b, err := json.Marshal(map[string]funding.Money{"amount": funding.MustParseMoney("£4.59m")})
	fmt.Println(string(b), err)

	var m funding.Money
	fmt.Println(json.Unmarshal([]byte(`4590000`), &m))
	// Output:
	// {"amount":"4590000.00"} <nil>
	// funding.Money.UnmarshalJSON "4590000": write an amount as a text in quotes: "4590000.00"
}

func ExampleMoneyFromDecimal() {
	perHead := decimal.New(123456, -4) // 12.3456
	_, err := funding.MoneyFromDecimal(perHead)
	fmt.Println(err)
	m, err := funding.RoundMoney(perHead, funding.HalfEven)
	fmt.Println(m, err)
	// Output:
	// funding.MoneyFromDecimal "123456e-4": finer than a penny: round it with RoundMoney
	// 12.35 <nil>
}

func ExampleMoney_Split() {
	parts, err := funding.MustParseMoney("£100").Split(3)
	fmt.Println(parts, err)
	// Output: [33.34 33.33 33.33] <nil>
}

func ExampleMoney_Apportion() {
	// £1m by registered population; who has nobody gets nothing.
	parts, err := funding.MustParseMoney("£1m").Apportion([]int64{135_000, 0, 320_000, 116_000})
	fmt.Println(parts, err)
	_, err = funding.MustParseMoney("£1m").Apportion([]int64{0, 0})
	fmt.Println(err)
	// Output:
	// [236427.32 0.00 560420.32 203152.36] <nil>
	// funding.Money.Apportion: no weight is above zero
}

func ExampleApportionBy() {
	requested := funding.MustParseMoney("£1.5m")
	a, err := funding.ApportionBy(funding.MustParseMoney("£10m"), []funding.Claimant[string]{
		{Key: "Morecambe Bay", Weight: 320},
		{Key: "South Somerset", Weight: 135, Cap: &requested}, // never more than it asked for
		{Key: "Northumberland", Weight: 322},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range a.Parts {
		fmt.Println(p.Key, "quota", p.Quota, "and", p.Remainder, "of a penny; gets", p.Amount)
	}
	fmt.Println("left", a.Left)

	a, err = funding.ApportionBy(funding.MustParseMoney("£10m"), []funding.Claimant[string]{{Key: "South Somerset", Weight: 1, Cap: &requested}})
	fmt.Println("left", a.Left, err)
	// Output:
	// Morecambe Bay quota 4236760.12 and 296/642 of a penny; gets 4236760.12
	// South Somerset quota 1737451.73 and 579/777 of a penny; gets 1500000.00
	// Northumberland quota 4263239.87 and 346/642 of a penny; gets 4263239.88
	// left 0.00
	// left 8500000.00 <nil>
}

func ExampleDeflators_Real() {
	d := funding.GDPDeflators2025()
	fund, from, to := funding.MustParseMoney("£200m"), funding.MustParseFinancialYear("2015/16"), funding.MustParseFinancialYear("2025/26")
	today, err := d.Real(fund, from, to)
	p, _ := d.Point(to)
	fmt.Println(today.FormatMillions(1), "in prices of", to, "forecast:", p.Forecast, err)

	_, err = d.Real(fund, from, funding.MustParseFinancialYear("2040/41"))
	fmt.Println(err)
	// Output:
	// £274.3m in prices of 2025/26 forecast: true <nil>
	// funding.Deflators.Real "2040/41": HM Treasury GDP deflators, September 2025 runs from 2013/14 to 2028/29
}

func ExamplePounds() {
	fmt.Println(funding.Pounds(4_590_000))
	fmt.Println(funding.Pence(-5))
	// Output:
	// 4590000.00 <nil>
	// -0.05
}

func ExampleMoney_Sub() {
	asked, given := funding.MustParseMoney("£5m"), funding.MustParseMoney("£4.59m")
	short := must(asked.Sub(given))
	fmt.Println(short, short.Sign(), short.Pence())
	fmt.Println(short.Neg())
	fmt.Println(must(short.Neg()).Abs())
	// Output:
	// 410000.00 1 41000000
	// -410000.00 <nil>
	// 410000.00 <nil>
}

func ExampleMoney_FormatPounds() {
	m := funding.MustParseMoney("12345678.90")
	fmt.Println(m.FormatPounds(), m.FormatMillions(1))
	// Output:
	// £12,345,678.90 £12.3m
}

func ExampleMoney_Decimal() {
	fmt.Println(funding.MustParseMoney("4.59").Decimal())
	// Output:
	// 4.59
}

func ExampleRoundMoney() {
	d := decimal.RequireFromString("12.345")
	fmt.Println(funding.RoundMoney(d, funding.HalfEven))
	fmt.Println(funding.RoundMoney(d, funding.Ceiling))
	// Output:
	// 12.34 <nil>
	// 12.35 <nil>
}
