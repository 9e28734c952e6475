package caremodel

//go:generate go run ../internal/laddergen

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Stage is how far a vanguard is. The zero value means not known.
type Stage uint8

// The stages in order. The last three end a vanguard.
const (
	StageSelected   Stage = iota + 1 // chosen, not yet at work
	StageDesigning                   // designing the care model
	StageDelivering                  // delivering it
	StageCompleted                   // the programme's part has ended
	StageMerged                      // gone into another vanguard
	StageWithdrawn                   // left the programme
)

var stageNames = ladder.Names{"selected", "designing", "delivering", "completed", "merged", "withdrawn"}

// String returns the stage's word, "not known" for the zero Stage, and
// "Stage(9)" for an invalid one.
func (s Stage) String() string {
	if s == 0 {
		return "not known"
	}
	return stageNames.String("Stage", uint8(s))
}
