package funding

import (
	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// Plain tells for each allocation whether the check passes it as plain, and what
// the rules for single records say of it.
func Plain(l Ledger, p *caremodel.Programme, day caremodel.Date) (plain []bool, said []validate.Violations) {
	k := newAuditor(l, held(l.Allocations), p, day)
	for i, a := range each(k.all) {
		s := k.settingOf(a)
		_, known := k.soleRecipient(a)
		plain = append(plain, known && k.unremarkable(a, s))
		k.checkAllocation(i, a, s)
		said = append(said, k.take())
	}
	return plain, said
}
