package coverage

import "strings"

// Entity is a kind of area or organisation. Callers may use words of their own.
type Entity string

// The entities that codes are recognised as.
const (
	EntityOA              Entity = "output-area"                                       // census output area: 40 to 250 households
	EntityLSOA            Entity = "lsoa"                                              // lower layer super output area, in Scotland a data zone: 1,000 to 3,000 people
	EntityMSOA            Entity = "msoa"                                              // middle layer super output area, in Scotland an intermediate zone
	EntityWard            Entity = "ward"                                              // electoral ward or division
	EntityLAD             Entity = "local-authority-district"                          // unitary, district, metropolitan district, London borough
	EntityCounty          Entity = "county"                                            // county council area
	EntityRegion          Entity = "region"                                            // statistical region, which is no NHS region
	EntityPCT             Entity = "primary-care-trust"                                // to March 2013
	EntityLEP             Entity = "local-enterprise-partnership"                      // these overlap by design
	EntityLEPOverlapping  Entity = "local-enterprise-partnership-overlapping-part"     // part in two partnerships
	EntityLEPRemaining    Entity = "local-enterprise-partnership-non-overlapping-part" // part in one partnership
	EntityCCG             Entity = "clinical-commissioning-group"                      // sub-ICB location since July 2022
	EntityNHSLocalOffice  Entity = "nhs-local-office"                                  // area team before 2015
	EntityNHSRegion       Entity = "nhs-region"                                        // NHS commissioning region
	EntityCombined        Entity = "combined-authority"                                // of several councils
	EntityICB             Entity = "integrated-care-board"                             // sustainability and transformation partnership before July 2022
	EntityICS             Entity = "integrated-care-system"                            // those of 2019
	EntityClinicalNetwork Entity = "strategic-clinical-network"                        // of hospitals and commissioners in one field of care
	EntityCancerAlliance  Entity = "cancer-alliance"                                   // of providers and commissioners of cancer care
	EntityCancerVanguard  Entity = "national-cancer-vanguard"                          // cancer alliances of 2017 that are vanguards of their own kind
	EntityHealthBoard     Entity = "health-board"                                      // of Wales and of Scotland
	EntityCountry         Entity = "country"                                           // England, Wales, Scotland, Northern Ireland and what they make up
	EntityPractice        Entity = "gp-practice"                                       // or another prescribing cost centre
	EntityPCN             Entity = "primary-care-network"                              // from 2019
	EntityTrust           Entity = "nhs-trust"                                         // NHS trust or foundation trust
	EntityTrustSite       Entity = "nhs-trust-site"                                    // a hospital or other place of a trust
	EntityPseudo          Entity = "pseudo"                                            // no place: see [AreaCode.IsPseudo]
)

// isList reports whether people are counted under e as patients on lists, and not
// by where they live.
func (e Entity) isList() bool { return e == EntityPractice || e == EntityPCN }

// gssEntities are the first three characters of ONS codes, by the table of
// entities in the ONS Register of Geographic Codes.
var gssEntities = map[AreaCode]Entity{
	"E00": EntityOA, "W00": EntityOA, "S00": EntityOA, "N00": EntityOA,
	"E01": EntityLSOA, "W01": EntityLSOA, "S01": EntityLSOA,
	"E02": EntityMSOA, "W02": EntityMSOA, "S02": EntityMSOA,
	"E05": EntityWard, "W05": EntityWard, "S13": EntityWard, "N08": EntityWard,
	"E06": EntityLAD, "E07": EntityLAD, "E08": EntityLAD, "E09": EntityLAD, "W06": EntityLAD, "S12": EntityLAD, "N09": EntityLAD,
	"E10": EntityCounty, "E11": EntityCounty,
	"E12": EntityRegion,
	"E16": EntityPCT, "E17": EntityPCT,
	"E37": EntityLEP, "E52": EntityLEPOverlapping, "E53": EntityLEPRemaining,
	"E38": EntityCCG,
	"E39": EntityNHSLocalOffice,
	"E40": EntityNHSRegion,
	"E47": EntityCombined,
	"E54": EntityICB,
	"E55": EntityClinicalNetwork,
	"E56": EntityCancerAlliance,
	"E57": EntityCancerVanguard,
	"E59": EntityICS,
	"W11": EntityHealthBoard, "S08": EntityHealthBoard,
	"K02": EntityCountry, "K03": EntityCountry, "K04": EntityCountry,
	"E92": EntityCountry, "W92": EntityCountry, "S92": EntityCountry, "N92": EntityCountry,
}

// odsEntity recognises a valid ODS code by its shape. The shapes are those of
// the national files of 2015 to 2022; where two share one, the order below
// decides.
func (c AreaCode) odsEntity() Entity {
	if c.IsPseudo() {
		return EntityPseudo
	}
	switch {
	case c.fits("99A"), c.fits("A9A9A") && c[0] != 'R': // 07L; since 2021 also X2C4Y
		return EntityCCG
	case c.fits("QAX"):
		return EntityICB
	case c.fits("Y99"):
		return EntityNHSRegion
	case c.fits("Q99"):
		return EntityNHSLocalOffice
	case c.fits("RXX"), c.fits("TAA"):
		return EntityTrust
	case c.fits("RXXXX"):
		return EntityTrustSite
	case c.fits("5XX"):
		return EntityPCT
	case c.fits("U99999"):
		return EntityPCN
	case c.isPractice():
		return EntityPractice
	}
	return ""
}

// isPractice reports whether c has the form of a practice in England (A to H, J
// to N, P, Y), Wales (W), Scotland (S), Alderney, Guernsey or Jersey.
func (c AreaCode) isPractice() bool {
	if c.fits("XXX999") && (c[:3] == "ALD" || c[:3] == "GUE" || c[:3] == "JER") {
		return true
	}
	return c.fits("A99999") && strings.IndexByte("ABCDEFGHJKLMNPYWS", c[0]) >= 0
}

// fits reports whether c has a shape, in which 9 stands for a digit, A for a
// letter, X for either, and everything else for itself.
func (c AreaCode) fits(shape string) bool {
	if len(c) != len(shape) {
		return false
	}
	for i := range len(shape) {
		var ok bool
		switch shape[i] {
		case '9':
			ok = isDigit(c[i])
		case 'A':
			ok = isLetter(c[i])
		case 'X':
			ok = isLetter(c[i]) || isDigit(c[i])
		default:
			ok = c[i] == shape[i]
		}
		if !ok {
			return false
		}
	}
	return true
}
