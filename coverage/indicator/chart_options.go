package indicator

// A ChartOption changes how [ControlChart] computes.
type ChartOption func(*chart)

type chart struct {
	rebase       []int
	fix          int
	fixed        bool
	polarity     Polarity
	target       float64
	targeted     bool
	screen       bool
	shift, trend int
	mean, sigma  float64
	centred      bool
}

// RebaseAt starts a new part, with its own mean and limits, at each of the points
// with these indexes. Use it at known changes of the process.
func RebaseAt(indexes ...int) ChartOption {
	return func(c *chart) { c.rebase = append(c.rebase[:len(c.rebase):len(c.rebase)], indexes...) }
}

// FixAfter computes the mean and limits of each part from its first n figures only,
// 12 or more; later figures are compared with them.
func FixAfter(n int) ChartOption { return func(c *chart) { c.fix, c.fixed = n, true } }

// Improvement says which way the process should move. Without it, or with
// NoJudgement, special causes are high or low.
func Improvement(p Polarity) ChartOption { return func(c *chart) { c.polarity = p } }

// Target states the figure that the process should reach, which [Chart.Assurance]
// needs together with [Improvement].
func Target(value float64) ChartOption {
	return func(c *chart) { c.target, c.targeted = value, true }
}

// ScreenRanges leaves moving ranges of 3.267 times their mean or more out of the
// limits, once, as the R package NHSRplotthedots does unless told otherwise. The
// spreadsheet of NHS England's Making Data Count does not.
func ScreenRanges() ChartOption { return func(c *chart) { c.screen = true } }

// ShiftOf sets the number of points that make a shift, 7 by default; other rule
// books use 6, 8 or 9.
func ShiftOf(n int) ChartOption { return func(c *chart) { c.shift = n } }

// TrendOf sets the number of points that make a trend, 7 by default. 7 points are 6
// rises or 6 falls.
func TrendOf(n int) ChartOption { return func(c *chart) { c.trend = n } }

// Centre sets the mean and the standard deviation of the process, instead of those
// of the points: limits are the mean ± 3 sigma in every part.
func Centre(mean, sigma float64) ChartOption {
	return func(c *chart) { c.mean, c.sigma, c.centred = mean, sigma, true }
}

func (c *chart) check(op string, points []ChartPoint) error {
	if len(points) == 0 {
		return fail(op, TooFewGroups, "there is no point")
	}
	figures := 0
	for i, p := range points {
		switch {
		case p.Missing:
		case !finite(p.Value):
			return fail(op, NotFinite, "point "+count(int64(i))+" is "+number(p.Value)+": it must be a finite number, or Missing")
		default:
			figures++
		}
	}
	if figures == 0 {
		return fail(op, NotEstimable, "every point is missing: there is no mean")
	}
	for _, i := range c.rebase {
		if i < 1 || i >= len(points) {
			return fail(op, Range, "a new part at point "+count(int64(i))+": parts can start at points 1 to "+count(int64(len(points)-1)))
		}
	}
	return c.checkNumbers(op)
}

func (c *chart) checkNumbers(op string) error {
	switch {
	case c.fixed && c.fix < 12:
		return fail(op, Range, "limits fixed after "+count(int64(c.fix))+" points: it takes at least 12")
	case c.shift < 2:
		return fail(op, Range, "a shift of "+count(int64(c.shift))+" points: it takes at least 2")
	case c.trend < 2:
		return fail(op, Range, "a trend of "+count(int64(c.trend))+" points: it takes at least 2")
	case c.targeted && !finite(c.target):
		return fail(op, NotFinite, "a target of "+number(c.target)+": it must be a finite number")
	case c.centred && !finite(c.mean, c.sigma):
		return fail(op, NotFinite, "a mean of "+number(c.mean)+" with sigma "+number(c.sigma)+": both must be finite numbers")
	case c.centred && c.sigma < 0:
		return fail(op, Range, "sigma is "+number(c.sigma)+": it cannot be negative")
	}
	return checkPolarity(op, c.polarity)
}
