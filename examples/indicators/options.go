package main

import (
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

// options are what the command line says.
type options struct {
	table                  caremodel.CSV
	out                    tables.Output
	template               bool
	confidence, per, years float64
	outer                  float64 // confidence of a second pair of limits; 0 = one pair
	benchmark, target      *float64
	centre                 []float64
	rate                   bool
	polarity               indicator.Polarity
	funnel                 indicator.FunnelKind
	counts                 indicator.CountKind
	scale                  indicator.EffectScale
	measure                indicator.EffectMeasure
	rounding               indicator.RoundingRule
	rebase                 []string
	fix, shift, trend      int
	screen, logit, log     bool
	reversed               bool
	bounded                bool
	reference              int
	groups                 int
	suppression            indicator.SuppressionRule
	totals                 []string
}

func defaults() options {
	return options{
		out: tables.Output{Width: tables.Width(os.Getenv("COLUMNS"))}, confidence: 0.95, per: 1, years: 1, polarity: indicator.NoJudgement,
		funnel: indicator.FunnelProportion, counts: indicator.CountOfEvents, scale: indicator.EffectRatio, measure: indicator.RiskRatio,
		rounding: indicator.RoundCentral, groups: 10, suppression: indicator.SuppressionRule{Threshold: 7}, totals: []string{"rows", "columns", "grand"},
	}
}

// flags defines the flags that a method has, and those of all methods.
func (o *options) flags(flags *flag.FlagSet, names []string) {
	define := map[string]func(){
		"confidence": func() {
			flags.Float64Var(&o.confidence, "confidence", o.confidence, "of the limits, as in 0.95 or 0.998; 0 = no limits where a method has them on request")
		},
		"outer": func() {
			flags.Float64Var(&o.outer, "outer", 0, "confidence of a second pair of limits, as in 0.998: a benchmark beyond them is told apart as best or worst; with -benchmark")
		},
		"rate": func() {
			flags.BoolVar(&o.rate, "rate", false, "give the indirectly standardised rate: the ratio times the rate of the reference population")
		},
		"centre": func() {
			flags.Func("centre", "the `mean,sigma` of the process, in place of those of the points, as in 87.5,2.1", func(text string) error {
				mean, sigma, _ := strings.Cut(text, ",")
				var m, s *float64
				if number(&m)(strings.TrimSpace(mean)) != nil || number(&s)(strings.TrimSpace(sigma)) != nil {
					return errors.New("give a mean and a sigma, as in 87.5,2.1")
				}
				o.centre = []float64{*m, *s}
				return nil
			})
		},
		"per": func() { flags.Float64Var(&o.per, "per", o.per, "how many people a rate is for, as in 100000") },
		"years": func() {
			flags.Float64Var(&o.years, "years", o.years, "how many years the counts are of")
		},
		"benchmark": func() {
			flags.Func("benchmark", "compare with this `figure`: is it inside the limits", number(&o.benchmark))
		},
		"target": func() { flags.Func("target", "the `figure` that is to be reached", number(&o.target)) },
		"polarity": func() {
			flags.TextVar(&o.polarity, "polarity", o.polarity, "high-is-good, low-is-good or no-judgement")
		},
		"kind": func() {
			flags.TextVar(&o.funnel, "kind", o.funnel, "proportion, proportion-wilson, ratio, rate or standardised-rate")
		},
		"counts": func() {
			flags.TextVar(&o.counts, "counts", o.counts, "what is counted: events (a rate) or people (a proportion)")
		},
		"scale": func() { flags.TextVar(&o.scale, "scale", o.scale, "of the values: ratio or difference") },
		"measure": func() {
			flags.TextVar(&o.measure, "measure", o.measure, "of counts: risk-ratio, odds-ratio, risk-difference or rate-ratio")
		},
		"rule": func() { flags.TextVar(&o.rounding, "rule", o.rounding, "central, star or national") },
		"rebase": func() {
			flags.Func("rebase", "new limits from this `period` on, where the process is known to have changed; may be given several times", func(text string) error {
				o.rebase = append(o.rebase, text)
				return nil
			})
		},
		"fix": func() { flags.IntVar(&o.fix, "fix", 0, "make the limits of the first so many points, 12 or more") },
		"shift": func() {
			flags.IntVar(&o.shift, "shift", 0, "points on one side that make a shift; 0 = as the method has it")
		},
		"trend-of": func() { flags.IntVar(&o.trend, "trend-of", 0, "points that make a trend; 0 = as the method has it") },
		"screen":   func() { flags.BoolVar(&o.screen, "screen", false, "leave extreme ranges out of the limits") },
		"log":      func() { flags.BoolVar(&o.log, "log", false, "fit the logarithm of the values, as for rates") },
		"logit":    func() { flags.BoolVar(&o.logit, "logit", false, "fit the logit of the values, as for shares") },
		"reversed": func() {
			flags.BoolVar(&o.reversed, "reversed", false, "most deprived less least deprived, the published sign of what is bad")
		},
		"shares": func() {
			flags.BoolVar(&o.bounded, "shares", false, "the values are shares from 0 to 1: give the indices for bounded figures")
		},
		"reference": func() {
			flags.IntVar(&o.reference, "reference", 0, "the band that the attributable risk is measured by, from 1; 0 = the last")
		},
		"groups": func() { flags.IntVar(&o.groups, "groups", o.groups, "how many groups: 10 for tenths") },
		"threshold": func() {
			flags.Int64Var(&o.suppression.Threshold, "threshold", o.suppression.Threshold, "hide counts from 1 to this")
		},
		"keep-zeros": func() { flags.BoolVar(&o.suppression.KeepZeros, "keep-zeros", false, "never hide a zero") },
		"hide-ties": func() {
			flags.BoolVar(&o.suppression.HideTies, "hide-ties", false, "hide all cells of a line that are equal to a hidden one")
		},
		"hidden-above": func() {
			flags.Int64Var(&o.suppression.HiddenAbove, "hidden-above", 0, "what a line hides adds up to more than this")
		},
		"totals": func() {
			flags.Func("totals", "which totals are published: `rows, columns, grand`, or none (default all three)", func(text string) error {
				o.totals = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
				return nil
			})
		},
	}
	for _, name := range names {
		define[name]()
	}
	flags.Func("column", "a column under another `name=header`, as in area=\"Area code\"; may be given several times", columns(&o.table))
	flags.Func("separator", "the `character` between cells, as in ;", func(text string) error {
		runes := []rune(text)
		if len(runes) != 1 {
			return errors.New("give one character")
		}
		o.table.Comma = runes[0]
		return nil
	})
	flags.BoolVar(&o.template, "template", false, "print the sample, a table to begin with")
	o.out.Flags(flags)
}

func number(to **float64) func(string) error {
	return func(text string) error {
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
			return errors.New("give a number")
		}
		*to = &n
		return nil
	}
}

