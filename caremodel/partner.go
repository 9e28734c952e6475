package caremodel

// PartnerKind is what sort of organisation a partner is. The constants are
// those of England's vanguards; callers may use kinds of their own, in lower
// case with hyphens.
type PartnerKind string

// The kinds of partners that England's vanguards have.
const (
	PartnerCCG             PartnerKind = "ccg"              // clinical commissioning group
	PartnerTrust           PartnerKind = "trust"            // NHS trust
	PartnerFoundationTrust PartnerKind = "foundation-trust" // NHS foundation trust
	PartnerCouncil         PartnerKind = "council"          // local authority
	PartnerGPGroup         PartnerKind = "gp-group"         // federation, partnership or practice
	PartnerAmbulance       PartnerKind = "ambulance"        // ambulance trust
	PartnerVoluntary       PartnerKind = "voluntary"        // voluntary, community or social enterprise
	PartnerOther           PartnerKind = "other"
)

var partnerKinds = []string{
	string(PartnerCCG), string(PartnerTrust), string(PartnerFoundationTrust), string(PartnerCouncil),
	string(PartnerGPGroup), string(PartnerAmbulance), string(PartnerVoluntary), string(PartnerOther),
}

// Partner is an organisation that takes part in a vanguard.
type Partner struct {
	// Organisation is its name.
	Organisation string `json:"organisation"`
	// Kind is what sort of organisation it is; blank = not known.
	Kind PartnerKind `json:"kind,omitzero"`
	// Code is its ODS code; blank = not known.
	Code ODSCode `json:"code,omitzero"`
	// Sources are where its part was read.
	Sources []Source `json:"sources,omitempty"`
}
