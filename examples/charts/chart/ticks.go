package chart

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// ticks are marks at round numbers, each with its number and unit.
type ticks struct{ unit string }

// Ticks implements plot.Ticker: four to eight marks from low to high.
func (t ticks) Ticks(low, high float64) []plot.Tick {
	step := roundStep((high - low) / 5)
	places := max(0, -int(math.Floor(math.Log10(step)+1e-9)))
	var marks []plot.Tick
	for n := math.Ceil(low / step); n*step <= high; n++ {
		marks = append(marks, plot.Tick{Value: n * step, Label: strconv.FormatFloat(n*step, 'f', places, 64) + t.unit})
	}
	return marks
}

// axis returns the ends of an axis for figures from low to high, with some room. Where
// all are one figure, or differ as far only as sums of numbers do that are rounded, it is
// in the middle of a range in which marks can be told apart.
func axis(low, high, room float64) (from, to float64) {
	size := max(math.Abs(low), math.Abs(high))
	if size == 0 {
		size = 1
	}
	if high-low < 1e-9*size {
		return low - size/10, high + size/10
	}
	return low - (high-low)*room, high + (high-low)*room
}

// roundStep returns the number next to step that is 1, 2 or 5 times a power of
// ten.
func roundStep(step float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(step)))
	switch f := step / power; {
	case f < 1.5:
		return power
	case f < 3.5:
		return 2 * power
	case f < 7.5:
		return 5 * power
	}
	return 10 * power
}

// manyPeople are marks at round numbers of people.
type manyPeople struct{}

// Ticks implements plot.Ticker.
func (manyPeople) Ticks(low, high float64) []plot.Tick {
	marks := ticks{}.Ticks(low, high)
	for i := range marks {
		marks[i].Label = people(int64(math.Round(marks[i].Value)))
	}
	return marks
}
