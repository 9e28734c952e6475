package indicator

import "math"

// maxDegrees is the greatest number of degrees of freedom for which the series
// below is accurate.
const maxDegrees = 10_000

// ChiSquareQuantile returns the value below which a chi-square variable with these
// degrees of freedom (1 to 10,000) lies with probability p: 3.841458820694124 for
// 0.95 and 1. The probability must be between 0 and 1, both excluded. The relative
// error is at most about 1e-12; a result too small for a float64 is 0.
func ChiSquareQuantile(p float64, degrees int) (float64, error) {
	const op = "ChiSquareQuantile"
	switch {
	case !(p > 0 && p < 1):
		return 0, fail(op, Range, "a probability of "+number(p)+": it must lie between 0 and 1, both excluded")
	case degrees < 1 || degrees > maxDegrees:
		return 0, fail(op, Range, count(int64(degrees))+" degrees of freedom: between 1 and 10,000 can be answered")
	case p <= 0.5:
		return chiSquareLower(p, float64(degrees)), nil
	}
	return chiSquareUpper(1-p, float64(degrees)), nil
}

// chiSquareLower returns the value with probability p below it, and chiSquareUpper
// the value with probability q above it. There are two functions because 1 − q is
// indistinguishable from 1 if q is small.
//
// Both solve for u = log(x/2) by Newton's method on the logarithm of the tail, a
// concave function of u: iterates stay on one side of the root.
func chiSquareLower(p, degrees float64) float64 {
	if degrees > expandedDegrees {
		return chiSquareExpansion(normalQuantile(p), degrees)
	}
	a := degrees / 2
	u := chiSquareStart(normalQuantile(p), p, a)
	for range 200 {
		logTail, slope := logGammaLower(a, u)
		step := clamp((math.Log(p)-logTail)/slope, -2, 2)
		u += step
		if math.Abs(step) < 4e-15 {
			break
		}
	}
	return 2 * math.Exp(u)
}

func chiSquareUpper(q, degrees float64) float64 {
	if degrees > expandedDegrees {
		return chiSquareExpansion(-normalQuantile(q), degrees)
	}
	a := degrees / 2
	u := chiSquareStart(-normalQuantile(q), 1-q, a)
	for range 200 {
		logTail, slope := logGammaUpper(a, u)
		step := clamp((logTail-math.Log(q))/slope, -2, 2)
		u += step
		if math.Abs(step) < 4e-15 {
			break
		}
	}
	return 2 * math.Exp(u)
}

// expandedDegrees is the number of degrees from which the expansion is as accurate
// as Newton's method, which slows down as degrees grow.
const expandedDegrees = 100_000

// chiSquareExpansion is the expansion of the quantile in the normal deviate
// (Goldberg and Levine 1946; Johnson, Kotz and Balakrishnan, Continuous
// Univariate Distributions I, 18.5).
func chiSquareExpansion(z, n float64) float64 {
	s, root := z*z, math.Sqrt(2*n)
	return n + z*root + 2*(s-1)/3 + z*(s-7)/(9*root) - ((6*s+14)*s-32)/(405*n) + z*((9*s+256)*s-433)/(4860*n*root)
}

// chiSquareStart is the logarithm of Wilson and Hilferty's approximation (1931), or
// of the leading term of the series if the approximation is not above zero.
func chiSquareStart(z, p, a float64) float64 {
	if root := 1 - 1/(9*a) + z/(3*math.Sqrt(a)); root > 0.1 {
		return math.Log(a) + 3*math.Log(root)
	}
	return (math.Log(p) + logGamma(a+1)) / a
}

// logGammaLower returns the logarithm of the lower regularised incomplete gamma
// function P(a, eᵘ) and its slope in u. (Abramowitz and Stegun 6.5.29.)
func logGammaLower(a, u float64) (logTail, slope float64) {
	x := math.Exp(u)
	if x >= a+1 {
		upper, _ := logGammaUpper(a, u)
		logTail = math.Log1p(-math.Exp(upper))
		return logTail, a * math.Exp(logGammaTerm(a, u)-logTail)
	}
	sum, term := 1.0, 1.0
	for n := 1.0; term > sum*1e-17; n++ {
		term *= x / (a + n)
		sum += term
	}
	return logGammaTerm(a, u) + math.Log(sum), a / sum
}

// logGammaUpper returns the logarithm of Q(a, eᵘ) = 1 − P(a, eᵘ) and its slope in
// u with the sign reversed, by the continued fraction (Abramowitz and Stegun
// 6.5.31) in Lentz's form.
func logGammaUpper(a, u float64) (logTail, slope float64) {
	x := math.Exp(u)
	if x < a+1 {
		lower, _ := logGammaLower(a, u)
		logTail = math.Log1p(-math.Exp(lower))
		return logTail, a * math.Exp(logGammaTerm(a, u)-logTail)
	}
	b := x + 1 - a
	c, d := math.Inf(1), 1/b
	h := d
	for i := 1.0; i < 10*maxDegrees; i++ {
		an := i * (a - i)
		b += 2
		d = 1 / (b + an*d)
		c = b + an/c
		h *= c * d
		if math.Abs(c*d-1) < 1e-16 {
			break
		}
	}
	return logGammaTerm(a, u) + math.Log(a*h), 1 / h
}

// logGammaTerm returns log(xᵃ e⁻ˣ / Γ(a+1)) for x = eᵘ.
func logGammaTerm(a, u float64) float64 { return a*u - math.Exp(u) - logGamma(a+1) }

func logGamma(a float64) float64 {
	value, _ := math.Lgamma(a)
	return value
}

// chiSquareTail returns the probability of a chi-square variable above x.
func chiSquareTail(x, degrees float64) float64 {
	if x <= 0 {
		return 1
	}
	logTail, _ := logGammaUpper(degrees/2, math.Log(x/2))
	return math.Exp(logTail)
}
