package funding

import "strconv"

// FormatPounds returns the exact amount for people: "£12,345,678.90", "-£0.05".
// [ParseMoney] reads it back.
func (m Money) FormatPounds() string { return m.format(unit{}, 2) }

// FormatMillions returns the amount in millions with this many decimals, 0 to 8,
// rounded half to even: "£12.3m", "£0.5m", "£1,234.0m". The rows of a table want
// one unit; a single figure reads better with [Money.FormatShort].
func (m Money) FormatMillions(places int) string { return m.format(millions, places) }

// FormatShort returns the amount with this many decimals, 0 to 8, rounded half to
// even, in the unit that suits it: "£950.0k", "£12.3m", "£1.2bn". An amount that
// rounds to a thousand of one unit is one of the next: £999,999 is "£1.0m".
// Below £1,000 it is exact, as [Money.FormatPounds].
func (m Money) FormatShort(places int) string {
	if magnitude(m.pence) < 100_000 {
		return m.FormatPounds()
	}
	for _, u := range [...]unit{thousands, millions} {
		if n, scale := u.round(magnitude(m.pence), places); n < 1000*scale {
			return m.format(u, places)
		}
	}
	return m.format(billions, places)
}

// unit is what a formatted figure counts; the zero unit is the pound.
type unit struct {
	zeros  int // the unit is ten to this power of pounds
	suffix string
}

var (
	thousands = unit{3, "k"}
	millions  = unit{6, "m"}
	billions  = unit{9, "bn"}
)

// round returns the amount of pence as a count of the unit's places-th decimals,
// and how many of those make one unit.
func (u unit) round(pence uint64, places int) (n, scale uint64) {
	step := uint64(1)
	for range u.zeros + 2 - u.clamp(places) {
		step *= 10
	}
	scale = 1
	for range u.clamp(places) {
		scale *= 10
	}
	n, rem := pence/step, pence%step
	if rem != 0 && HalfEven.away(false, n&1 == 1, compareHalf(rem, step)) {
		n++
	}
	return n, scale
}

// clamp keeps places from 0 to 8, and above the penny.
func (u unit) clamp(places int) int { return min(max(places, 0), u.zeros+2, 8) }

func (m Money) format(u unit, places int) string {
	n, scale := u.round(magnitude(m.pence), places)
	var buf [40]byte
	b := buf[:0]
	if m.pence < 0 && n > 0 {
		b = append(b, '-')
	}
	b = append(b, "£"...)
	b = appendGrouped(b, n/scale)
	if scale > 1 {
		// One above the decimals keeps their leading zeros; a point takes its place.
		point := len(b)
		b = strconv.AppendUint(b, scale+n%scale, 10)
		b[point] = '.'
	}
	return string(append(b, u.suffix...))
}

// appendGrouped appends n with a comma before every third digit from the end.
func appendGrouped(b []byte, n uint64) []byte {
	if n < 1000 {
		return strconv.AppendUint(b, n, 10)
	}
	b = append(appendGrouped(b, n/1000), ',')
	n %= 1000
	return append(b, byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10))
}
