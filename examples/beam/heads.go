package main

import (
	"encoding/csv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/coverage"
)

// headHeader is what a line of a footprint says beside the area, which is the same on
// all lines of one footprint.
const headHeader = "id,vanguard,layer,from,until,completeness"

// heads passes the head of each line under the footprint's id.
type heads struct {
	Header string
}

// ProcessElement passes the head as a line of CSV.
func (f *heads) ProcessElement(_, line string, emit func(id, head string)) {
	names, err := splitLine(f.Header)
	if err != nil {
		return
	}
	fields, err := splitLine(line)
	if err != nil || len(fields) != len(names) {
		return // told where the lines are dealt out
	}
	said := map[string]string{}
	for i, name := range names {
		said[name] = fields[i]
	}
	var head []string
	for name := range strings.SplitSeq(headHeader, ",") {
		head = append(head, said[name])
	}
	var text strings.Builder
	w := csv.NewWriter(&text)
	if w.Write(head) != nil {
		return // a strings.Builder takes everything
	}
	w.Flush()
	emit(said["id"], strings.TrimSuffix(text.String(), "\n"))
}

// anyHead passes one of the heads that are told of a footprint: they are the same, or
// there is a violation.
type anyHead struct{}

// ProcessElement passes the first.
func (*anyHead) ProcessElement(_ string, told func(*string) bool, emit func(string)) {
	var head string
	if told(&head) {
		emit(head)
	}
}

// meant says for each question of how many vanguards the areas are missing, and of how
// many: what a selection of the whole says, and it follows from the footprints' heads
// alone. So it is asked of an atlas in which all footprints lie on one area.
func meant(p *caremodel.Programme, layers []coverage.Layer, heads []string, questions []PeopleQuestion) ([]coverage.Estimate, error) {
	const area = "E01000001"
	survey := coverage.Survey{
		Base: coverage.Base{
			Name: "one area", Basis: coverage.Resident, Edition: coverage.EditionLSOA2011, AsAt: caremodel.MustParseDate("2015-06-30"),
			Units: []coverage.Population{{Area: area, People: 1}},
		},
		Layers: layers,
	}
	lines := make([]string, len(heads))
	for i, head := range heads {
		lines[i] = head + "," + area
	}
	var err error
	if survey.Footprints, err = coverage.ReadFootprintsCSV(table(headHeader+",area", lines), p); err != nil {
		return nil, err
	}
	atlas, err := coverage.NewAtlas(p, survey)
	if err != nil {
		return nil, err
	}
	out := make([]coverage.Estimate, len(questions))
	for i, q := range questions {
		selection, err := atlas.Select(q.Filter)
		if err != nil {
			return nil, err
		}
		out[i] = selection.Covered()
	}
	return out, nil
}
