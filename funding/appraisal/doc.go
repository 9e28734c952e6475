// Package appraisal computes the financial case of a care model, the vanguards'
// "value proposition", as HM Treasury's Green Book prescribes: its costs, its
// benefits, when it pays back, and its contribution to a target.
//
// The types you meet first: a [Case] is lines of costs and benefits, a [Schedule]
// says how to discount, and an [Appraisal] is the result.
//
// # Representation
//
// A [Case] holds lines of costs and benefits by financial year, in real prices of
// its base year. A [Schedule] holds discount rates by year, with a name and a
// source; [GreenBook2026] and [GreenBookHealth2026] are the published ones. Both
// the schedule and the horizon are arguments: nothing here reads a clock or a
// package setting.
//
// [Case.Appraise] returns an [Appraisal]: net present social value, benefit-cost
// ratio, payback, net cash by year, and the switching value of each line.
// [Case.Sensitivity] repeats it under changed assumptions. A [Portfolio] adds the
// recurrent cash savings of several cases and compares them with a target. [NPV],
// [IRR], [MIRR], [XNPV], [XIRR] and [CAGR] work on plain flows.
//
// # Discounting
//
// The first flow is at t = 0 and is not discounted: the Green Book counts the base
// year as year 0. (The NPV function of spreadsheets puts the first flow at t = 1.)
// The rate of year t applies to the step from t-1 to t. Health effects, such as
// quality-adjusted life years, use the health schedule; cash never does.
//
// # What stays out
//
// VAT, depreciation, capital charges, sunk costs and transfer payments are not
// costs to society and stay out of a case, as the Green Book says; [Case.Validate]
// warns of lines that are named after them, and rejects amounts before the base
// year. General inflation stays out because amounts are real: convert cash figures
// to base-year prices with funding.Deflators first.
//
// # Rounding
//
// Discount factors have 20 decimal places. Sums are exact integers at that
// precision, and each figure is rounded to the penny once, half to even, at the
// end: so a net figure may differ by a penny from the difference of two rounded
// figures. Rates of return are float64 and never NaN or infinite.
//
// # Errors
//
// [Case.Validate] reports every problem of a case with its path. Operations fail
// with codes of caremodel/validate and with [NoRate], [ManyRates] and
// [MixedPrices].
//
// # Concurrency
//
// Records belong to the caller. Everything else is immutable and may be used by
// several goroutines at once.
package appraisal

//go:generate go run ../../internal/laddergen
