package delivery

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Grouping is what the thematic review groups barriers by. The zero value is
// unset and not a grouping.
type Grouping uint8

// The groupingNames of [Delivery.Themes].
const (
	ByTheme    Grouping = iota + 1 // what a barrier is about
	ByCategory                     // the care model that it hinders
	ByBody                         // the national body responsible
)

var groupingNames = ladder.Names{"theme", "category", "body"}
