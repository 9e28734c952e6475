package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Everything that is wrong is told, and a feed in which something is wrong has no
// table: what a machine that sees one part only cannot know is found too.
func TestViolations(t *testing.T) {
	at := func(id, event, more string) string {
		return event + "," + id + ",2015-16,erewash,2015/16,," + id + ",transformation,unspecified," + more
	}
	lines := []string{
		allocationHeader,
		at("lost", "2", "2015-07-01,approved,1000,,,,,,,,,,"),
		at("again", "1", "2015-07-01,approved,1000,,,,,,,,,,"), at("again", "1", "2015-07-02,approved,2000,,,,,,,,,,"),
		at("words", "1", "2015-07-01,approved,a lot,,,,,,,,,,"),
		at("backwards", "1", "2015-07-01,paid,1000,,,,,,,,,,"), at("backwards", "2", "2015-07-02,requested,1000,,,,,,,,,,"),
		strings.Replace(at("stranger", "1", "2015-07-01,approved,1000,,,,,,,,,,"), "erewash", "atlantis", 1),
		strings.Replace(at("twin 1", "1", "2015-07-01,approved,1000,,,,,,,,,,"), "twin 1,transformation", "twin,transformation", 1),
		strings.Replace(at("twin 2", "1", "2015-07-01,approved,1000,,,,,,,,,,"), "twin 2,transformation", "twin,transformation", 1),
		at("heir", "1", "2015-07-01,approved,1000,,,,,,,,,nobody,"),
		at("egg", "1", "2015-07-01,approved,1000,,,,,,,,,hen,"),
		at("hen", "1", "2015-07-01,approved,1000,,,,,,,,,egg,"),
		"1,short,line",
		`1,"open`,
	}
	survey := coverage.EnglandSurvey()
	people := append(peopleLines(survey.Base, Setting{}), "12F,1", "99X,many")
	footprints := append(footprintLines(survey.Footprints, Setting{}),
		"erewash-extra,erewash,population,,,,77Z,,",
		"two-minds,erewash,population,,,,12F,,", "two-minds,dudley,population,,,,02H,,",
		"half,erewash,population,,,,02H,3/2,",
	)
	job := Job{
		Money: MoneyQuestion{Filter: national}, Output: filepath.Join(t.TempDir(), "answer"),
		Allocations: inOneFile(t, lines), People: inOneFile(t, people), Footprints: inOneFile(t, footprints),
	}
	require.NoError(t, job.run(t.Context()))
	_, err := job.answer()
	require.Error(t, err)
	for _, says := range []string{
		"allocation lost: the events of an allocation are numbered from 1",
		"allocation again: the events of an allocation are numbered from 1",
		`allocation words: row 2, column amount`,
		"allocation backwards: events[1].status: ", string(funding.Transition),
		`allocation stranger: row 2, column recipients: "atlantis"`,
		`"twin"]: twin 1 and twin 2`,
		`allocation heir: supersedes "nobody"`,
		"allocation egg: an award supersedes itself",
		"1,short,line: the line has 3 fields and the header 22",
		`1,"open: this is no line of CSV`,
		"area 12F: ", "area 99X: row 2, column people",
		"area 77Z: 1 parts of footprints, and no people",
		`footprint two-minds: its lines contradict each other`,
		"area 02H: row", "3/2",
	} {
		require.ErrorContains(t, err, says)
	}
	require.NoFileExists(t, job.moneyFile())
	require.NoFileExists(t, job.peopleFile())
}

func inOneFile(t *testing.T, lines []string) string {
	t.Helper()
	return writeFile(t, strings.Join(lines, "\n"))
}
