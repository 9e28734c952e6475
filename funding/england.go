package funding

import (
	_ "embed"
	"sync"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

//go:embed data/england.json
var englandJSON []byte

// England returns the published money of NHS England's New Care Models programme,
// 2015 to 2018, ready for questions. It is built once, at the first call.
//
// Not every amount was published: of the transformation funding 14 of the 50
// vanguards have one for 2015/16, 19 for 2016/17 and 16 for 2017/18, three of
// them £0.00. [Book.Reconcile] holds them against the published totals, and
// DATA.md tells where each figure comes from and which one counts where sources
// disagree.
func England() *Book { return england() }

var england = sync.OnceValue(func() *Book { return fault.Must(NewBook(caremodel.England(), englandLedger())) })

// EnglandLedger returns a fresh copy of the records behind [England].
func EnglandLedger() Ledger { return deep.Copy(englandLedger()) }

var englandLedger = sync.OnceValue(func() Ledger { return wire.MustDecode[Ledger](englandJSON) })
