package delivery

import (
	"cmp"
	"slices"

	"github.com/newcaremodels/newcaremodels/caremodel"
)

// Milestone is a dated step of a vanguard from planning to delivery.
type Milestone struct {
	// Vanguard is the one whose step it is.
	Vanguard caremodel.VanguardID `json:"vanguard"`
	// Stage is the stage that the vanguard reaches with it.
	Stage caremodel.Stage `json:"stage"`
	// Title says what was done, in a few words.
	Title string `json:"title"`
	// On is the day that it was reached, or is due.
	On caremodel.Date `json:"on"`
	// Bound says how the source puts the day: Exactly, About, or AtMost where it
	// gives a month or a year and On is the last day of it.
	Bound caremodel.Bound `json:"bound,omitzero"`
	// Sources are where it was read.
	Sources []caremodel.Source `json:"sources,omitempty"`
}

// inOrder returns the indices of milestones by day, then up the ladder of stages.
func inOrder(list []Milestone) []int {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(list[i].On.Compare(list[j].On), cmp.Compare(list[i].Stage, list[j].Stage))
	})
	return order
}
