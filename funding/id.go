package funding

// FundID, RoundID and AllocationID are the caller's own keys for funds, rounds
// and allocations: 1 to 80 bytes of UTF-8 without control characters, compared
// byte for byte. The library gives them no meaning; readable ones
// ("2015-16/transformation/morecambe-bay") help whoever reads a violation. The
// zero value, the empty string, is unset.
type (
	// FundID is the key of a [Fund].
	FundID string
	// RoundID is the key of a [Round].
	RoundID string
	// AllocationID is the key of an [Allocation].
	AllocationID string
)
