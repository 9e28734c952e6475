package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// spread writes a feed's lines, in any order, into several files with a header
// each, and returns the glob that names them.
func spread(t *testing.T, g *rand.Rand, lines []string) string {
	t.Helper()
	header, lines := lines[0], slices.Clone(lines[1:])
	g.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	folder := t.TempDir()
	const files = 5
	for i := range files {
		part := lines[len(lines)*i/files : len(lines)*(i+1)/files]
		text := header + "\n" + strings.Join(part, "\n") + "\n"
		require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("part-%d.csv", i)), []byte(text), 0o644))
	}
	return filepath.Join(folder, "part-*.csv")
}

var randomStreams = []funding.Stream{funding.StreamTransformation, funding.StreamMatched, "charity"}

// randomLedger returns a ledger in order with this many allocations for England's
// vanguards: histories of every turn that decisions take, joint awards, and awards
// that settle earlier ones.
func randomLedger(t *testing.T, g *rand.Rand, n int) funding.Ledger {
	t.Helper()
	m := ledgerMaker{Rand: g}
	for v := range caremodel.England().All() {
		m.vanguards = append(m.vanguards, v.ID)
	}
	l := funding.EnglandLedger()
	l.Allocations, l.Stated = nil, nil
	m.rounds = l.Rounds
	for i := range n {
		l.Allocations = append(l.Allocations, m.allocation(i, l.Allocations))
	}
	for _, f := range l.Funds { // that so much is never paid
		for i := range f.Limits {
			f.Limits[i].Amount = funding.Pence(1<<63 - 1)
		}
	}
	require.NoError(t, l.Validate(caremodel.England()).Err())
	return l
}

type ledgerMaker struct {
	*rand.Rand
	vanguards []caremodel.VanguardID
	rounds    []funding.Round
}

func (g ledgerMaker) often(percent int) bool { return g.IntN(100) < percent }

func (g ledgerMaker) allocation(i int, earlier []funding.Allocation) funding.Allocation {
	round := g.rounds[g.IntN(len(g.rounds))]
	a := funding.Allocation{
		ID: funding.AllocationID(fmt.Sprintf("a%06d", i)), Element: fmt.Sprint("element ", i),
		Year: round.Year, Stream: randomStreams[g.IntN(len(randomStreams))], Kind: funding.Kind(1 + g.IntN(3)), Recipients: g.recipients(),
	}
	if g.often(80) {
		a.Round = round.ID
	} else if g.often(50) {
		a.Through = a.Year.Next()
	}
	if len(earlier) > 0 && g.often(20) {
		award := earlier[g.IntN(len(earlier))]
		a.Supersedes, a.Stream = []funding.AllocationID{award.ID}, award.Stream
		if len(award.Recipients) > 0 && g.often(80) {
			a.Recipients = award.Recipients[:1+g.IntN(len(award.Recipients))]
		}
	}
	var last funding.Status
	day := a.Year.Start()
	for range 1 + g.IntN(4) {
		var next []funding.Status
		for s := funding.Requested; s <= funding.Withdrawn; s++ {
			if last.CanBecome(s) && (s <= funding.Paid || g.often(30)) {
				next = append(next, s)
			}
		}
		if len(next) == 0 {
			break
		}
		last, day = next[g.IntN(len(next))], day.AddDays(g.IntN(90))
		a.Events = append(a.Events, g.event(last, day))
	}
	return a
}

func (g ledgerMaker) recipients() []caremodel.VanguardID {
	n := 1
	if g.often(20) {
		n = 2 + g.IntN(3)
	} else if g.often(10) {
		return nil
	}
	first := g.IntN(len(g.vanguards) - n)
	return g.vanguards[first : first+n]
}

func (g ledgerMaker) event(s funding.Status, day caremodel.Date) funding.Event {
	e := funding.Event{Status: s, Reason: `as the "minutes", have it`}
	if g.often(60) {
		e.On = day
	} else if g.often(50) {
		e.Figure.Source = caremodel.Source{Title: "Minutes", Published: day.AddDays(g.IntN(200))}
	}
	switch {
	case s.Strength() == 0:
	case g.often(10):
		e.Figure.Bound = caremodel.NotStated
	case s == funding.Paid && g.often(10):
		e.Figure.Amount = funding.Pence(-g.Int64N(1_000_000))
	default:
		e.Figure.Amount = funding.Pence(g.Int64N(1_000_000_00))
	}
	return e
}

var ages = []string{"0-17", "18-74", "75+"}

// randomSurvey returns a survey in order with this many areas of three cells each,
// and footprints in two layers: whole areas, shares whose people nobody knows, and
// parts that are limited to an age.
func randomSurvey(t *testing.T, g *rand.Rand, areas int) coverage.Survey {
	t.Helper()
	s := coverage.Survey{
		Base:   coverage.Base{Name: "people", Basis: coverage.Registered, Edition: coverage.EditionLSOA2011, AsAt: caremodel.MustParseDate("2015-04-01")},
		Layers: []coverage.Layer{{Name: "population"}, {Name: "network"}, {Name: "care-homes", Aside: true}},
	}
	for i := range areas {
		for _, age := range ages {
			s.Base.Units = append(s.Base.Units, coverage.Population{Area: areaCode(i), People: g.Int64N(900), Attributes: map[string]string{"age": age}})
		}
	}
	s.Base.Remainder = []coverage.Population{{Area: "E92000001", People: 12_345, Attributes: map[string]string{"age": "75+"}}}
	for v := range caremodel.England().All() {
		s.Footprints = append(s.Footprints, randomFootprint(g, v.ID, len(s.Footprints), areas, s.Layers))
	}
	require.NoError(t, s.Validate(caremodel.England()).Err())
	return s
}

func areaCode(i int) coverage.AreaCode { return coverage.AreaCode(fmt.Sprintf("E010%05d", i+1)) }

func randomFootprint(g *rand.Rand, v caremodel.VanguardID, i, areas int, layers []coverage.Layer) coverage.Footprint {
	f := coverage.Footprint{
		ID: coverage.FootprintID(fmt.Sprintf("f%02d", i)), Vanguard: v, Layer: layers[i%len(layers)].Name,
		From: caremodel.MustParseDate("2015-04-01"), Completeness: coverage.Completeness(i % 4),
	}
	first := g.IntN(areas)
	for j := first; j < min(areas, first+areas/10); j++ {
		p := coverage.Part{Area: areaCode(j)}
		switch g.IntN(4) {
		case 0:
			p.Share, _ = coverage.ShareOf(1+g.Int64N(6), 7)
			p.Bound = caremodel.Bound(g.IntN(4))
		case 1:
			p.Cells = map[string]string{"age": ages[g.IntN(3)]}
		case 2:
			if g.IntN(4) == 0 {
				p.Bound = caremodel.NotStated
			}
		}
		f.Units = append(f.Units, p)
	}
	return f
}

// surveyText returns the survey without its units and footprints, as a setting has
// it.
func surveyText(t *testing.T, s coverage.Survey) string {
	t.Helper()
	s.Base.Units, s.Footprints = nil, nil
	var text bytes.Buffer
	require.NoError(t, s.WriteJSON(&text))
	return text.String()
}

// writeFile writes a file and returns its name.
func writeFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "feed.csv")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}
