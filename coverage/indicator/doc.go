// Package indicator implements the official indicator methods of English public
// health for plain numbers; it needs no atlas of areas:
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
//   - [Compare] and related functions compare a figure with a benchmark;
//     [FunnelTarget], [FunnelLimits] and [FunnelSignal] distinguish many places
//     from chance;
//   - [ControlChart] and [RecentTrend] look at one place over time, and
//     [TrendInProportions] at ordered groups;
//   - [DifferenceInDifferences] and [RatioOfRatios] compare changes with those of
//     controls; [DifferenceOfEstimates] and [RatioOfEstimates] test published
//     figures; [EffectFromLimits], [EffectFromCounts] and [Pool] combine studies;
//   - [SlopeIndex], [ConcentrationIndex], [Gap], [Ratio], [PopulationAttributable]
//     and [Dispersed] measure inequality, [Quantiles] and [WeightedQuantiles] make
//     the bands;
//   - [Suppress] and [RoundCount] prepare counts for publication.
//
// Results agree with PHEindicatormethods, the R package of the English public
// health bodies: its published cases are among the tests, and if it draws random
// numbers, the limits here are those to which its limits converge. The measures of
// inequality are those of the World Health Organization.
//
// # Which measure
//
// A gap or a ratio uses only the two ends of the population. The slope index uses
// everybody, and is the difference between the ends in the unit of the figure; the
// relative index is their quotient. The concentration index says how unevenly the
// figure is distributed, between -1 and 1. Coverage is bounded: report Erreygers's
// form beside the relative one, since the relative index of the people covered and
// that of the people not covered may disagree on where inequality is larger.
//
// Bands go from the most to the least deprived. A slope or concentration index
// below 0 means that the figure is higher among the most deprived: good for
// coverage, bad for mortality. [Reversed] gives the sign that is published for
// figures of which more is worse.
//
// One place and a fixed figure: [Compare]. Many places at once: a funnel, because
// 350 of 7,000 practices lie outside 95 % limits by chance. One place month by
// month: a control chart, which shows whether anything changed, not how much. Five
// years: a recent trend. Two published figures: a test of their difference, not
// whether their intervals overlap. The effect of a programme: at least a difference
// in differences, which still needs controls that would have changed alike. Places
// with different ages: a directly standardised rate, or with fewer than 10 events a
// ratio, which compares with the reference only.
//
// # Constraints
//
// Figures are float64 in any unit; counts and populations are int64. A confidence
// level is at least 0 and below 1, 0.95 for 95 %; 0 gives no limits. A figure of a
// full count, such as every patient on a list, has no sampling error, and limits
// around it are meaningful only if chance is the question. Small numbers are not a
// reason to leave limits out; a standardised rate of fewer than 10 events is an
// error.
//
// # Rounding
//
// Nothing is rounded. The relative error of results is about 1e-12, as long as
// counts are below 2⁵³ (9 × 10¹⁵) and so are exact as float64. Round when you
// print.
//
// # Errors
//
// A result is always a finite number; otherwise there is an error, never NaN or an
// infinity. errors.Is finds the [validate.Code] of every error. With an error the
// result is the zero value, except as [SlopeIndex] documents.
//
// # Concurrency
//
// All functions are pure: they keep no state, do not change their arguments and
// may be called from any number of goroutines.
package indicator

//go:generate go run ../../internal/laddergen
