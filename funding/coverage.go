package funding

import "strconv"

// Coverage says how much of what a figure ought to rest on is known. An analysis
// whose coverage is not full speaks of the known part alone.
type Coverage struct {
	Known int `json:"known"`
	Of    int `json:"of"`
}

// Full reports whether everything is known.
func (c Coverage) Full() bool { return c.Known >= c.Of }

// String returns "19 of 50 known".
func (c Coverage) String() string {
	return strconv.Itoa(c.Known) + " of " + strconv.Itoa(c.Of) + " known"
}
