package coverage

// Population is one cell of a base: the people of one area, or of one
// combination of area, age band, sex and whatever else the base is cut by.
// Several cells with one area and different attributes are the normal case.
type Population struct {
	// Area is the area or practice.
	Area AreaCode `json:"area"`
	// People is how many, at least zero.
	People int64 `json:"people"`
	// Attributes say which of the area's people: "age" to "75+", "imd_decile" to
	// "1". An attribute that is not known is left out, never blank. A reader may
	// let many cells share one map: treat it as read-only, and clone it to change
	// it.
	Attributes map[string]string `json:"attributes,omitempty"`
}
