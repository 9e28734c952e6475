package appraisal

import (
	"encoding/json"
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/wire"
	"github.com/shopspring/decimal"
)

// Case is the financial case of a care model: its costs and benefits by year, in
// real prices of the base year.
type Case struct {
	Vanguard caremodel.VanguardID  `json:"vanguard,omitzero"` // unset = of no vanguard
	Base     funding.FinancialYear `json:"base,omitzero"`     // year 0, and the year of the prices
	Lines    []Line                `json:"lines,omitempty"`   // its costs and benefits
}

// Line is one cost or one benefit. Names are unique within a case.
type Line struct {
	Name         string           `json:"name"`                   // unique in the case
	Side         Side             `json:"side,omitzero"`          // cost or benefit
	Nature       Nature           `json:"nature,omitzero"`        // what kind of value it is
	Recurrent    bool             `json:"recurrent,omitzero"`     // goes on every year, rather than once
	Amounts      []Amount         `json:"amounts,omitempty"`      // at most one per year; a year without an amount has £0.00
	OptimismBias decimal.Decimal  `json:"optimism_bias,omitzero"` // 0.24 = 24 %: raises a cost, lowers a benefit
	Mitigation   decimal.Decimal  `json:"mitigation,omitzero"`    // the share of the bias that is mitigated, 0 to 1
	Payer        string           `json:"payer,omitzero"`         // who pays, or who saves
	Source       caremodel.Source `json:"source,omitzero"`        // where the figures come from
}

// Amount is the amount of a line in a year: zero or more, in real prices of the
// base year, before optimism bias.
type Amount struct {
	Year  funding.FinancialYear `json:"year,omitzero"` // not before the base year
	Money funding.Money         `json:"money"`         // in prices of the base year; positive on both sides
}

// Format is the value of the "format" field of a case's JSON document.
const Format = "newcaremodels/case/1"

type caseDocument struct {
	Format string `json:"format"`
	Case
}

// WriteJSON writes the case as a JSON document of the format
// "newcaremodels/case/1": equal cases give equal bytes. Bias and mitigation are
// texts, such as "0.24". A case that [Case.Validate] rejects may have no JSON; for
// instance, a case without a base year has none.
func (c Case) WriteJSON(w io.Writer) error { return wire.Write(w, caseDocument{Format, c}) }

// ReadCase reads what [Case.WriteJSON] writes, and checks it with [Case.Validate].
// If there are violations, the valid parts of the case are returned with the error;
// lines that have a problem are left out.
func ReadCase(r io.Reader) (Case, error) {
	var document caseDocument
	found := wire.Read(r, &document, wire.Options{Format: Format, Resolve: wire.Resolve(parseRate)})
	all := found.Join(document.Case.Validate())
	found.DropSpoiled(&document)
	return document.Case, all.Err()
}

// lineJSON is a line in JSON, where a decimal is a text written by this package and
// not by the decimal package, whose JSON depends on its settings.
type lineJSON struct {
	Name         string           `json:"name"`
	Side         Side             `json:"side,omitzero"`
	Nature       Nature           `json:"nature,omitzero"`
	Recurrent    bool             `json:"recurrent,omitzero"`
	Amounts      []Amount         `json:"amounts,omitempty"`
	OptimismBias rateText         `json:"optimism_bias,omitzero"`
	Mitigation   rateText         `json:"mitigation,omitzero"`
	Payer        string           `json:"payer,omitzero"`
	Source       caremodel.Source `json:"source,omitzero"`
}

// MarshalJSON writes the line with bias and mitigation as texts: "0.24". It fails
// if [Case.Validate] would reject one of them for its size or precision.
func (l Line) MarshalJSON() ([]byte, error) {
	return json.Marshal(lineJSON{
		l.Name, l.Side, l.Nature, l.Recurrent, l.Amounts,
		rateText{l.OptimismBias}, rateText{l.Mitigation}, l.Payer, l.Source,
	})
}

// UnmarshalJSON reads what [Line.MarshalJSON] writes; on failure l is unchanged.
func (l *Line) UnmarshalJSON(data []byte) error {
	var j lineJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	*l = Line{
		j.Name, j.Side, j.Nature, j.Recurrent, j.Amounts,
		j.OptimismBias.decimal, j.Mitigation.decimal, j.Payer, j.Source,
	}
	return nil
}

// rateText is a bias or a mitigation as a text.
type rateText struct{ decimal decimal.Decimal }

func (r rateText) IsZero() bool { return r.decimal.Coefficient().Sign() == 0 }

func (r rateText) MarshalText() ([]byte, error) {
	n, ok := fixed(r.decimal, ratePlaces)
	if !ok {
		return nil, fault.New("appraisal.Line.MarshalJSON", validate.Precision, showDecimal(r.decimal), "at most ten decimals can be held")
	}
	return []byte(plain(n)), nil
}

func (r *rateText) UnmarshalText(text []byte) error {
	d, err := parseRate(string(text))
	if err == nil {
		r.decimal = d
	}
	return err
}

// parseRate reads an optional "-", digits and, optionally, a point and up to ten
// decimals.
func parseRate(text string) (decimal.Decimal, error) {
	const op = "appraisal.Line.UnmarshalJSON"
	n, digits, places, point := int64(0), 0, 0, false
	rest := text
	if rest != "" && rest[0] == '-' {
		rest = rest[1:]
	}
	for i := range len(rest) {
		switch c := rest[i]; {
		case c == '.' && !point && digits > 0:
			point = true
		case c >= '0' && c <= '9' && digits < 18:
			n, digits = n*10+int64(c-'0'), digits+1
			if point {
				places++
			}
		default:
			return decimal.Decimal{}, fault.New(op, validate.Format, text, `write a rate as "0.24"`)
		}
	}
	if digits == 0 || point && places == 0 || places > ratePlaces {
		return decimal.Decimal{}, fault.New(op, validate.Format, text, `write a rate as "0.24", with at most ten decimals`)
	}
	if len(rest) < len(text) {
		n = -n
	}
	rate := decimal.New(n, int32(-places))
	if _, ok := fixed(rate, ratePlaces); !ok {
		return decimal.Decimal{}, fault.New(op, validate.Overflow, text, "a rate is less than a billion")
	}
	return rate, nil
}

// Nature says what kind of value a line is, and so with which others it can be
// added. The zero value is unset and not a nature.
//
// Only cashable lines are money that leaves or returns to a budget: they make up
// the net cash by year, the payback and the contribution to a target. All natures
// enter the net present social value. The words are those of HM Treasury and
// partners, Supporting public service transformation: cost benefit analysis
// guidance for local partnerships (2014).
type Nature uint8

// The natures.
const (
	Cashable    Nature = iota + 1 // money that is spent, or can be taken out of a budget
	NonCashable                   // capacity that is freed or used, such as bed days or staff time
	Social                        // value to society outside public budgets
	Health                        // health effects, such as quality-adjusted life years, in money: takes the health schedule
)

var natureNames = ladder.Names{"cashable", "non-cashable", "social", "health"}

// Side says whether a line is a cost or a benefit. The zero value is unset and
// not a side. Amounts are positive on both sides.
type Side uint8

// The sides.
const (
	Cost    Side = iota + 1 // what the care model costs
	Benefit                 // what it is worth
)

var sideNames = ladder.Names{"cost", "benefit"}
