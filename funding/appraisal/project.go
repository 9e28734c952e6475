package appraisal

import (
	"github.com/newcaremodels/newcaremodels/internal/ladder"
)

// Project is a kind of project for which the Green Book gives upper bounds of
// optimism bias. The zero value is unset and not a kind of project.
type Project uint8

// The kinds of project.
const (
	StandardBuildings           Project = iota + 1 // as most accommodation and surgeries
	NonStandardBuildings                           // with special design needs, as most hospitals
	StandardCivilEngineering                       // as most roads
	NonStandardCivilEngineering                    // with special design needs, as tunnels
	EquipmentDevelopment                           // equipment, software and systems
	Outsourcing                                    // services bought in
)

var projectNames = ladder.Names{
	"standard-buildings", "non-standard-buildings", "standard-civil-engineering", "non-standard-civil-engineering",
	"equipment-development", "outsourcing",
}
