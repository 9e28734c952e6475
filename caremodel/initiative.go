package caremodel

// Initiative is a named scheme of a vanguard.
type Initiative struct {
	// Title is its name: "Let's Get Moving".
	Title string `json:"title"`
	// Kind is what it offers, in a few words: "extensive care service".
	Kind string `json:"kind,omitzero"`
	// StaffRoles are the roles that carry it: "health coach".
	StaffRoles []string `json:"staff_roles,omitempty"`
	// Conditions are whom or what it serves: "long-term conditions".
	Conditions []string `json:"conditions,omitempty"`
	// Sources are where it was read.
	Sources []Source `json:"sources,omitempty"`
}
