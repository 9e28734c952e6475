package main

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/appraisal"
)

// kinds are the kinds of documents: how each is read, and the embedded one.
var kinds = map[string]struct {
	read    func(io.Reader) error
	england func(io.Writer) error
}{
	"programme": {
		func(r io.Reader) error { _, err := caremodel.ReadDefinition(r); return err },
		caremodel.EnglandDefinition().WriteJSON,
	},
	"ledger": {
		func(r io.Reader) error { _, err := funding.ReadLedger(r, caremodel.England()); return err },
		funding.EnglandLedger().WriteJSON,
	},
	"survey": {
		func(r io.Reader) error { _, err := coverage.ReadSurvey(r, caremodel.England()); return err },
		coverage.EnglandSurvey().WriteJSON,
	},
	"plan": {
		func(r io.Reader) error { _, err := delivery.ReadPlan(r, caremodel.England()); return err },
		delivery.EnglandPlan().WriteJSON,
	},
	"evidence": {
		func(r io.Reader) error { _, err := evaluation.ReadRecord(r, caremodel.England()); return err },
		evaluation.EnglandRecord().WriteJSON,
	},
}

func kindNames() []string { return slices.Sorted(maps.Keys(kinds)) }

// ready are the compiled schemas.
func ready(t testing.TB) schemas {
	t.Helper()
	all, err := compile()
	require.NoError(t, err)
	return all
}

// verdicts says what the schema of a kind and its reader say of a document.
func verdicts(all schemas, kind string, document []byte) (schema []problem, reader error) {
	return all.check(kind, bytes.NewReader(document)), kinds[kind].read(bytes.NewReader(document))
}

// kindOf is the kind of document that a file's name begins with.
func kindOf(path string) string {
	kind, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(path), ".json"), "-")
	return kind
}

func TestDocuments_EmbeddedDocumentsFit(t *testing.T) {
	all := ready(t)
	require.ElementsMatch(t, names(), append(kindNames(), "case")) // of which none is embedded
	for _, kind := range kindNames() {
		var document bytes.Buffer
		require.NoError(t, kinds[kind].england(&document))
		problems, err := verdicts(all, kind, document.Bytes())
		require.Empty(t, problems, kind)
		require.NoError(t, err, kind)
	}
}

// A financial case fits as it is written. Its reader checks the rules too, so that it
// refuses more than the schema.
func TestDocuments_CaseFits(t *testing.T) {
	all := ready(t)
	year := funding.MustParseFinancialYear("2026/27")
	c := appraisal.Case{
		Vanguard: caremodel.VanguardIDFor("made-up", "ash"), Base: year,
		Lines: []appraisal.Line{{
			Name: "Teams", Side: appraisal.Cost, Nature: appraisal.Cashable, Recurrent: true, Payer: "the board",
			Amounts:      []appraisal.Amount{{Year: year, Money: funding.MustParseMoney("100")}},
			OptimismBias: decimal.New(24, -2), Mitigation: decimal.New(5, -1), Source: caremodel.Source{Title: "made up"},
		}},
	}
	var document bytes.Buffer
	require.NoError(t, c.WriteJSON(&document))
	require.Empty(t, all.check("case", bytes.NewReader(document.Bytes())))
	_, err := appraisal.ReadCase(bytes.NewReader(document.Bytes()))
	require.NoError(t, err)
	for was, is := range map[string]string{
		`"0.24"`: `"24%"`, `"cost"`: `"costs"`, `"100.00"`: `100`, `"2026/27"`: `"2026"`, `"name"`: `"title"`, `"recurrent": true`: `"recurrent": "yes"`,
		`"newcaremodels/case/1"`: `"newcaremodels/case/2"`, `"mitigation"`: `"mitigations"`,
	} {
		require.Contains(t, document.String(), was)
		broken := strings.ReplaceAll(document.String(), was, is)
		require.NotEmpty(t, all.check("case", strings.NewReader(broken)), is)
		_, err := appraisal.ReadCase(strings.NewReader(broken))
		require.Error(t, err, is)
	}
}

// A sound document is accepted by both, a broken one refused by both.
func TestDocuments_SchemaAndReaderAgree(t *testing.T) {
	all := ready(t)
	for _, path := range files(t, "sound") {
		document, err := os.ReadFile(path)
		require.NoError(t, err)
		problems, err := verdicts(all, kindOf(path), document)
		require.Empty(t, problems, path)
		require.NoError(t, err, path)
	}
	for _, path := range files(t, "broken") {
		document, err := os.ReadFile(path)
		require.NoError(t, err)
		problems, err := verdicts(all, kindOf(path), document)
		require.NotEmpty(t, problems, path)
		require.Error(t, err, path)
	}
}

// What no schema can see is seen by the reader.
func TestDocuments_WhatNoSchemaSees(t *testing.T) {
	all := ready(t)
	for _, path := range files(t, "unseen") {
		document, err := os.ReadFile(path)
		require.NoError(t, err)
		problems, err := verdicts(all, kindOf(path), document)
		require.Empty(t, problems, path)
		require.Error(t, err, path)
	}
}

