package caremodel

// Category is the kind of care model that a vanguard builds. Programmes define
// their own; the five constants are those of England's vanguards.
type Category string

// The five categories of the vanguards of 2015.
const (
	PACS Category = "PACS" // integrated primary and acute care system
	MCP  Category = "MCP"  // multispecialty community provider
	EHCH Category = "EHCH" // enhanced health in care homes
	UEC  Category = "UEC"  // urgent and emergency care
	ACC  Category = "ACC"  // acute care collaboration
)

// CategoryDefinition says what a category is.
type CategoryDefinition struct {
	// Code is what records carry: 1 to 40 letters, digits, hyphens or
	// underscores.
	Code Category `json:"code"`
	// Name is the full name in the singular.
	Name string `json:"name"`
	// Aim is what the care model is for, in a sentence.
	Aim string `json:"aim,omitzero"`
	// Aliases are other names that sources use.
	Aliases []string `json:"aliases,omitempty"`
}

// EnglandCategories returns a fresh copy of the five categories of England's
// vanguards, in the order in which the programme lists them.
func EnglandCategories() []CategoryDefinition {
	return []CategoryDefinition{
		{
			Code: PACS, Name: "Integrated primary and acute care system",
			Aim:     "Join up GP, hospital, community and mental health services for a whole population.",
			Aliases: []string{"primary and acute care system", "primary and acute care", "integrated primary and acute care"},
		},
		{
			Code: MCP, Name: "Multispecialty community provider",
			Aim:     "Move specialist care out of hospitals into the community, around groups of GP practices.",
			Aliases: []string{"multispeciality community provider", "multidisciplinary community provider"},
		},
		{
			Code: EHCH, Name: "Enhanced health in care homes",
			Aim:     "Offer older people better, joined-up health, care and rehabilitation where they live.",
			Aliases: []string{"enhanced health in care home", "care home", "enhanced care in care homes"},
		},
		{
			Code: UEC, Name: "Urgent and emergency care",
			Aim:     "Coordinate urgent and emergency services across an area and reduce pressure on A&E departments.",
			Aliases: []string{"urgent and emergency care network", "urgent and emergency care vanguard", "urgent care"},
		},
		{
			Code: ACC, Name: "Acute care collaboration",
			Aim:     "Link hospitals together to improve their clinical and financial viability.",
			Aliases: []string{"acute collaboration", "acute care collaborative", "acute care collaboration vanguard"},
		},
	}
}
