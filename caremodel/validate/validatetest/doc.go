// Package validatetest holds violations against expectations in the tests of
// whoever keeps data or writes rules of their own:
//
//	func TestOurLedger(t *testing.T) {
//		ledger, err := funding.ReadLedger(file, programme)
//		validatetest.NoError(t, err)
//		validatetest.Check(t, ledger.Validate(programme))
//	}
//
// # Errors
//
// Every function fails the test with one message, in which everything that is
// wrong stands, and lets the test go on. [Check] and [NoError] log warnings and
// remarks and do not fail on them.
//
// # Concurrency
//
// The functions may be called from any goroutine from which t may be used.
package validatetest
