package funding

import "strconv"

// KnownOf says how much of what a figure ought to rest on is known. An analysis
// whose coverage is not full speaks of the known part alone.
type KnownOf struct {
	Known int `json:"known"`
	Of    int `json:"of"` // 0 beside a known part: nobody says how much there is
}

// Full reports whether everything is known. Where nobody says how much there is,
// that cannot be told, and it is false.
func (c KnownOf) Full() bool { return c.Known >= c.Of && !c.openEnded() }

// openEnded reports whether nobody says how much there is.
func (c KnownOf) openEnded() bool { return c.Of == 0 && c.Known > 0 }

// String returns "19 of 50 known", or "11 known, of how many is not said".
func (c KnownOf) String() string {
	if c.openEnded() {
		return strconv.Itoa(c.Known) + " known, of how many is not said"
	}
	return strconv.Itoa(c.Known) + " of " + strconv.Itoa(c.Of) + " known"
}
