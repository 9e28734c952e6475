package funding

// setting is what allocations of one round, stream and years have in common. A
// ledger has few settings and many allocations, which come in any order: what the
// rules must look up is looked up once for each.
type setting struct {
	round  RoundID
	stream Stream
	marks  uint64 // of its years among others
	known  bool   // what follows is set

	hash       uint64 // of round, stream and years
	knownRound bool   // the round exists, or none is named
	covered    bool   // the fund has limits for the years, as far as that can be told
	sound      bool   // no rule has anything to say about the setting
	season     season

	placed bool // what follows is set
	use    *use
	size   *scale
	number uint32 // in the book's builder
}

// settingOf returns the setting of an allocation.
func (k *auditor) settingOf(a *Allocation) *setting {
	s := k.settings.find(a)
	if s.known {
		return s
	}
	s.known = true
	h := mix(k.hasher.of(string(a.Round)), k.hasher.of(string(a.Stream)))
	s.hash = mix(h, uint64(a.Year.start)<<16|uint64(a.LastYear().start))
	_, exists := k.rounds[a.Round]
	s.knownRound = exists || a.Round == ""
	_, outside := k.outside(a)
	s.covered = !outside
	s.sound = s.knownRound && s.covered && soundSetting(a)
	s.season = newSeason(a.Year, a.Through)
	return s
}

// soundSetting reports whether the rules about years and stream have nothing to
// say.
func soundSetting(a *Allocation) bool {
	var apart auditor
	apart.span(0, a)
	apart.stream(0, a)
	return apart.Violations().Len() == 0
}

// recent remembers the settings seen lately, each in the one place where it can
// stand: finding it takes a few comparisons, where a map would hash two texts. A
// setting that another has displaced is looked up again. It about halved the time
// of a check of records in no order, which was mostly spent in hashing the same
// few texts.
type recent [1 << 8]setting

// find returns what is remembered of an allocation's setting, or a blank one to be
// filled in. It is good until the next call.
func (r *recent) find(a *Allocation) *setting {
	m := marksOf(a)
	s := &r[m*0x9e3779b97f4a7c15>>56]
	if s.marks != m || s.round != a.Round || s.stream != a.Stream {
		*s = setting{round: a.Round, stream: a.Stream, marks: m}
	}
	return s
}

// marksOf puts into one number the years of an allocation's setting and by what
// its texts mostly differ from others: the end and the length of the round's key
// and the length of the stream's name.
func marksOf(a *Allocation) uint64 {
	m := uint64(a.Year.start)<<48 | uint64(a.Through.start)<<32
	if n := len(a.Round); n > 0 {
		m |= uint64(a.Round[n-1])<<24 | uint64(uint8(n))<<16
	}
	return m | uint64(uint16(len(a.Stream)))
}
