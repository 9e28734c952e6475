package delivery

import (
	"io"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// Plan holds how a programme is run as plain records, to be filled, stored and
// sent. [NewDelivery] turns it into an index.
type Plan struct {
	// Principles are the principles that the programme works by, in its order.
	Principles []PrincipleDefinition `json:"principles,omitempty"`
	// Assessments say how far vanguards meet them.
	Assessments []Assessment `json:"assessments,omitempty"`
	// Packages are the support packages, in the order of their publication.
	Packages []Package `json:"packages,omitempty"`
	// Workstreams are the work on the areas of the packages.
	Workstreams []Workstream `json:"workstreams,omitempty"`
	// Bodies are the national bodies that take part.
	Bodies []BodyDefinition `json:"bodies,omitempty"`
	// Barriers are what vanguards say stands in their way.
	Barriers []Barrier `json:"barriers,omitempty"`
	// Milestones are the dated steps of the vanguards and of the programme.
	Milestones []Milestone `json:"milestones,omitempty"`
	// Sources are where the plan as a whole was read.
	Sources []caremodel.Source `json:"sources,omitempty"`
}

// Format is the value of the "format" field of a plan's JSON document.
const Format = "newcaremodels/delivery/1"

// document is a plan in its JSON document.
type document struct {
	Format string `json:"format"`
	Plan
}

// WriteJSON writes the plan as a JSON document of format
// "newcaremodels/delivery/1". Equal plans give the same bytes, and an empty list
// is the same as an absent one. A plan in which [Plan.Validate] finds no error can
// always be written.
func (l Plan) WriteJSON(w io.Writer) error { return wire.Write(w, document{Format, deep.Copy(l)}) }

// ReadPlan reads a JSON document of format "newcaremodels/delivery/1", which names
// vanguards by their ids or by their slugs in p. It reports every problem of the
// document's shape, and every vanguard that p does not have, each with its path;
// the rules between records are left to [Plan.Validate]. On an error the plan holds
// the records that have no problems.
//
// The bounds are those of [caremodel.ReadDefinition].
func ReadPlan(r io.Reader, p *caremodel.Programme) (Plan, error) {
	var d document
	options := wire.Options{Format: Format}
	if p != nil {
		options.Resolve = wire.Resolve(p.ID)
	}
	doc := wire.Read(r, &d, options)
	doc.DropSpoiled(&d)
	return d.Plan, doc.Violations().Err()
}
