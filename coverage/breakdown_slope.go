package coverage

import (
	"errors"

	"github.com/newcaremodels/newcaremodels/coverage/indicator"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// SlopeBounds returns the least and the greatest slope index of inequality, relative
// index and intercept that the bounds of the groups allow ([Breakdown.Bands],
// [indicator.SlopeIndex]), each with the limits of the figures that give it. They
// are valid and not tight: no single way of choosing the people need give all of a
// slope's figures, and that of the groups together may be narrower.
//
// An index is least where every group is at the end that lowers it: for the slope
// index and the intercept by the sign of the group's weight, for the relative index
// by trying every cut along the rank. Groups that are all at their lowest, or all at
// their highest, bound nothing.
//
// While the areas of some vanguard meant are not, or not wholly, known, the error is
// [validate.NotKnown]; where the figure at the most deprived end may be 0 it is
// [indicator.ZeroDenominator], beside which slope index and intercept are returned.
func (b Breakdown) SlopeBounds(confidence float64) (least, greatest indicator.Slope, err error) {
	low, high, err := b.ends()
	if err != nil {
		return least, greatest, err
	}
	if len(low) < 2 { // SlopeIndex says how many it needs
		least, err = indicator.SlopeIndex(low, confidence)
		return least, least, err
	}
	rise, most := weights(low)
	slopes, intercepts := ends{low, high, rise}, ends{low, high, most}
	slope := func(of ends, greatest bool) (indicator.Slope, error) {
		s, err := indicator.SlopeIndex(of.vertex(greatest), confidence)
		if errors.Is(err, indicator.ZeroDenominator) { // of the relative index, which is looked at below
			err = nil
		}
		return s, err
	}
	for _, side := range []struct {
		to       *indicator.Slope
		greatest bool
	}{{&least, false}, {&greatest, true}} {
		index, err := slope(slopes, side.greatest)
		if err != nil {
			return indicator.Slope{}, indicator.Slope{}, err
		}
		intercept, err := slope(intercepts, side.greatest)
		if err != nil {
			return indicator.Slope{}, indicator.Slope{}, err
		}
		side.to.SII, side.to.Intercept = index.SII, intercept.Intercept
	}
	if least.Intercept <= 0 && greatest.Intercept >= 0 {
		return least, greatest, fault.New("coverage.Breakdown.SlopeBounds", indicator.ZeroDenominator, b.attribute,
			"within the bounds the line may be 0 at the most deprived end, by which the relative index is divided")
	}
	least.RII, greatest.RII, err = quotients(low, high, confidence)
	return least, greatest, err
}

// ends returns the groups as bands, each at its lowest and each at its highest.
func (b Breakdown) ends() (low, high []indicator.Band, err error) {
	for _, g := range b.groups {
		if err := g.countable("coverage.Breakdown.SlopeBounds"); err != nil {
			return nil, nil, err
		}
		if g.Population > 0 {
			low = append(low, band(g.Covered.Low, g.Population))
			high = append(high, band(g.Covered.High, g.Population))
		}
	}
	return low, high, nil
}

// ends are bands at their lowest and highest, and their weights in a linear index.
type ends struct {
	low, high []indicator.Band
	weight    []float64
}

// vertex returns the bands with which the index is greatest, or least.
func (e ends) vertex(greatest bool) []indicator.Band {
	bands := make([]indicator.Band, len(e.low))
	for i := range bands {
		bands[i] = e.low[i]
		if e.weight[i] > 0 == greatest {
			bands[i] = e.high[i]
		}
	}
	return bands
}

// weights returns the weights of the bands in the rise of the fitted line, and in its
// height at the most deprived end.
func weights(bands []indicator.Band) (rise, most []float64) {
	total := 0.0
	for _, b := range bands {
		total += float64(b.Population)
	}
	rise, most = make([]float64, len(bands)), make([]float64, len(bands))
	below, spread := 0.0, 0.0
	for i, b := range bands {
		share := float64(b.Population) / total
		offset := below + share/2 - 0.5
		rise[i] = share * offset
		spread += share * offset * offset
		below += share
	}
	for i, b := range bands {
		rise[i] /= spread
		most[i] = float64(b.Population)/total - rise[i]/2
	}
	return rise, most
}

// quotients returns the least and the greatest relative index. A quotient of two
// lines in the bands is extreme where the bands up to a cut are at one end and those
// after it at the other.
func quotients(low, high []indicator.Band, confidence float64) (least, greatest indicator.Interval, err error) {
	bands := make([]indicator.Band, len(low))
	for cut := range len(bands) + 1 {
		for _, side := range [2][2][]indicator.Band{{low, high}, {high, low}} {
			copy(bands, side[0][:cut])
			copy(bands[cut:], side[1][cut:])
			s, err := indicator.SlopeIndex(bands, confidence)
			if err != nil {
				return least, greatest, err
			}
			if cut == 0 && &side[0][0] == &low[0] {
				least, greatest = s.RII, s.RII
			}
			if s.RII.Value < least.Value {
				least = s.RII
			}
			if s.RII.Value > greatest.Value {
				greatest = s.RII
			}
		}
	}
	return least, greatest, nil
}
