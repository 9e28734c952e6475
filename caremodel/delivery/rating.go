package delivery

//go:generate go run ../../internal/laddergen

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Rating is how far a vanguard meets a principle. The zero value is invalid: a
// vanguard that was not assessed has no assessment.
type Rating uint8

// The ratings.
const (
	RatingNotMet    Rating = iota + 1 // not met
	RatingPartlyMet                   // met in part
	RatingMet                         // met
)

var ratingNames = ladder.Names{"not-met", "partly-met", "met"}
