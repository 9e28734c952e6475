package indicator

import "math"

// manyDegrees is the number of degrees from which Student's distribution is close
// enough to the normal one for [studentExpansion].
const manyDegrees = 10_000

// studentDeviate returns t, the deviate of Student's distribution with this
// probability above it, below one half. The relative error is at most about 1e-12.
func studentDeviate(tail, degrees float64) float64 {
	z := deviate(tail)
	switch {
	case degrees == 1:
		return 1 / math.Tan(math.Pi*tail)
	case degrees == 2:
		return (1 - 2*tail) / math.Sqrt(2*tail*(1-tail))
	case degrees >= manyDegrees:
		return studentExpansion(z, degrees)
	}
	// Newton's method on the logarithm of the tail in the logarithm of t, a concave
	// function: after the first step all iterates approach from the right.
	u := math.Log(studentExpansion(z, degrees))
	for range 200 {
		t := math.Exp(u)
		above, density := student(t, degrees)
		step := clamp((math.Log(above)-math.Log(tail))*above/(t*density), -2, 2)
		u += step
		if math.Abs(step) < 4e-16 {
			break
		}
	}
	return math.Exp(u)
}

// studentExpansion is the expansion of t in the normal deviate (Abramowitz and
// Stegun 26.7.5).
func studentExpansion(z, n float64) float64 {
	s := z * z
	return z * (1 + ((s+1)/4+
		((5*s+16)*s+3)/(96*n)+
		(((3*s+19)*s+17)*s-15)/(384*n*n)+
		((((79*s+776)*s+1482)*s-1920)*s-945)/(92160*n*n*n))/n)
}

// student returns the probability above t > 0 and the density at t, by the
// incomplete beta function (Abramowitz and Stegun 26.7.1, 26.5.8).
func student(t, degrees float64) (above, density float64) {
	a, s := degrees/2, t*t/degrees
	density = gammaRatio(a) / math.Sqrt(math.Pi*degrees) * math.Exp(-(a+0.5)*math.Log1p(s))
	term := density * t // x^a (1−x)^½ / B(a, ½) with x = 1/(1+s)
	if x := 1 / (1 + s); x < (a+1)/(a+2.5) {
		return term / (2 * a) * betaFraction(a, 0.5, x), density
	}
	return 0.5 - term*betaFraction(0.5, a, s/(1+s)), density
}

// gammaRatio returns Γ(a + ½) / Γ(a) by its asymptotic series, from 32 on.
func gammaRatio(a float64) float64 {
	factor := 1.0
	for ; a < 32; a++ {
		factor *= a / (a + 0.5)
	}
	v := 1 / a
	return factor * math.Sqrt(a) * (1 + v*(-1./8+v*(1./128+v*(5./1024+v*(-21./32768+v*(-399./262144+v*869./4194304))))))
}

// betaFraction is the continued fraction of the incomplete beta function in
// Lentz's form.
func betaFraction(a, b, x float64) float64 {
	c, d := 1.0, 1/(1-(a+b)*x/(a+1))
	h := d
	for i := 1.0; i < manyDegrees; i++ {
		even := i * (b - i) * x / ((a + 2*i - 1) * (a + 2*i))
		d = 1 / (1 + even*d)
		c = 1 + even/c
		h *= c * d
		odd := -(a + i) * (a + b + i) * x / ((a + 2*i) * (a + 2*i + 1))
		d = 1 / (1 + odd*d)
		c = 1 + odd/c
		h *= c * d
		if math.Abs(c*d-1) < 1e-16 {
			break
		}
	}
	return h
}
