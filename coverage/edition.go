package coverage

import "strings"

// Edition names a set of areas as they stood at one time: "LSOA 2011", "CCG
// April 2015". One code can mean different areas in different editions: 31,810
// of the codes of small areas in England stand in both the edition of 2011 and
// that of 2021. Figures of two editions never mix without a [Crosswalk].
//
// An edition is the caller's own text, compared byte for byte. Those below are
// spelled as the library spells them; the first word of any other tells what
// kind of area it is, where the library knows the word.
type Edition string

// Editions of the areas of England that this library's own data and examples
// use. Those of clinical commissioning groups are called by the month from which
// they hold.
const (
	EditionLSOA2011 Edition = "LSOA 2011"
	EditionLSOA2021 Edition = "LSOA 2021"
	EditionCCG2013  Edition = "CCG April 2013"
	EditionCCG2015  Edition = "CCG April 2015"
	EditionCCG2016  Edition = "CCG April 2016"
	EditionCCG2017  Edition = "CCG April 2017"
	EditionCCG2018  Edition = "CCG April 2018"
	EditionCCG2019  Edition = "CCG April 2019"
	EditionCCG2020  Edition = "CCG April 2020"
	EditionCCG2021  Edition = "CCG April 2021"
)

// editionWords are the first words of editions, in lower case.
var editionWords = map[string]Entity{
	"oa": EntityOA, "lsoa": EntityLSOA, "msoa": EntityMSOA, "ward": EntityWard, "lad": EntityLAD, "ltla": EntityLAD,
	"ccg": EntityCCG, "sub-icb": EntityCCG, "sicbl": EntityCCG, "icb": EntityICB, "stp": EntityICB, "pct": EntityPCT,
	"practice": EntityPractice, "practices": EntityPractice, "gp": EntityPractice, "pcn": EntityPCN,
	"lep": EntityLEP, "region": EntityRegion,
}

// Entity returns the kind of area that the edition's first word names, or blank
// where the library does not know the word.
func (e Edition) Entity() Entity {
	word, _, _ := strings.Cut(string(e), " ")
	return editionWords[strings.ToLower(strings.TrimSuffix(word, ","))]
}

// lastInstances are the highest numbers that had been given out in an edition to
// areas of one entity: a code with a higher number is of a later edition. They
// are those of the look-ups of the Office for National Statistics for July 2015,
// April 2016, 2017, 2018, 2020 and 2021, of the CCG names of April 2013 and 2019,
// and of the look-up from LSOA 2011 to LSOA 2021.
var lastInstances = map[Edition]instance{
	EditionLSOA2011: {"E01", "E01033768"},
	EditionLSOA2021: {"E01", "E01035762"},
	EditionCCG2013:  {"E38", "E38000211"},
	EditionCCG2015:  {"E38", "E38000214"},
	EditionCCG2016:  {"E38", "E38000214"},
	EditionCCG2017:  {"E38", "E38000219"},
	EditionCCG2018:  {"E38", "E38000228"},
	EditionCCG2019:  {"E38", "E38000230"},
	EditionCCG2020:  {"E38", "E38000248"},
	EditionCCG2021:  {"E38", "E38000257"},
}

// instance is the last code of an entity that an edition has.
type instance struct{ prefix, last string }

// isAfter reports whether c is of the same entity as the last code of an edition
// and was given out later.
func (c AreaCode) isAfter(last instance) bool {
	return len(c) == len(last.last) && strings.HasPrefix(string(c), last.prefix) && string(c) > last.last && c.isGSS()
}
