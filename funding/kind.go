package funding

//go:generate go run ../internal/laddergen

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Kind says which budget money belongs to. The zero value is unset and not a
// kind; [Unspecified] says that the source does not tell.
type Kind uint8

// The kinds.
const (
	Revenue     Kind = iota + 1 // running costs
	Capital                     // buildings, equipment, systems
	Unspecified                 // the source does not say
)

var kindNames = ladder.Names{"revenue", "capital", "unspecified"}
