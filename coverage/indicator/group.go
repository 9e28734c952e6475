package indicator

import "encoding/json"

// A TableRow is one row of a table in long form: one row for each group, or for
// each group and stratum. Each function says which fields it reads.
type TableRow struct {
	Group               string  `json:"group"`                         // an area, a vanguard
	Stratum             string  `json:"stratum,omitzero"`              // an age band
	Numerator           int64   `json:"numerator"`                     // events, or people with an attribute
	Denominator         int64   `json:"denominator"`                   // people or person-years
	Reference           int64   `json:"reference,omitzero"`            // events of the reference population
	ReferencePopulation int64   `json:"reference_population,omitzero"` // and its people
	Weight              float64 `json:"weight,omitzero"`               // in the standard population
}

// A GroupResult is the result for one group, or the error of that group, which does
// not affect the others. In JSON a group has a result or an error.
type GroupResult[T any] struct {
	Group  string // the name in the rows
	Result T      // the zero value if Err is set
	Err    error  // why this group has no result
}

// MarshalJSON writes {"group":"A","result":...} or {"group":"B","error":"..."}.
func (g GroupResult[T]) MarshalJSON() ([]byte, error) {
	if g.Err != nil {
		return json.Marshal(struct {
			Group string `json:"group"`
			Error string `json:"error"`
		}{g.Group, g.Err.Error()})
	}
	return json.Marshal(struct {
		Group  string `json:"group"`
		Result T      `json:"result"`
	}{g.Group, g.Result})
}

// ByGroup calls f with the rows of each group and returns the results in the order
// in which the groups first appear. Rows of a group need not be adjacent; f gets
// them in order.
func ByGroup[T any](rows []TableRow, f func([]TableRow) (T, error)) []GroupResult[T] {
	place := map[string]int{}
	var groups [][]TableRow
	for _, r := range rows {
		i, known := place[r.Group]
		if !known {
			i = len(groups)
			place[r.Group] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], r)
	}
	results := make([]GroupResult[T], len(groups))
	for i, group := range groups {
		results[i].Group = group[0].Group
		results[i].Result, results[i].Err = f(group)
	}
	return results
}

// Proportions returns [Proportion] for each group, with its numerators and its
// denominators added up.
func Proportions(rows []TableRow, confidence float64) []GroupResult[Interval] {
	return ByGroup(rows, func(rows []TableRow) (Interval, error) {
		c, err := addRows("Proportions", rows)
		if err != nil {
			return Interval{}, err
		}
		return Proportion(c.Events, c.Population, confidence)
	})
}

// Rates returns [Rate] for each group, with its numerators and its denominators
// added up.
func Rates(rows []TableRow, per, confidence float64) []GroupResult[Interval] {
	return ByGroup(rows, func(rows []TableRow) (Interval, error) {
		c, err := addRows("Rates", rows)
		if err != nil {
			return Interval{}, err
		}
		return Rate(c.Events, c.Population, per, confidence)
	})
}

// StandardisedRates returns [StandardisedRate] for each group: a row is a stratum
// with its Numerator, Denominator and Weight. A stratum given twice in a group is a
// [Range] error.
func StandardisedRates(rows []TableRow, per, confidence float64) []GroupResult[Interval] {
	return ByGroup(rows, func(rows []TableRow) (Interval, error) {
		if err := checkStrata("StandardisedRates", rows); err != nil {
			return Interval{}, err
		}
		strata := make([]Stratum, len(rows))
		for i, r := range rows {
			strata[i] = Stratum{Events: r.Numerator, Population: r.Denominator, Standard: r.Weight}
		}
		return StandardisedRate(strata, per, confidence)
	})
}

// StandardisedRatios returns [StandardisedRatio] for each group: a row is a stratum
// with its Numerator, Denominator, Reference and ReferencePopulation. A stratum
// given twice in a group is a [Range] error.
func StandardisedRatios(rows []TableRow, per, confidence float64) []GroupResult[Interval] {
	const op = "StandardisedRatios"
	return ByGroup(rows, func(rows []TableRow) (Interval, error) {
		if err := checkStrata(op, rows); err != nil {
			return Interval{}, err
		}
		c, err := addRows(op, rows)
		if err != nil {
			return Interval{}, err
		}
		strata := make([]ReferenceStratum, len(rows))
		for i, r := range rows {
			strata[i] = ReferenceStratum{Population: r.Denominator, ReferenceEvents: r.Reference, ReferencePopulation: r.ReferencePopulation}
		}
		expected, _, err := ExpectedEvents(strata)
		if err != nil {
			return Interval{}, err
		}
		return StandardisedRatio(c.Events, expected, per, confidence)
	})
}

// addRows adds up the counts of a group, which must not be negative.
func addRows(op string, rows []TableRow) (c Count, err error) {
	for i, r := range rows {
		if r.Numerator < 0 || r.Denominator < 0 {
			return c, fail(op, Range, "row "+count(int64(i))+" of the group: "+count(r.Numerator)+" of "+count(r.Denominator)+": a count cannot be negative")
		}
		c.Events += r.Numerator
		c.Population += r.Denominator
		if c.Events < 0 || c.Population < 0 {
			return c, fail(op, Range, "row "+count(int64(i))+" of the group: the counts up to here add up to more than an int64 holds")
		}
	}
	return c, nil
}

func checkStrata(op string, rows []TableRow) error {
	seen := map[string]bool{}
	for _, r := range rows {
		if r.Stratum != "" && seen[r.Stratum] {
			return fail(op, Range, "the stratum "+r.Stratum+" is given twice")
		}
		seen[r.Stratum] = true
	}
	return nil
}
