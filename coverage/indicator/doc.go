// Package indicator has the official indicator methods of English public health
// on plain numbers, for an analyst with or without an atlas of areas:
//
//   - [Interval], a figure with its limits, is what most functions return; [Wald]
//     adds a standard error and a test; [Polarity] says which way is good;
//   - [Proportion], a share with Wilson's limits, [Rate], a crude rate with Byar's,
//     exact below 10 events, and [Mean] with Student's;
//   - [StandardisedRate], directly standardised with Dobson's limits
//     ([StandardisedRateRecurring] where one person may have several events),
//     [StandardisedRatio] and [IndirectlyStandardisedRate];
//   - [LifeExpectancy] from an abridged life table;
//   - [Proportions], [Rates], [StandardisedRates], [StandardisedRatios] and
//     [ByGroup], the same for every group of a table;
//   - [Compare] and its kin colour a figure beside a benchmark; [FunnelTarget],
//     [FunnelLimits] and [FunnelSignal] tell many places from chance;
//   - [ControlChart] and [RecentTrend] look at one place over time, and
//     [TrendInProportions] at ordered groups;
//   - [DifferenceInDifferences] and [RatioOfRatios] compare what changed with
//     controls; [DifferenceOfEstimates] and [RatioOfEstimates] test published
//     figures; [EffectFromLimits], [EffectFromCounts] and [Pool] put studies
//     together;
//   - [SlopeIndex], [ConcentrationIndex], [Gap], [Ratio], [PopulationAttributable]
//     and [Dispersed] measure inequality, [Quantiles] and [WeightedQuantiles] make
//     the bands;
//   - [Suppress] and [RoundCount] make counts fit to be published.
//
// They give what PHEindicatormethods, the package of the English public health
// bodies, gives: its published cases are among the tests, and where that package
// draws random numbers the limits here are what its draws tend to. The measures
// of inequality are those of the World Health Organization.
//
// # Which measure
//
// A gap or a ratio looks at the two ends of the population only. The slope index
// looks at everybody and says how far the ends lie apart in the unit of the
// figure; the relative index says it as a multiple. The concentration index says
// how unevenly the whole figure is spread, between -1 and 1. Coverage is bounded:
// report Erreygers's form beside the relative one, since the relative index of
// the people covered and that of the people not covered need not agree on where
// inequality is larger.
//
// Bands go from the most to the least deprived. A slope or concentration index
// below 0 means more among the most deprived: good for coverage, bad for
// mortality. [Reversed] gives the sign that is published for figures of which
// more is worse.
//
// One place against a fixed figure: [Compare]. Many places at once: a funnel,
// because of 7,000 practices 350 lie outside 95 % limits by chance. One place month
// by month: a control chart, which asks whether anything changed and not how
// much. Five years: a recent trend. Two published figures: a test of their
// difference, not whether their intervals overlap. What a programme did: a
// difference in differences at least, and even that needs controls that would have
// moved alike. Places with different ages: a directly standardised rate, or from
// fewer than 10 events on a ratio, which compares with the reference only.
//
// # Constraints
//
// Figures are float64 in any unit; counts and populations are int64. A
// confidence level is a number from 0 to below 1, 0.95 for 95 %, and 0 asks for
// no limits: figures of a full count, such as every patient on a list, have no
// sampling error, and limits around them say something about chance only if
// chance is what is asked about. Small numbers are no reason to leave limits out,
// and a standardised rate of fewer than 10 events is refused.
//
// # Rounding
//
// Nothing is rounded. Results are right to about 1e-12 of their size, as long as
// counts are below 2⁵³ (9 × 10¹⁵) and so are exact as float64. Round when you
// print.
//
// # Errors
//
// An answer is a finite number or there is an error, never NaN and never an
// infinity. Every error can be asked for its [validate.Code] with errors.Is. What is
// returned with an error is the zero value, but for [SlopeIndex], which says
// where it is not.
//
// # Concurrency
//
// All functions are pure: they keep no state, do not change their arguments and
// may be called from any number of goroutines.
package indicator

//go:generate go run ../../internal/laddergen
