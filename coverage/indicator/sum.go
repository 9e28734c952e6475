package indicator

// total adds finite values up as if the sum had been rounded once, so that their
// order does not change it (Shewchuk, Discrete and Computational Geometry
// 1997;18:305). The zero value is nothing.
type total struct{ partials []float64 } // they hold the sum exactly, the least first

func (t *total) add(v float64) {
	if len(t.partials) == 1 { // as long as no sum loses anything, which whole numbers do not
		if p := t.partials[0]; v+p-v == p && v+p-p == v {
			t.partials[0] = v + p
			return
		}
	}
	kept := 0
	for _, p := range t.partials {
		high := v + p
		of := high - v
		if low := (v - (high - of)) + (p - of); low != 0 { // what the sum lost, whichever was larger (Knuth)
			t.partials[kept] = low
			kept++
		}
		v = high
	}
	t.partials = append(t.partials[:kept], v)
}

// value returns the number nearest to the sum.
func (t *total) value() float64 { return rounded(t.partials) }

func sum(values []float64) float64 {
	var room [8]float64
	t := total{room[:0]}
	for _, v := range values {
		t.add(v)
	}
	return t.value()
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
