package indicator

import "slices"

// A Band is one group of an ordered population, such as one tenth of England
// by deprivation. Every function that takes bands takes them in order, the
// most deprived first: decile 1 of the Index of Multiple Deprivation is the
// most deprived.
type Band struct {
	// Population is the number of people in the band, at least one.
	Population int64 `json:"population"`

	// Value is the band's figure in any unit: a share, a rate, years of life.
	Value float64 `json:"value"`

	// StandardError is the standard error of Value in the same unit. Zero means
	// that Value is a full count without sampling error, with one exception: if all
	// values are shares from 0 to 1, and some have a standard error or all are 0 or
	// 1, a share of exactly 0 or 1 is read as an estimate whose standard error
	// √(p(1 − p)/n) has vanished, and limits use the width of Wilson's for it.
	StandardError float64 `json:"standard_error"`
}

func (b Band) check(op string, i int) error {
	where := "band " + count(int64(i)) + ": "
	switch {
	case b.Population < 1:
		return fail(op, Range, where+"a population of "+count(b.Population)+": it must be at least 1")
	case !finite(b.Value, b.StandardError):
		return fail(op, NotFinite, where+"the value and its standard error must be finite numbers")
	case b.StandardError < 0:
		return fail(op, Range, where+"a standard error of "+number(b.StandardError)+": it cannot be negative")
	}
	return nil
}

// ranked is a band's place in the population ordered by deprivation.
type ranked struct {
	share  float64 // the band's part of all people
	offset float64 // the middle of that part, from -1/2 (most deprived) to 1/2
}

// rank checks the bands, of which there must be at least two, and ranks them.
func rank(op string, bands []Band) ([]ranked, error) {
	if len(bands) < 2 {
		return nil, fail(op, TooFewGroups, count(int64(len(bands)))+" bands: at least 2 are compared")
	}
	total := 0.0
	for i, b := range bands {
		if err := b.check(op, i); err != nil {
			return nil, err
		}
		total += float64(b.Population)
	}
	places := make([]ranked, len(bands))
	below, above := 0.0, total
	for i, b := range bands {
		n := float64(b.Population)
		above -= n
		places[i] = ranked{share: n / total, offset: (below - above) / (2 * total)}
		below += n
	}
	return places, nil
}

// mean returns the mean of the bands' values over all people.
func mean(bands []Band, places []ranked) float64 {
	sum := 0.0
	for i, p := range places {
		sum += p.share * bands[i].Value
	}
	return sum
}

// estimated returns the bands with the standard errors used for limits at this
// level: a share of 0 or 1 gets one whose limits are as wide as Wilson's, z²/(n +
// z²). If nothing changes it returns the caller's slice.
func estimated(bands []Band, confidence, tail float64) []Band {
	if confidence == 0 {
		return bands
	}
	vanished, uncertain, inner := false, false, false
	for _, b := range bands {
		if b.Value < 0 || b.Value > 1 {
			return bands
		}
		atBound := b.Value == 0 || b.Value == 1
		inner = inner || !atBound
		uncertain = uncertain || b.StandardError > 0
		vanished = vanished || atBound && b.StandardError == 0
	}
	if !vanished || inner && !uncertain {
		return bands
	}
	z := deviate(tail)
	bands = slices.Clone(bands)
	for i, b := range bands {
		if (b.Value == 0 || b.Value == 1) && b.StandardError == 0 {
			bands[i].StandardError = z / (float64(b.Population) + z*z)
		}
	}
	return bands
}
