package coverage

// Account shows both figures of a selection: the people as added up, where
// somebody in two footprints counts twice, and the people themselves.
type Account struct {
	// Naive is the sum of the footprints' people, parts at their highest share.
	// Public figures are often such sums.
	Naive int64 `json:"naive"`
	// Covered counts each person once.
	Covered Estimate `json:"covered"`
	// DoubleCounted is how much the sum counts too much: Low = max(0, Naive -
	// Covered.High), High = Naive - Covered.Low.
	DoubleCounted Estimate `json:"double_counted"`
	// Multiplicity says how many people are in exactly one footprint, in two,
	// and so on, by Times; people in none are left out.
	Multiplicity []Multiple `json:"multiplicity,omitempty"`
	// Layers are those that were added up, in the survey's order.
	Layers []string `json:"layers,omitempty"`
}

// Multiple is the people in exactly so many footprints of a selection, and the
// areas that so many name. An area counts once, however finely the base cuts
// it. Where footprints hold parts of an area nobody knows who is in both, so
// that people may stand under other Times than their area does.
type Multiple struct {
	Times  int      `json:"times"`
	People Estimate `json:"people"`
	Units  int      `json:"units"`
}

// Account adds the selection's footprints up in both ways.
func (s *Selection) Account() Account {
	account := Account{Layers: s.layers()}
	times := make([]Multiple, s.count+1) // by times
	var l levels
	s.each(func(b *block) {
		times[b.named].Units += b.units
		if b.parts == nil {
			account.Naive += b.people * int64(len(b.in))
			times[len(b.in)].People.add(b.people, b.people)
			return
		}
		l.of(b)
		for _, high := range l.high {
			account.Naive += high
		}
		for t := range len(b.in) {
			times[t+1].People.add(l.exactly(t + 1))
		}
	})
	account.Covered = s.Covered()
	account.DoubleCounted = s.nobody()
	account.DoubleCounted.add(max(0, account.Naive-account.Covered.High), account.Naive-account.Covered.Low)
	for t, m := range times {
		if t > 0 && (m.People.High > 0 || m.Units > 0) {
			m.Times, m.People.Of = t, s.atlas.cells.all
			account.Multiplicity = append(account.Multiplicity, m)
		}
	}
	return account
}

// layers returns the names of the layers that the footprints are in, in the
// survey's order.
func (s *Selection) layers() []string {
	used := make([]bool, len(s.atlas.survey.Layers))
	for _, f := range s.members() {
		if f.layer >= 0 { // a survey without layers has footprints in none
			used[f.layer] = true
		}
	}
	var names []string
	for i, l := range s.atlas.survey.Layers {
		if used[i] {
			names = append(names, l.Name)
		}
	}
	return names
}
