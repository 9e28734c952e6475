package appraisal

import (
	"math/big"
	"slices"
	"sort"
)

// polynomial holds integer coefficients, that of x^0 first; the last one is not
// zero. The zero polynomial is empty.
type polynomial []*big.Int

// point is n / 2^s.
type point struct {
	n *big.Int
	s uint
}

// powerOfTwo returns 2^e.
func powerOfTwo(e int) point {
	if e >= 0 {
		return point{new(big.Int).Lsh(big.NewInt(1), uint(e)), 0}
	}
	return point{big.NewInt(1), uint(-e)}
}

// middle returns the point halfway between a and b.
func middle(a, b point) point {
	s := max(a.s, b.s)
	n := new(big.Int).Add(new(big.Int).Lsh(a.n, s-a.s), new(big.Int).Lsh(b.n, s-b.s))
	return point{n, s + 1}
}

// lessOne returns the float64 nearest to x - 1.
func (x point) lessOne() float64 {
	one := new(big.Int).Lsh(big.NewInt(1), x.s)
	f, _ := new(big.Rat).SetFrac(new(big.Int).Sub(x.n, one), one).Float64()
	return f
}

// sign returns the sign of p at x, exactly.
func (p polynomial) sign(x point) int {
	value, term := new(big.Int), new(big.Int)
	for i, c := range slices.Backward(p) {
		value.Mul(value, x.n)
		value.Add(value, term.Lsh(c, x.s*uint(len(p)-1-i)))
	}
	return value.Sign()
}

// changes returns how often the sign changes from coefficient to coefficient. By
// Descartes' rule p has that many positive roots or fewer by an even number.
func (p polynomial) changes() int {
	return signChanges(slices.Values(p), (*big.Int).Sign)
}

// trim drops zero coefficients at the end.
func (p polynomial) trim() polynomial {
	for len(p) > 0 && p[len(p)-1].Sign() == 0 {
		p = p[:len(p)-1]
	}
	return p
}

func (p polynomial) derivative() polynomial {
	d := make(polynomial, max(len(p)-1, 0))
	for i := range d {
		d[i] = new(big.Int).Mul(p[i+1], big.NewInt(int64(i+1)))
	}
	return d
}

// primitive returns p divided by the greatest common divisor of its coefficients.
func (p polynomial) primitive() polynomial {
	divisor := new(big.Int)
	for _, c := range p {
		divisor.GCD(nil, nil, divisor, new(big.Int).Abs(c))
	}
	q := make(polynomial, len(p))
	for i, c := range p {
		q[i] = new(big.Int).Quo(c, divisor)
	}
	return q
}

// remainder returns the remainder of p divided by q, times a positive number that
// makes its coefficients integers.
func (p polynomial) remainder(q polynomial) polynomial {
	rest := slices.Clone(p)
	lead := q[len(q)-1]
	scale := new(big.Int).Abs(lead)
	for len(rest) >= len(q) {
		top := new(big.Int).Set(rest[len(rest)-1])
		if lead.Sign() < 0 {
			top.Neg(top)
		}
		shift := len(rest) - len(q)
		for i := range rest {
			rest[i] = new(big.Int).Mul(rest[i], scale)
			if i >= shift {
				rest[i].Sub(rest[i], new(big.Int).Mul(top, q[i-shift]))
			}
		}
		rest = rest.trim()
	}
	return rest
}

// quotient returns p divided by q, which must divide it; both are primitive.
func (p polynomial) quotient(q polynomial) polynomial {
	rest := slices.Clone(p)
	result := make(polynomial, len(p)-len(q)+1)
	for shift := len(result) - 1; shift >= 0; shift-- {
		c := new(big.Int).Quo(rest[shift+len(q)-1], q[len(q)-1])
		result[shift] = c
		for i := range q {
			rest[shift+i] = new(big.Int).Sub(rest[shift+i], new(big.Int).Mul(c, q[i]))
		}
	}
	return result
}

// sturm returns the Sturm chain of p; its last element is the greatest common
// divisor of p and its derivative.
func (p polynomial) sturm() []polynomial {
	chain := []polynomial{p.primitive(), p.derivative().primitive()}
	for {
		n := len(chain)
		rest := chain[n-2].remainder(chain[n-1])
		if len(rest) == 0 {
			return chain
		}
		rest = rest.primitive()
		for _, c := range rest {
			c.Neg(c)
		}
		chain = append(chain, rest)
	}
}

// variations returns the sign changes of a chain at x. By Sturm's theorem a
// polynomial without multiple roots has as many roots above a and up to b as the
// variations of its chain at a exceed those at b.
func variations(chain []polynomial, x point) int {
	return signChanges(slices.Values(chain), func(p polynomial) int { return p.sign(x) })
}

// positiveRoots returns the distinct positive roots of p in rising order, each accurate enough that the root less one is
// rounded to the right float64. The first and last coefficients must not be zero, and none may be longer than 64 bits, so
// that all roots are between 2^-65 and 2^65 (Cauchy).
func (p polynomial) positiveRoots() []point {
	switch p.changes() {
	case 0:
		return nil
	case 1:
		start := p[0].Sign()
		e := -64 + sort.Search(65+64, func(i int) bool { return p.sign(powerOfTwo(i-64)) != start })
		return []point{p.bisect(powerOfTwo(e-1), powerOfTwo(e))}
	}
	chain := p.sturm()
	if common := chain[len(chain)-1]; len(common) > 1 {
		p = chain[0].quotient(common) // the same roots, each once
		chain = p.sturm()
	}
	var roots []point
	below := powerOfTwo(-65)
	before := variations(chain, below)
	for e := -64; e <= 65; e++ {
		above := powerOfTwo(e)
		after := variations(chain, above)
		roots = p.isolate(roots, chain, below, above, before, after)
		below, before = above, after
	}
	return roots
}

// isolate appends the roots above lo and up to hi. Roots that round to the same
// float64 count as one.
func (p polynomial) isolate(roots []point, chain []polynomial, lo, hi point, before, after int) []point {
	switch {
	case before == after:
		return roots
	case before == after+1:
		return append(roots, p.bisect(lo, hi))
	case lo.lessOne() == hi.lessOne():
		return append(roots, hi)
	}
	mid := middle(lo, hi)
	at := variations(chain, mid)
	roots = p.isolate(roots, chain, lo, mid, before, at)
	return p.isolate(roots, chain, mid, hi, at, after)
}

// bisect returns the single root above lo and up to hi. It ends: a root exactly
// halfway between two neighbouring float64 is found as such, because bisection
// reaches every number with finitely many binary digits.
func (p polynomial) bisect(lo, hi point) point {
	end := p.sign(hi)
	for end != 0 && lo.lessOne() != hi.lessOne() {
		mid := middle(lo, hi)
		switch p.sign(mid) {
		case 0:
			return mid
		case end:
			hi = mid
		default:
			lo = mid
		}
	}
	return hi
}
