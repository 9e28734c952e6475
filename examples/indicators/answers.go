package main

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/examples/internal/tables"
)

type field = tables.Field

// figure is one figure of an area, or why there is none.
type figure struct {
	area, index string
	indicator.Interval
	reason     string
	comparison indicator.Comparison
}

// figures is a table of one figure a row.
func (o options) figures(list []figure, head string) tables.Table {
	return tables.Of(tables.Table{}, slices.Values(list), func(f figure) []field {
		fields := []field{tables.Word("area", "Area", f.area)}
		if head != "" {
			fields = append(fields, tables.Both(strings.ToLower(head), head, f.index, strings.ReplaceAll(f.index, "_", " ")))
		}
		fields = append(fields, f.fields()...)
		if o.benchmark != nil {
			fields = append(fields, word("comparison", "Beside the benchmark", f.comparison))
		}
		return append(fields, tables.Word("reason", "", f.reason))
	})
}

// fields are the figure and its limits; blank where there are none.
func (f figure) fields() []field {
	limited := f.Confidence > 0
	return []field{
		given("value", "Value", f.Value, f.reason == "", f.reason), given("low", "Low", f.Low, limited, ""), given("high", "High", f.High, limited, ""),
		given("confidence", "", f.Confidence, limited, ""),
	}
}

// given is a number that is known or blank.
func given(name, head string, n float64, known bool, otherwise string) field {
	if !known {
		return tables.Figure(name, head, "", otherwise)
	}
	return tables.Figure(name, head, strconv.FormatFloat(n, 'f', -1, 64), rounded(n))
}

// rounded is a number for people, with four figures or the whole number.
func rounded(n float64) string {
	if size := math.Abs(n); n != 0 && (size >= 1e15 || size < 1e-4) {
		return strconv.FormatFloat(n, 'g', 4, 64)
	}
	places := 4
	for size := math.Abs(n); size >= 1 && places > 0; size /= 10 {
		places--
	}
	text := strconv.FormatFloat(n, 'f', max(places, 1), 64)
	whole, part, _ := strings.Cut(text, ".")
	digits, negative := strings.CutPrefix(whole, "-")
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if negative {
		digits = "-" + digits
	}
	return digits + "." + part
}

// word is one of the constants, without hyphens for people; blank where it is unset.
func word[T interface {
	IsZero() bool
	String() string
}](name, head string, value T) field {
	if value.IsZero() {
		return tables.Word(name, head, "")
	}
	return tables.Both(name, head, value.String(), strings.ReplaceAll(value.String(), "-", " "))
}
