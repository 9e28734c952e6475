package caremodel

// Wave is a group of vanguards that were announced together.
type Wave struct {
	// Name is the wave's name, unique in its programme.
	Name string `json:"name"`
	// Announced is the day of the announcement.
	Announced Date `json:"announced"`
	// Source is where that was read.
	Source Source `json:"source,omitzero"`
}
