package appraisal

import (
	"database/sql/driver"

	"github.com/newcaremodels/newcaremodels/internal/ladder"
	"github.com/newcaremodels/newcaremodels/internal/sqltext"
)

// Project is a kind of project for which the Green Book gives upper bounds of
// optimism bias. The zero value is unset and not a kind of project.
type Project uint8

// The ladder of kinds of project.
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

// ParseProject reads "standard-buildings", "non-standard-buildings", "standard-civil-engineering", "non-standard-civil-engineering", "equipment-development" or "outsourcing", and nothing else.
func ParseProject(text string) (Project, error) {
	return ladder.Parse[Project](projectNames, "appraisal.ParseProject", text)
}

// IsZero reports whether p is unset.
func (p Project) IsZero() bool { return p == 0 }

// String returns the kind of project's word, or "Project(9)" for a value off the ladder.
func (p Project) String() string { return projectNames.String("Project", uint8(p)) }

// AppendText appends the kind of project's word. A value off the ladder is an error.
func (p Project) AppendText(b []byte) ([]byte, error) {
	return projectNames.Append(b, "Project", uint8(p))
}

// MarshalText returns the kind of project's word. A value off the ladder is an error.
func (p Project) MarshalText() ([]byte, error) { return p.AppendText(nil) }

// UnmarshalText reads what [ParseProject] reads; on failure p is unchanged.
func (p *Project) UnmarshalText(text []byte) error {
	parsed, err := ParseProject(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

// Value returns the kind of project's word for a database.
func (p Project) Value() (driver.Value, error) { return sqltext.Value(p) }

// Scan reads the kind of project's word from a database. NULL is an error: scan into
// sql.Null[Project].
func (p *Project) Scan(src any) error {
	return sqltext.Scan(p, "appraisal.Project", src, ParseProject)
}
