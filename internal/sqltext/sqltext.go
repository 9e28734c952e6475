// Package sqltext holds what the value types' Value and Scan methods share.
package sqltext

import (
	"database/sql/driver"
	"encoding"
	"fmt"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// Value returns v's text for a database; a value without a text is an error.
func Value(v encoding.TextMarshaler) (driver.Value, error) {
	text, err := v.MarshalText()
	if err != nil {
		return nil, err
	}
	return string(text), nil
}

// Scan reads a database's text into dst through parse. NULL and blank text are
// errors, because a value left unchanged would show the previous row's text; every
// error leaves dst unchanged. The kind is the type's name as callers write it
// ("funding.Money").
func Scan[T any](dst *T, kind string, src any, parse func(string) (T, error)) error {
	var text string
	switch s := src.(type) {
	case nil:
		return fault.New(kind+".Scan", validate.Required, "", "the column is NULL: scan into sql.Null["+kind+"]")
	case string:
		text = s
	case []byte:
		text = string(s)
	default:
		return fault.New(kind+".Scan", validate.Format, fmt.Sprint(src), fmt.Sprintf("a text is needed, not %T", src))
	}
	if text == "" {
		return fault.New(kind+".Scan", validate.Required, "", "the column is blank: store NULL and scan into sql.Null["+kind+"]")
	}
	parsed, err := parse(text)
	if err != nil {
		return err
	}
	*dst = parsed
	return nil
}
