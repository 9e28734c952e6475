package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// embedded are the library's schemas.
var embedded = []struct {
	name, format string
	schema       func() []byte
}{
	{"programme", caremodel.Format, caremodel.Schema},
	{"ledger", funding.Format, funding.Schema},
	{"survey", coverage.Format, coverage.Schema},
	{"plan", delivery.Format, delivery.Schema},
	{"evidence", evaluation.Format, evaluation.Schema},
	{"case", appraisal.Format, appraisal.Schema},
}

func names() []string {
	var names []string
	for _, e := range embedded {
		names = append(names, e.name)
	}
	return names
}

// schemas are the embedded schemas, ready for use.
type schemas struct {
	byName, byFormat map[string]*jsonschema.Schema
}

// compile makes the schemas ready. Nothing is fetched: each is complete in
// itself.
func compile() (schemas, error) {
	all := schemas{map[string]*jsonschema.Schema{}, map[string]*jsonschema.Schema{}}
	for _, e := range embedded {
		text, err := jsonschema.UnmarshalJSON(bytes.NewReader(e.schema()))
		if err != nil {
			return all, fmt.Errorf("%s: %w", e.name, err)
		}
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat() // so that 30 February is seen
		location := e.name + ".schema.json"
		if err := compiler.AddResource(location, text); err != nil {
			return all, fmt.Errorf("%s: %w", e.name, err)
		}
		schema, err := compiler.Compile(location)
		if err != nil {
			return all, fmt.Errorf("%s: %w", e.name, err)
		}
		all.byName[e.name], all.byFormat[e.format] = schema, schema
	}
	return all, nil
}

// problem is one thing that a schema finds.
type problem struct {
	place  string // a JSON pointer: "/vanguards/3/name"; blank = the whole document
	detail string
}

func (p problem) String() string {
	if p.place == "" {
		return p.detail
	}
	return p.place + ": " + p.detail
}

// check holds a document against the schema of this name, or of its format.
func (s schemas) check(name string, document io.Reader) []problem {
	value, err := jsonschema.UnmarshalJSON(document)
	if err != nil {
		return []problem{{detail: "this is no JSON document: " + err.Error()}}
	}
	schema, ok := s.byName[name]
	if !ok {
		object, _ := value.(map[string]any)
		format, _ := object["format"].(string)
		if schema, ok = s.byFormat[format]; !ok {
			return []problem{{"/format", fmt.Sprintf("%q is the format of no schema here", format)}}
		}
	}
	err = schema.Validate(value)
	if err == nil {
		return nil
	}
	invalid, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok {
		return []problem{{detail: err.Error()}}
	}
	return leaves(invalid)
}

// leaves returns what is wrong by itself, by place.
func leaves(e *jsonschema.ValidationError) []problem {
	var found []problem
	if len(e.Causes) == 0 {
		found = append(found, problem{pointer(e.InstanceLocation), detail(e)})
	}
	for _, cause := range e.Causes {
		found = append(found, leaves(cause)...)
	}
	slices.SortFunc(found, func(a, b problem) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.detail, b.detail))
	})
	return slices.Compact(found)
}

func detail(e *jsonschema.ValidationError) string {
	if _, ok := e.ErrorKind.(*kind.Not); ok {
		return "this value is ruled out"
	}
	return e.ErrorKind.LocalizedString(message.NewPrinter(language.English))
}

// pointer writes a place as a JSON pointer (RFC 6901).
func pointer(location []string) string {
	var b strings.Builder
	for _, step := range location {
		b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(step))
	}
	return b.String()
}
