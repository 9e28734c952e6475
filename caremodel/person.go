package caremodel

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fold"
	"github.com/newcaremodels/newcaremodels/internal/form"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// Person is somebody who is named in public as leading the programme or a part
// of it: its director, a national lead.
type Person struct {
	// Name is the person's.
	Name string `json:"name"`
	// Role is what the source calls it: "director of the programme".
	Role string `json:"role"`
	// Organisation is where the person worked; blank = not known.
	Organisation string `json:"organisation,omitzero"`
	// From and Until are the first and the last day in that role; zero = not known
	// to the day, or open.
	From  Date `json:"from,omitzero"`
	Until Date `json:"until,omitzero"` // last day; unset = still, or not known
	// Sources are where it was read.
	Sources []Source `json:"sources,omitempty"`
}

var personFields = wire.Fields[Person]()

// post is what tells the roles of one person apart.
type post struct {
	name, role, organisation string
	from                     Date
}

func (k *checker) people() {
	seen := make(map[post]bool, len(k.d.People))
	for i, p := range k.d.People {
		at := k.At("people").Index(i)
		form.Name(at.At("name"), p.Name)
		form.Name(at.At("role"), p.Role)
		form.Text(at.At("organisation"), p.Organisation)
		id := post{fold.Key(p.Name), fold.Key(p.Role), fold.Key(p.Organisation), p.From}
		if seen[id] && p.Name != "" && p.Role != "" {
			at.At("name").Error(validate.Duplicate, p.Name, "the person is listed in this role already")
		}
		seen[id] = true
		k.future(at.At("from"), p.From)
		if !p.From.IsZero() && !p.Until.IsZero() && p.Until.Before(p.From) {
			at.At("until").Error(validate.Order, p.Until.String(), "the role begins later, on "+p.From.String())
		}
		CheckSources(at.At("sources"), p.Sources, k.day, personFields...)
	}
}
