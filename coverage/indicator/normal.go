package indicator

import "math"

// NormalQuantile returns Φ⁻¹(p), the standard normal deviate with probability p
// below it: -1.959963984540054 for 0.025. The probability must be between 0 and 1,
// both excluded. The relative error is at most about 1e-14, in the tails too.
func NormalQuantile(p float64) (float64, error) {
	if !(p > 0 && p < 1) {
		return 0, fail("NormalQuantile", Range, "a probability of "+number(p)+": it must lie between 0 and 1, both excluded")
	}
	return normalQuantile(p), nil
}

// normalQuantile starts from the standard library's rational approximation, which
// uses 1 - 2p and so is inaccurate for small p, or in the tail from the leading
// term of the asymptotic expansion, and corrects the start by Halley's method on
// the tail probability itself.
func normalQuantile(p float64) float64 {
	if p > 0.5 {
		return -normalQuantile(1 - p) // exact: p and 1 are within a factor of 2
	}
	z := math.Sqrt2 * math.Erfinv(2*p-1)
	if p < 1e-8 {
		t := math.Sqrt(-2 * math.Log(p))
		z = -(t - math.Log(t*math.Sqrt(2*math.Pi))/t)
	}
	for range 8 {
		step := halley(z, p)
		z -= step
		if math.Abs(step) <= 1e-15*math.Abs(z) {
			break
		}
	}
	return z
}

// halley returns the correction of z for Φ(z) = p, z negative.
func halley(z, p float64) float64 {
	tail := math.Erfc(-z/math.Sqrt2) / 2
	density := math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
	if density == 0 || tail == 0 {
		return 0 // the probability is too small for a float64
	}
	u := (tail - p) / density
	return u / (1 + z*u/2)
}
