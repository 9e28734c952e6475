package funding

import "hash/maphash"

// setting is what allocations of one round, stream and years have in common. A
// ledger has few settings and many allocations, which come in any order: what the
// rules must look up is looked up once for each.
type setting struct {
	hash       uint64 // of round, stream and years
	knownRound bool   // the round exists, or none is named
	covered    bool   // the fund has limits for the years, as far as that can be told
	season     season

	placed bool // use and size are set
	use    *use
	size   *scale
}

// settingOf returns the setting of an allocation.
func (k *auditor) settingOf(a *Allocation) *setting {
	s, known := k.settings.find(a)
	if known {
		return s
	}
	h := mix(maphash.String(k.seed, string(a.Round)), maphash.String(k.seed, string(a.Stream)))
	s.hash = mix(h, uint64(a.Year.start)<<16|uint64(a.LastYear().start))
	_, exists := k.rounds[a.Round]
	s.knownRound = exists || a.Round == ""
	_, outside := k.outside(a)
	s.covered = !outside
	s.season = newSeason(a.Year, a.Through)
	return s
}

// recent remembers something of the settings seen lately, each in the one place
// where it can stand: finding it takes a few comparisons, mostly of pointers,
// where a map would hash two texts. A setting that another has displaced is looked
// up again. It about halved the time of a check of records in no order, which was
// mostly spent in hashing the same few texts.
type recent[T any] struct {
	slots [1 << 8]struct {
		key   settingKey
		known bool
		value T
	}
}

type settingKey struct {
	round         RoundID
	stream        Stream
	year, through FinancialYear
}

// slot spreads the settings that differ by a year, the end of a round's key or
// the length of a stream's name.
func (k *settingKey) slot() uint8 {
	h := uint64(k.year.start)<<32 ^ uint64(k.through.start)<<16 ^ uint64(len(k.stream))<<8
	if n := len(k.round); n > 0 {
		h ^= uint64(k.round[n-1]) ^ uint64(n)<<48
	}
	return uint8(h * 0x9e3779b97f4a7c15 >> 56)
}

// find returns what is remembered of an allocation's setting, or a zero value to
// be filled in.
func (r *recent[T]) find(a *Allocation) (value *T, known bool) {
	k := settingKey{a.Round, a.Stream, a.Year, a.Through}
	s := &r.slots[k.slot()]
	if s.known && s.key == k {
		return &s.value, true
	}
	var blank T
	s.key, s.known, s.value = k, true, blank
	return &s.value, false
}
