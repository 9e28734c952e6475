// Package schematest compares the JSON Schemas of this library with the records
// that they describe.
package schematest

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/newcaremodels/newcaremodels/internal/wire"
)

// node is a schema. Its fields are all the keywords that the schemas may use.
type node struct {
	Schema      string          `json:"$schema"`
	ID          string          `json:"$id"`
	Ref         string          `json:"$ref"`
	Defs        map[string]node `json:"$defs"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Examples    []any           `json:"examples"`

	Type       string          `json:"type"`
	Const      string          `json:"const"`
	Enum       []string        `json:"enum"`
	Format     string          `json:"format"`
	Pattern    string          `json:"pattern"`
	MaxLength  int             `json:"maxLength"`
	Minimum    json.Number     `json:"minimum"`
	Maximum    json.Number     `json:"maximum"`
	Required   []string        `json:"required"`
	Properties properties      `json:"properties"`
	Items      *node           `json:"items"`
	Additional json.RawMessage `json:"additionalProperties"` // false or a schema
	Not        *node           `json:"not"`
	AnyOf      []node          `json:"anyOf"`
}

// properties are those of an object, in the order of the schema.
type properties struct {
	names []string
	nodes map[string]node
}

func (p *properties) UnmarshalJSON(text []byte) error {
	if err := strict(text, &p.nodes); err != nil {
		return err
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		p.names = append(p.names, name.(string))
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return err
		}
	}
	return nil
}

// strict decodes JSON and rejects fields that dst does not have.
func strict(text []byte, dst any) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	return dec.Decode(dst)
}

// Check fails t unless schema describes documents of this format with records like
// record: the same fields in the same order, the same ones required, no others, the
// texts of every enumeration, and the kind of every value.
func Check(t testing.TB, schema []byte, format string, record any) {
	t.Helper()
	c := &checker{t: t, used: map[string]bool{}, seen: map[string]reflect.Type{}}
	if err := strict(schema, &c.root); err != nil {
		t.Fatal(err)
	}
	c.equal("$schema", "https://json-schema.org/draft/2020-12/schema", c.root.Schema)
	c.must(c.root.Title != "", "a title is missing")
	name, version, _ := strings.Cut(strings.TrimPrefix(format, "newcaremodels/"), "/")
	c.equal("$id", fmt.Sprintf("https://github.com/newcaremodels/newcaremodels/%s-%s.schema.json", name, version), c.root.ID)

	// The format is a field of the document, not of the record.
	top := c.root.Properties
	c.must(len(top.names) > 0 && top.names[0] == "format", "the first property of a document is its format")
	c.equal("format", format, top.nodes["format"].Const)
	c.must(len(c.root.Required) > 0 && c.root.Required[0] == "format", "the format is required")
	c.root.Properties.names, c.root.Required = top.names[1:], c.root.Required[1:]

	c.check("document", c.root, reflect.TypeOf(record))
	for name := range c.root.Defs {
		c.must(c.used[name], "$defs/%s is not used", name)
	}
}

type checker struct {
	t    testing.TB
	root node
	used map[string]bool
	seen map[string]reflect.Type // what the definitions of objects were used for
}

func (c *checker) must(ok bool, format string, args ...any) {
	c.t.Helper()
	if !ok {
		c.t.Fatalf(format, args...)
	}
}

func (c *checker) equal(path string, want, got any) {
	c.t.Helper()
	c.must(reflect.DeepEqual(want, got), "%s: the record has %v, the schema %v", path, want, got)
}

// check compares a schema with a type.
func (c *checker) check(path string, n node, typ reflect.Type) {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	n = c.resolve(path, n, typ)
	c.must(n.Description != "", "%s: a description is missing", path)
	if written, err := json.Marshal(reflect.Zero(typ).Interface()); wire.IsNumber(typ) && (err != nil || written[0] != '"') {
		c.equal(path+": type", "number", n.Type)
		return
	}
	if value, ok := reflect.New(typ).Interface().(encoding.TextUnmarshaler); ok {
		c.text(path, n, value, typ)
		return
	}
	switch typ.Kind() {
	case reflect.Struct:
		c.object(path, n, typ)
	case reflect.Slice:
		c.equal(path+": type", "array", n.Type)
		c.must(n.Items != nil, "%s: items are missing", path)
		items := *n.Items
		if items.Description == "" {
			items.Description = n.Description
		}
		c.check(path+"[]", items, typ.Elem())
	case reflect.Map:
		c.equal(path+": type", "object", n.Type)
		var values node
		c.must(strict(n.Additional, &values) == nil, "%s: additionalProperties must be a schema", path)
		c.check(path+"{}", values, typ.Elem())
	case reflect.String:
		c.equal(path+": type", "string", n.Type)
		c.must(n.Enum == nil, "%s: any text may stand here", path)
	case reflect.Bool:
		c.equal(path+": type", "boolean", n.Type)
	case reflect.Int, reflect.Int64:
		c.equal(path+": type", "integer", n.Type)
		c.equal(path+": minimum", "-9223372036854775808", n.Minimum.String())
		c.equal(path+": maximum", "9223372036854775807", n.Maximum.String())
	default:
		c.must(false, "%s: no schema describes a %v", path, typ)
	}
}

// resolve follows references; a description beside a reference describes its use.
func (c *checker) resolve(path string, n node, typ reflect.Type) node {
	for n.Ref != "" {
		name, ok := strings.CutPrefix(n.Ref, "#/$defs/")
		c.must(ok, "%s: %s leads nowhere", path, n.Ref)
		target, ok := c.root.Defs[name]
		c.must(ok, "%s: %s leads nowhere", path, n.Ref)
		c.must(n.Type == "", "%s: only a description may stand beside a reference", path)
		c.must(target.Description != "", "$defs/%s: a description is missing", name)
		if target.Type == "object" {
			before, used := c.seen[name]
			c.must(!used || before == typ, "$defs/%s is of %v and %v", name, before, typ)
			c.seen[name] = typ
		}
		c.used[name] = true
		if n.Description != "" {
			target.Description = n.Description
		}
		n = target
	}
	return n
}

// text checks a value that is written as text: an enumeration has its words, any
// other type a pattern.
func (c *checker) text(path string, n node, value encoding.TextUnmarshaler, typ reflect.Type) {
	c.equal(path+": type", "string", n.Type)
	if typ.Kind() == reflect.Uint8 {
		c.equal(path+": enum", words(typ), n.Enum)
		return
	}
	c.must(n.Pattern != "", "%s: a %v has a form", path, typ)
	c.must(len(n.Examples) > 0, "%s: an example is missing", path)
	for _, example := range n.Examples {
		if text := example.(string); typ.Kind() != reflect.Array || len(text) == 36 { // else a slug, which only a programme can read
			err := value.UnmarshalText([]byte(text))
			c.must(err == nil, "%s: %v", path, err)
		}
	}
}

// words returns the texts of an enumeration, in order.
func words(typ reflect.Type) []string {
	var words []string
	for v := range 256 {
		rung := reflect.New(typ).Elem()
		rung.SetUint(uint64(v))
		if text, err := rung.Interface().(encoding.TextMarshaler).MarshalText(); err == nil {
			words = append(words, string(text))
		}
	}
	return words
}

// object compares the properties of an object with the fields of a struct.
func (c *checker) object(path string, n node, typ reflect.Type) {
	c.equal(path+": type", "object", n.Type)
	c.equal(path+": additionalProperties", "false", string(n.Additional))
	var names, required []string
	types := map[string]reflect.Type{}
	for f := range typ.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		c.must(name != "", "%s: %s has no name in documents", path, f.Name)
		names = append(names, name)
		types[name] = f.Type
		if options == "" {
			required = append(required, name)
		}
	}
	c.equal(path+": properties", names, n.Properties.names)
	c.equal(path+": required", strings.Join(required, ", "), strings.Join(n.Required, ", "))
	for _, name := range names {
		c.check(path+"."+name, n.Properties.nodes[name], types[name])
	}
}
