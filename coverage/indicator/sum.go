package indicator

// total adds finite values one by one, with the result of [sum]. The zero value is
// 0.
type total struct {
	exact float64   // the sum of the values that could be added without rounding, such as integers
	rest  []float64 // all other values
}

func (t *total) add(v float64) {
	if s := t.exact + v; s-v == t.exact && s-t.exact == v {
		t.exact = s
		return
	}
	t.rest = append(t.rest, v)
}

func (t *total) value() float64 { return sum(append(t.rest, t.exact)) }

// sum adds finite values up as if the sum had been rounded once, so that their order
// does not change it (Shewchuk, Discrete and Computational Geometry 1997;18:305).
func sum(values []float64) float64 {
	var room [8]float64
	partials := room[:0] // their sum is exact; the least first
	for _, v := range values {
		if len(partials) == 1 { // as long as additions are exact
			if p := partials[0]; v+p-v == p && v+p-p == v {
				partials[0] = v + p
				continue
			}
		}
		kept := 0
		for _, p := range partials {
			high := v + p
			of := high - v
			if low := (v - (high - of)) + (p - of); low != 0 { // the rounding error, whichever value was larger (Knuth)
				partials[kept] = low
				kept++
			}
			v = high
		}
		partials = append(partials[:kept], v)
	}
	return rounded(partials)
}

// rounded adds partial sums that do not overlap, the least first, and returns the
// number nearest to their sum, half to even.
func rounded(partials []float64) float64 {
	last := len(partials) - 1
	if last < 0 {
		return 0
	}
	high, low := partials[last], 0.0
	for last--; last >= 0 && low == 0; last-- {
		v := high
		high = v + partials[last]
		low = partials[last] - (high - v)
	}
	if last >= 0 && (low < 0) == (partials[last] < 0) { // a tie that smaller partial sums break
		if twice := 2 * low; high+twice-high == twice {
			high += twice
		}
	}
	return high
}

// average returns the mean of one or more values, which is between the least and
// the greatest of them: the mean of equal values is that value.
func average(values []float64) float64 {
	least, most := values[0], values[0]
	for _, v := range values {
		if v < least {
			least = v
		} else if v > most {
			most = v
		}
	}
	return clamp(sum(values)/float64(len(values)), least, most)
}
