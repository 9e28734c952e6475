package funding

import (
	"encoding/json"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// UnmarshalJSON reads a figure; on failure f is unchanged. A figure that is stated
// needs its amount ([validate.Required]): blank is not zero.
func (f *Figure) UnmarshalJSON(data []byte) error {
	type record Figure
	var r struct {
		record
		Amount *Money `json:"amount"`
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	if r.Amount != nil {
		r.record.Amount = *r.Amount
	} else if r.Bound != caremodel.NotStated {
		return blank("funding.Figure.UnmarshalJSON", "amount")
	}
	*f = Figure(r.record)
	return nil
}

// UnmarshalJSON reads an event; on failure e is unchanged. It needs its figure
// ([validate.Required]).
func (e *Event) UnmarshalJSON(data []byte) error {
	type record Event
	var r struct {
		record
		Figure *Figure `json:"figure"`
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	if r.Figure == nil {
		return blank("funding.Event.UnmarshalJSON", "figure")
	}
	*e = Event(r.record)
	e.Figure = *r.Figure
	return nil
}

// UnmarshalJSON reads a limit; on failure l is unchanged. It needs its amount
// ([validate.Required]).
func (l *Limit) UnmarshalJSON(data []byte) error {
	type record Limit
	var r struct {
		record
		Amount *Money `json:"amount"`
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	if r.Amount == nil {
		return blank("funding.Limit.UnmarshalJSON", "amount")
	}
	*l = Limit(r.record)
	l.Amount = *r.Amount
	return nil
}

// UnmarshalJSON reads a stated total; on failure s is unchanged. It needs its figure
// ([validate.Required]).
func (s *Stated) UnmarshalJSON(data []byte) error {
	type record Stated
	var r struct {
		record
		Figure *Figure `json:"figure"`
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return err
	}
	if r.Figure == nil {
		return blank("funding.Stated.UnmarshalJSON", "figure")
	}
	*s = Stated(r.record)
	s.Figure = *r.Figure
	return nil
}

// blank is the error of a record without a field that must be given.
func blank(op, field string) error {
	return fault.New(op, validate.Required, "", "the field "+validate.Quote(field)+" must be given: blank is not zero")
}
