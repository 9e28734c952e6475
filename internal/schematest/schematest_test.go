package schematest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/internal/schematest"
)

type visit struct {
	Day   caremodel.Date    `json:"day"`
	Stage caremodel.Stage   `json:"stage,omitzero"`
	Beds  int               `json:"beds,omitzero"`
	Open  *bool             `json:"open,omitzero"`
	Notes []note            `json:"notes,omitempty"`
	Tags  map[string]string `json:"tags,omitempty"`
}

type note struct {
	Text string `json:"text"`
}

const format = "newcaremodels/visit/1"

const schema = `{
	"$schema": "https://json-schema.org/draft/2020-12/schema",
	"$id": "https://github.com/newcaremodels/newcaremodels/visit-1.schema.json",
	"title": "Visit", "description": "A visit.", "type": "object", "additionalProperties": false,
	"required": ["format", "day"],
	"properties": {
		"format": {"const": "newcaremodels/visit/1", "description": "The format."},
		"day": {"$ref": "#/$defs/date"},
		"stage": {"type": "string", "enum": ["selected", "designing", "delivering", "completed", "merged", "withdrawn"], "description": "How far."},
		"beds": {"type": "integer", "minimum": -9223372036854775808, "maximum": 9223372036854775807, "description": "How many beds."},
		"open": {"type": "boolean", "description": "Whether it is open."},
		"notes": {"type": "array", "items": {"$ref": "#/$defs/note"}, "description": "Notes."},
		"tags": {"type": "object", "additionalProperties": {"type": "string", "description": "A tag."}, "description": "Tags."}
	},
	"$defs": {
		"date": {"type": "string", "pattern": "^[0-9]", "description": "A day.", "examples": ["2015-03-10"]},
		"note": {"type": "object", "additionalProperties": false, "required": ["text"], "description": "A note.",
			"properties": {"text": {"type": "string", "description": "A text."}}}
	}
}`

// failing is a test that records its failures.
type failing struct {
	testing.TB
	failed bool
}

type stop struct{}

func (f *failing) Helper()               {}
func (f *failing) Fatal(...any)          { f.failed = true; panic(stop{}) }
func (f *failing) Fatalf(string, ...any) { f.failed = true; panic(stop{}) }

func check(schema string) (passed bool) {
	var f failing
	defer func() {
		if r := recover(); r != nil && r != (stop{}) {
			panic(r)
		}
		passed = !f.failed
	}()
	schematest.Check(&f, []byte(schema), format, visit{})
	return
}

func TestCheck(t *testing.T) {
	require.True(t, check(schema))
	for _, c := range [][2]string{
		{`"beds": {`, `"bed": {`},                                   // another name
		{`"required": ["format", "day"]`, `"required": ["format"]`}, // less required
		{`"required": ["format", "day"]`, `"required": ["format", "day", "beds"]`},
		{`"required": ["format", "day"]`, `"required": ["day"]`},
		{`"additionalProperties": false,`, ``}, // any field is allowed
		{`"merged", "withdrawn"`, `"withdrawn", "merged"`},
		{`, "withdrawn"`, ``},
		{`"type": "integer"`, `"type": "number"`},
		{`9223372036854775807`, `2147483647`},
		{`"type": "boolean"`, `"type": "string"`},
		{`"type": "array", "items"`, `"type": "array", "item"`}, // an unknown keyword
		{`"items": {"$ref": "#/$defs/note"}`, `"items": {"$ref": "#/$defs/date"}`},
		{`"items": {"$ref": "#/$defs/note"}`, `"items": {"$ref": "#/$defs/nothing"}`},
		{`"additionalProperties": {"type": "string"`, `"additionalProperties": {"type": "integer"`},
		{`"pattern": "^[0-9]", `, ``},
		{`["2015-03-10"]`, `["10 March 2015"]`},
		{`, "description": "Whether it is open."`, ``},
		{`"$defs": {`, `"$defs": {"spare": {"type": "string", "description": "Unused."},`},
		{`visit-1.schema`, `visit-2.schema`},
		{`"const": "newcaremodels/visit/1"`, `"const": "newcaremodels/visit/2"`},
		{`draft/2020-12`, `draft/2019-09`},
		{`"open": {"type": "boolean", "description": "Whether it is open."},`, ``},
	} {
		broken := strings.Replace(schema, c[0], c[1], 1)
		require.NotEqual(t, schema, broken, c[0])
		require.False(t, check(broken), "%s -> %s", c[0], c[1])
	}
}