// The embedded documents, and sound ones that leave no field out, are changed at
// every place that they have: a field is left out, renamed, given another type or
// another text, a list gets another element. Schema and reader never disagree,
// and both refuse what lacks a required field, has a field of another name, or a
// value of a type that does not belong there.
func TestDocuments_Mutations(t *testing.T) {
	all := ready(t)
	for _, kind := range kindNames() {
		t.Run(kind, func(t *testing.T) {
			covered := map[string]bool{}
			for _, document := range [][]byte{england(t, kind), sound(t, kind)} {
				root := pruned(decode(t, document))
				requireAccepted(t, all, kind, encode(t, root))
				n := 0
				for m := range mutations(root) {
					n++
					covered[m.path] = true
					requireAgreement(t, all, kind, m)
				}
				t.Logf("%d mutations", n)
			}
			for path := range schemaPaths(t, kind) {
				require.True(t, covered[path], "no document has %s", path)
			}
		})
	}
}

func england(t *testing.T, kind string) []byte {
	t.Helper()
	var document bytes.Buffer
	require.NoError(t, kinds[kind].england(&document))
	return document.Bytes()
}

func sound(t *testing.T, kind string) []byte {
	t.Helper()
	document, err := os.ReadFile("testdata/sound/" + kind + ".json")
	require.NoError(t, err)
	return document
}

func requireAccepted(t *testing.T, all schemas, kind string, document []byte) {
	t.Helper()
	problems, err := verdicts(all, kind, document)
	require.Empty(t, problems)
	require.NoError(t, err)
}

func requireAgreement(t *testing.T, all schemas, kind string, m mutation) {
	t.Helper()
	problems, err := verdicts(all, kind, m.document(t))
	if len(problems) == 0 && unseen(err) {
		return
	}
	require.Equal(t, len(problems) > 0, err != nil, "%s %s\nschema: %v\nreader: %v", m.what, m.path, problems, err)
	if m.refused {
		require.Error(t, err, "%s %s", m.what, m.path)
	}
}

// unseen reports whether no schema could have found what the reader found: a text
// of the form of a slug that is no vanguard's, or a share of more than the whole as a fraction.
func unseen(err error) bool {
	for v := range validate.Of(err).All() {
		field := v.Path[strings.LastIndexByte(v.Path, '.')+1:]
		field, _, _ = strings.Cut(field, "[")
		switch {
		case v.Code == validate.Unknown && slices.Contains([]string{"vanguard", "vanguards", "recipients"}, field):
		case v.Code == validate.Range && field == "share" && strings.Contains(v.Value, "/"):
		default:
			return false
		}
	}
	return err != nil
}

// decode reads a document as plain values, whose numbers stay as they are.
func decode(t *testing.T, document []byte) map[string]any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(document))
	dec.UseNumber()
	var root map[string]any
	require.NoError(t, dec.Decode(&root))
	return root
}

func encode(t *testing.T, root any) []byte {
	t.Helper()
	document, err := json.Marshal(root)
	require.NoError(t, err)
	return document
}

// schemaPaths returns the paths of all fields that a schema has, by following its
// references.
func schemaPaths(t *testing.T, kind string) map[string]bool {
	t.Helper()
	var root map[string]any
	for _, e := range embedded {
		if e.name == kind {
			root = decode(t, e.schema())
		}
	}
	paths := map[string]bool{}
	var walk func(path string, node map[string]any)
	walk = func(path string, node map[string]any) {
		if ref, ok := node["$ref"].(string); ok {
			walk(path, root["$defs"].(map[string]any)[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any))
		}
		if properties, ok := node["properties"].(map[string]any); ok {
			for name, property := range properties {
				paths[path+"."+name] = true
				walk(path+"."+name, property.(map[string]any))
			}
		}
		if items, ok := node["items"].(map[string]any); ok {
			walk(path+"[]", items)
		}
	}
	walk("", root)
	return paths
}

// Every schema is one that its own dialect allows, and what two schemas define
// under one name is the same, but for what a record of one's own is called.
func TestDocuments_SharedDefinitions(t *testing.T) {
	shared := map[string]string{}
	for _, e := range embedded {
		defs := decode(t, e.schema())["$defs"].(map[string]any)
		for _, name := range []string{"text", "date", "count", "source", "bound", "stage", "vanguard"} {
			def, ok := defs[name]
			if !ok || e.name == "programme" && name == "vanguard" { // the record itself
				continue
			}
			text := string(encode(t, def))
			if shared[name] == "" {
				shared[name] = text
			}
			require.Equal(t, shared[name], text, "%s: %s", e.name, name)
		}
	}
	require.Len(t, shared, 7)
}

// Both name the same place, each in its own notation.
func TestDocuments_Places(t *testing.T) {
	problems, err := verdicts(ready(t), "ledger", []byte(`{"format": "newcaremodels/ledger/1", "allocations": [{"id": "a"}, {"id": "b", "events": [{"figure": {"amount": 1}}]}]}`))
	require.Len(t, problems, 1)
	require.Equal(t, "/allocations/1/events/0/figure/amount", problems[0].place)
	require.ErrorContains(t, err, "allocations[1].events[0].figure.amount: ")
}
