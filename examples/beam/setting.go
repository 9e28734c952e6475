package main

import (
	"cmp"
	"math"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/funding"
)

// Setting is what every worker is told beside the feeds: the records that are
// small, as the library's JSON documents, because workers are other processes. A
// blank text stands for the embedded programme's.
type Setting struct {
	Definition string // who takes part
	Ledger     string // funds and rounds; its allocations are the feed
	Survey     string // base, remainder and layers; its units and footprints are the feeds
	// Attributes are the further columns of the populations, by which parts of
	// footprints may be limited to cells.
	Attributes []string
	// AtOnce is how many lines or allocations a worker holds before it counts them;
	// 0 = 10,000. No answer depends on it.
	AtOnce int
}

// full reports whether a worker holds enough.
func (s Setting) full(held int) bool { return held >= cmp.Or(s.AtOnce, 10_000) }

// peopleHeader is the header of the feed of populations.
func (s Setting) peopleHeader() string {
	return strings.Join(append([]string{peopleHeader}, s.Attributes...), ",")
}

// footprintHeader is the header of the feed of footprints.
func (s Setting) footprintHeader() string {
	columns := []string{footprintHeader}
	for _, a := range s.Attributes {
		columns = append(columns, "cells."+a)
	}
	return strings.Join(columns, ",")
}

// programme returns the programme.
func (s Setting) programme() (*caremodel.Programme, error) {
	if s.Definition == "" {
		return caremodel.England(), nil
	}
	return caremodel.ReadProgramme(strings.NewReader(s.Definition))
}

// ledger returns the funds and rounds. Limits keep their years and lose their
// amounts: what a part of the feed spends is not to be held against the whole
// fund.
func (s Setting) ledger(p *caremodel.Programme) (funding.Ledger, error) {
	l := funding.EnglandLedger()
	if s.Ledger != "" {
		var err error
		if l, err = funding.ReadLedger(strings.NewReader(s.Ledger), p); err != nil {
			return funding.Ledger{}, err
		}
	}
	for _, f := range l.Funds {
		for i := range f.Limits {
			f.Limits[i].Amount = funding.Pence(math.MaxInt64)
		}
	}
	return funding.Ledger{Funds: l.Funds, Rounds: l.Rounds}, nil
}

// survey returns the survey without units, footprints, claims and targets. It has
// no crosswalks, because a share of an area of another edition is shared out over
// several areas, which may be on several machines.
func (s Setting) survey(p *caremodel.Programme) (coverage.Survey, error) {
	survey := coverage.EnglandSurvey()
	if s.Survey != "" {
		var err error
		if survey, err = coverage.ReadSurvey(strings.NewReader(s.Survey), p); err != nil {
			return coverage.Survey{}, err
		}
	}
	base := survey.Base
	base.Units = nil
	return coverage.Survey{Base: base, Layers: survey.Layers}, nil
}
