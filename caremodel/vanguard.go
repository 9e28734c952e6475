package caremodel

// Vanguard is a place or a group of organisations that builds a new care model.
// A blank field is not known.
type Vanguard struct {
	// ID identifies the vanguard for ever; zero = filled from the slugs of
	// programme and vanguard when a programme is built.
	ID VanguardID `json:"id,omitzero"`
	// Slug is the vanguard's short name: lower case, digits and hyphens, unique
	// in the programme.
	Slug string `json:"slug"`
	// Name is the official name.
	Name string `json:"name"`
	// Aliases are other names that sources use.
	Aliases []string `json:"aliases,omitempty"`
	// Category is one of the programme's categories.
	Category Category `json:"category"`
	// Wave is the name of one of the programme's waves; blank = none.
	Wave string `json:"wave,omitzero"`
	// Announced is the day of its announcement; zero = the wave's.
	Announced Date `json:"announced,omitzero"`
	// Area is the place in words.
	Area string `json:"area,omitzero"`
	// Region is the NHS commissioning region; blank = not known, or national.
	Region string `json:"region,omitzero"`
	// Host is the lead or accountable organisation.
	Host string `json:"host,omitzero"`
	// PartnerList says how the source's list of partners reads; zero = not known.
	PartnerList ListExtent `json:"partner_list,omitzero"`
	// Partners are the organisations that take part.
	Partners []Partner `json:"partners,omitempty"`
	// GPPractices is the number of general practices that take part; 0 = not
	// known.
	GPPractices int `json:"gp_practices,omitzero"`
	// Stage is how far the vanguard is; zero = not known.
	Stage Stage `json:"stage,omitzero"`
	// MergedInto is the vanguard that this one went into, only when merged.
	MergedInto VanguardID `json:"merged_into,omitzero"`
	// Initiatives are named schemes.
	Initiatives []Initiative `json:"initiatives,omitempty"`
	// Sources are where the record was read.
	Sources []Source `json:"sources,omitempty"`
}
