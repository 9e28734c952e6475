package delivery

import (
	"log/slog"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/deep"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Delivery is the index of a plan that was checked against a programme. It is
// immutable and safe for concurrent use; callers may change what its methods
// return.
type Delivery struct {
	p        *caremodel.Programme
	plan     Plan
	warnings validate.Violations
	seats    []seat // one for each vanguard, in the programme's order
	order    []int  // the plan's milestones by day
}

// seat is what the delivery holds for each vanguard.
type seat struct {
	id       caremodel.VanguardID
	category caremodel.Category
}

// NewDelivery checks a plan against programme p. A plan with an error is rejected;
// the error lists every violation (see [Plan.Validate]). A nil programme is rejected with
// [validate.Required]. The delivery shares no memory with the plan.
func NewDelivery(p *caremodel.Programme, plan Plan) (*Delivery, error) {
	if p == nil {
		return nil, fault.New("delivery.NewDelivery", validate.Required, "", "a plan is checked against a programme, and there is none")
	}
	vs := plan.Validate(p)
	if err := vs.Err(); err != nil {
		return nil, err
	}
	d := &Delivery{
		p: p, plan: deep.Copy(plan), warnings: vs.Warnings(),
		seats: make([]seat, 0, p.Len()), order: inOrder(plan.Milestones),
	}
	for v := range p.All() {
		d.seats = append(d.seats, seat{v.ID, v.Category})
	}
	return d, nil
}

// Warnings returns the warnings about the plan, which did not prevent its use.
func (d *Delivery) Warnings() validate.Violations { return d.warnings }

// Plan returns a fresh copy of the records.
func (d *Delivery) Plan() Plan { return deep.Copy(d.plan) }

// MarshalJSON always returns an error: a delivery is an index; store and send its
// plan instead.
func (d Delivery) MarshalJSON() ([]byte, error) {
	return nil, fault.New("delivery.Delivery.MarshalJSON", validate.Format, "",
		"a delivery is an index: marshal Delivery.Plan(), or write it with WriteJSON, and tag a field of this type `json:\"-\"`")
}

// LogValue returns how many packages, workstreams, barriers and milestones the plan
// has.
func (d Delivery) LogValue() slog.Value {
	return slog.GroupValue(
		slog.Int("packages", len(d.plan.Packages)), slog.Int("workstreams", len(d.plan.Workstreams)),
		slog.Int("barriers", len(d.plan.Barriers)), slog.Int("milestones", len(d.plan.Milestones)))
}

// String returns the same summary as LogValue.
func (d Delivery) String() string { return d.LogValue().String() }

// UnledAreas returns the areas of the support packages that have no workstream,
// each once, in the order of the packages.
func (d *Delivery) UnledAreas() []Area {
	told := make(map[Area]bool)
	for _, w := range d.plan.Workstreams {
		told[w.Area] = true
	}
	var unled []Area
	for _, p := range d.plan.Packages {
		for _, a := range p.Areas {
			if !told[a.Code] {
				told[a.Code] = true
				unled = append(unled, a.Code)
			}
		}
	}
	return unled
}

// Barriers returns the barriers of a theme, or all for a blank one, in the
// plan's order.
func (d *Delivery) Barriers(theme Theme) []Barrier {
	var found []Barrier
	for _, b := range d.plan.Barriers {
		if theme == "" || b.Theme == theme {
			found = append(found, deep.Copy(b))
		}
	}
	return found
}
