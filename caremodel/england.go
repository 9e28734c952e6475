package caremodel

import (
	_ "embed"
	"sync"

	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

//go:embed data/england.json
var englandJSON []byte

// England returns NHS England's New Care Models programme of 2015 to 2018: its
// 50 vanguards, each with its sources. It is built once, at the first call.
func England() *Programme { return england() }

var england = sync.OnceValue(func() *Programme { return fault.Must(NewProgramme(EnglandDefinition())) })

// EnglandDefinition returns a fresh copy of the records behind [England]. Blank
// is not known; DATA.md tells where each kind of figure comes from.
func EnglandDefinition() Definition { return deep.Copy(englandDefinition()) }

var englandDefinition = sync.OnceValue(func() Definition { return wire.MustDecode[Definition](englandJSON) })
