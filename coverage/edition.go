package coverage

import (
	"slices"
	"strings"
)

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
	EditionLSOA2011 Edition = "LSOA 2011"      // lower layer super output areas of the census of 2011
	EditionLSOA2021 Edition = "LSOA 2021"      // of the census of 2021
	EditionCCG2013  Edition = "CCG April 2013" // the first 211 clinical commissioning groups
	EditionCCG2015  Edition = "CCG April 2015" // 209 of them, as when the vanguards were chosen
	EditionCCG2016  Edition = "CCG April 2016" // 209
	EditionCCG2017  Edition = "CCG April 2017" // 207
	EditionCCG2018  Edition = "CCG April 2018" // 195
	EditionCCG2019  Edition = "CCG April 2019" // 191
	EditionCCG2020  Edition = "CCG April 2020" // 135
	EditionCCG2021  Edition = "CCG April 2021" // 106, the last before integrated care boards
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

// ccgHistory lists the codes of clinical commissioning groups that stand in an
// edition for the last time, and the ODS codes that are new in it; codes of the
// ONS are given by their last three digits ("041" is E38000041). It is made of
// the look-ups of the Office for National Statistics for each edition, in their
// order.
var ccgHistory = []ccgEdition{
	{EditionCCG2013, "036 061 067 111 112", "00F 00G 00H", ""},
	{EditionCCG2015, "", "", "13T"},
	{EditionCCG2016, "032 041 093 123 131 158 159", "00W 01M 01N", ""},
	{
		EditionCCG2017,
		"003 012 013 017 022 033 060 065 094 095 096 110 114 125 148 149 155 160 207 209 216",
		"02V 03C 03G 04X 05P 10G 10H 10M 10N 10T 10W 10Y 11C 11D 11H 11T 12A 13P", "14L",
	},
	{
		EditionCCG2018,
		"058 071 115 129 152 169",
		"03X 03Y 04J 04R 99P 99Q", "14Y 15A 15C 15D 15E 15F",
	},
	{
		EditionCCG2019,
		"001 002 005 009 011 018 019 023 027 029 037 039 040 042 043 047 054 055 056 057 063 066 069 072 073 075 076 078 081 083 " +
			"088 090 092 098 099 100 103 104 105 108 109 116 124 128 132 133 134 139 140 142 145 151 156 157 162 165 166 171 177 " +
			"179 180 181 184 189 193 196 199 203 206 211 213 214 218 219",
		"00C 00D 00J 00K 00M 01C 01R 02D 02F 02N 02R 02W 03D 03E 03M 03T 03V 04D 04E 04G 04H 04K 04L 04M 04N 04Q 05F 05J 05T 06D " +
			"06M 06V 06W 06Y 07J 07M 07N 07Q 07R 07V 07X 08A 08D 08H 08J 08K 08L 08P 08Q 08R 08T 08X 09C 09E 09F 09G 09H 09J 09L " +
			"09N 09P 09W 09X 09Y 10A 10D 10E 11E 12D 99D 99H 99J 99K 99N",
		"15M 15N",
	},
	{
		EditionCCG2020,
		"004 010 020 031 035 038 046 048 059 064 070 074 077 082 084 087 102 107 113 118 120 121 138 144 147 154 164 167 178 183 " +
			"186 191 192 195 198 202 210 224",
		"03A 03J 04F 05A 05C 05H 05L 05N 05R 05X 05Y 06A 06F 06P 07L 07P 07T 07W 07Y 08C 08E 08F 08G 08M 08N 08V 08W 08Y 09A 10C " +
			"10J 10K 10L 10V 10X 11A 15D 99M",
		"16C 18C 26A 27D 36J 36L 42D 52R 70F 71E 72Q 78H 84H 91Q 92A 92G 93C 97R",
	},
	{EditionCCG2021, "", "", "A3A8R B2M3M D2P2L D4U1Y D9Y0V M1J4Y M2L0M W2U3Z X2C4Y"},
}

// ccgEdition is what an edition ends and begins.
type ccgEdition struct {
	edition                  Edition
	lastGSS, lastODS, newODS string
}

// notOf says that a code of a clinical commissioning group is not of edition e, in
// words that follow the code, or nothing where that is not known.
func (c AreaCode) notOf(e Edition) string {
	at := slices.IndexFunc(ccgHistory, func(h ccgEdition) bool { return h.edition == e })
	if at < 0 || c.Entity() != EntityCCG {
		return ""
	}
	for i, h := range ccgHistory {
		switch {
		case i < at && c.listed(h.lastGSS, h.lastODS):
			return string(h.edition) + " was the last that had it"
		case i > at && c.listed("", h.newODS):
			return "it is new in " + string(h.edition)
		}
	}
	return ""
}

// movedCodes are the ODS codes of clinical commissioning groups that stayed when
// people came or left: the codes of the ONS changed. From the look-ups of April 2016,
// 2017 and 2018.
var movedCodes = []AreaCode{"01E", "01H", "01K", "02M", "06W", "06Y"}

// moved reports whether c is known to have different people in different editions.
func (c AreaCode) moved() bool { return slices.Contains(movedCodes, c) }

// standsIn reports whether c may be an area of edition e: it is no pseudo code, and
// not known to be of others only.
func (c AreaCode) standsIn(e Edition) bool {
	last, known := lastInstances[e]
	return !c.IsPseudo() && !(known && c.isAfter(last)) && c.notOf(e) == ""
}

// listed reports whether c is in a list of its own scheme.
func (c AreaCode) listed(gss, ods string) bool {
	list, code := ods, string(c)
	if number, ok := strings.CutPrefix(code, "E38000"); ok {
		list, code = gss, number
	}
	return slices.Contains(strings.Fields(list), code)
}
