// Package jsontext holds what the value types' UnmarshalJSON and UnmarshalBinary methods share.
//
// encoding/json does not call UnmarshalText for null: the value keeps what it held,
// which in a loop over rows is the value of the row before. Hence each type has an
// UnmarshalJSON, through this package.
package jsontext

import (
	"encoding"
	"encoding/json"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Unmarshal reads a text in quotes into dst through its UnmarshalText. Null and
// anything else is an error that leaves dst unchanged. The kind is the type's name
// as callers write it ("funding.Kind").
func Unmarshal(data []byte, kind string, dst encoding.TextUnmarshaler) error {
	if string(data) == "null" {
		return fault.New(kind+".UnmarshalJSON", validate.Required, "null", "null is not a value: leave the field out, or decode it into a pointer")
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fault.New(kind+".UnmarshalJSON", validate.Format, string(data), "write a text in quotes")
	}
	return dst.UnmarshalText([]byte(text))
}

// MarshalBinary returns v's text, or nothing for an unset value, which has no text.
func MarshalBinary(v interface {
	encoding.TextMarshaler
	IsZero() bool
}) ([]byte, error) {
	if v.IsZero() {
		return nil, nil
	}
	return v.MarshalText()
}

// UnmarshalBinary reads what [MarshalBinary] returns; no bytes are the unset value.
// On failure dst is unchanged.
func UnmarshalBinary[T any, P interface {
	*T
	encoding.TextUnmarshaler
}](data []byte, dst P) error {
	if len(data) == 0 {
		var unset T
		*dst = unset
		return nil
	}
	return dst.UnmarshalText(data)
}
