package indicator

import "math"

// sum returns the sum of finite values as if it had been rounded once, so that
// their order does not change it (Shewchuk, Discrete and Computational Geometry
// 1997;18:305): the partial sums together hold the sum exactly.
func sum(values []float64) float64 {
	var room [32]float64
	partials := room[:0]
	for _, v := range values {
		kept := 0
		for _, p := range partials {
			if math.Abs(v) < math.Abs(p) {
				v, p = p, v
			}
			high := v + p
			if low := p - (high - v); low != 0 {
				partials[kept] = low
				kept++
			}
			v = high
		}
		partials = append(partials[:kept], v)
	}
	return rounded(partials)
}

// rounded adds partial sums that do not overlap, the least first, into the
// number nearest to them all, half to even.
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
	if last >= 0 && (low < 0) == (partials[last] < 0) { // a tie that smaller parts break
		if twice := 2 * low; high+twice-high == twice {
			high += twice
		}
	}
	return high
}

// average returns the mean of one value or more, which lies among them: the mean
// of equal values is that value.
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
