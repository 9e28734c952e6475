package coverage

import (
	_ "embed"
	"encoding/json"
	"sync"

	"github.com/newcaremodels/newcaremodels/internal/wire"
)

//go:embed data/england_succession.json
var englandSuccessionJSON []byte

// EnglandSuccession returns a fresh copy of what became of the 108 clinical
// commissioning groups of April 2015 that vanguards name: the mergers and
// transfers of April 2017, 2018, 2020 and 2021, and those of July 2022 into sub-ICB
// locations, under ODS codes. The share of a transfer is that of small areas, by
// count; the part of Sandwell and West Birmingham that went to Birmingham in 2022
// is not in it, because its share of the merged group of 2021 is not known.
// [Succession.Crosswalk] makes a crosswalk of it.
func EnglandSuccession() Succession {
	s := englandSuccession()
	s.Events, s.Sources = wire.Clone(s.Events), wire.Clone(s.Sources)
	return s
}

var englandSuccession = sync.OnceValue(func() Succession {
	var s Succession
	if err := json.Unmarshal(englandSuccessionJSON, &s); err != nil {
		panic(err)
	}
	return s
})
