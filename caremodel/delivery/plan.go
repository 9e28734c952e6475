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
	// Principles are those that the programme works by, in its order.
	Principles []PrincipleDefinition `json:"principles,omitempty"`
	// Assessments say how far vanguards meet them.
	Assessments []Assessment `json:"assessments,omitempty"`
	// Packages are the support packages, in the order of their publication.
	Packages []Package `json:"packages,omitempty"`
	// Workstreams carry the areas of the packages.
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

// Format is what the "format" field of a plan's JSON document says.
const Format = "newcaremodels/delivery/1"

// document is a plan as it is written.
type document struct {
	Format string `json:"format"`
	Plan
}

// WriteJSON writes the plan as a JSON document of format
// "newcaremodels/delivery/1". Equal plans give the same bytes, and an empty list
// is the same as an absent one. A plan that [Plan.Validate] finds in order can
// always be written.
func (l Plan) WriteJSON(w io.Writer) error { return wire.Write(w, document{Format, deep.Copy(l)}) }

// ReadPlan reads a JSON document of format "newcaremodels/delivery/1", in which
// vanguards stand as ids or as slugs of p. It reports everything that is wrong
// with the document's shape, and every vanguard that p does not have, each with
// its path; the rules between records are [Plan.Validate]'s. On an error the
// plan holds the records with which nothing is wrong.
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
