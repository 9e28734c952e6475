package main

import (
	"strconv"
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// byCategoryAndWave counts the vanguards.
func (v view) byCategoryAndWave() section {
	s := section{Title: "Vanguards by category and wave"}
	s.Columns = text("category", "care model")
	var waves []caremodel.Wave
	var days strings.Builder
	for w := range v.programme.Waves() {
		waves = append(waves, w)
		days.WriteString(", " + w.Name + " " + w.Announced.String())
		s.Columns = append(s.Columns, number(w.Name)...)
	}
	s.remark("Waves by the day of their announcement: " + strings.TrimPrefix(days.String(), ", ") + ".")
	s.Columns = append(s.Columns, number("all")...)

	totals := make([]int, len(waves)+1)
	for def := range v.programme.Taxonomy().All() {
		counts := make([]int, len(waves)+1)
		for member := range v.programme.InCategory(def.Code) {
			for i, w := range waves {
				if member.Wave == w.Name {
					counts[i]++
				}
			}
			counts[len(waves)]++
		}
		row := []cell{string(def.Code), def.Name}
		for i, n := range counts {
			row = append(row, strconv.Itoa(n))
			totals[i] += n
		}
		s.row(row...)
	}
	row := []cell{"all", ""}
	for _, n := range totals {
		row = append(row, strconv.Itoa(n))
	}
	s.row(row...)
	return s
}

// list names every vanguard.
func (v view) list() section {
	s := section{Title: "The vanguards", Columns: text("category", "vanguard", "area", "region")}
	s.remark("Region: the NHS commissioning region of 2013 to 2018 where the vanguard's commissioning groups give it; blank is not known, or national.")
	for member := range v.programme.All() {
		s.row(string(member.Category), member.Name, member.Area, member.Region)
	}
	return s
}