// check reports options that no table can be answered with.
func (o *options) check() error {
	if o.confidence != 0 && (o.confidence < 0.5 || o.confidence >= 1) {
		return errors.New("-confidence is at least 0.5 and below 1, as in 0.95, or 0")
	}
	if !(o.per > 0) || !(o.years > 0) || math.IsInf(o.per, 0) || math.IsInf(o.years, 0) {
		return errors.New("-per and -years are above 0")
	}
	if o.outer != 0 && (o.benchmark == nil || o.outer <= o.confidence || o.outer >= 1) {
		return errors.New("-outer is above -confidence and below 1, as in 0.998, and goes with -benchmark")
	}
	if o.log && o.logit {
		return errors.New("give -log or -logit")
	}
	for _, total := range o.totals {
		if total != "none" && !slices.Contains([]string{"rows", "columns", "grand"}, total) {
			return fmt.Errorf("-totals is of rows, columns, grand or none, not %q", total)
		}
	}
	return nil
}

// lines are the totals that are published beside a table.
func (o *options) lines() (lines indicator.Lines) {
	for _, total := range o.totals {
		switch total {
		case "rows":
			lines |= indicator.RowTotals
		case "columns":
			lines |= indicator.ColumnTotals
		case "grand":
			lines |= indicator.GrandTotal
		}
	}
	return lines
}
