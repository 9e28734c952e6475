package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

// giving compiles the published schema of the 360Giving Data Standard, version
// 1.4.3, of which the package's names the grant's by the release before.
func giving(t *testing.T, formats bool) *jsonschema.Schema {
	t.Helper()
	const folder = "../../../shared/reference/funding/samples/360giving"
	compiler := jsonschema.NewCompiler()
	if formats {
		compiler.AssertFormat()
	}
	for url, name := range map[string]string{
		"package.json": "360-giving-package-schema.json",
		"https://raw.githubusercontent.com/ThreeSixtyGiving/standard/1.4.2/schema/360-giving-schema.json": "360-giving-schema.json",
	} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if os.IsNotExist(err) {
			t.Skipf("reference file %s is not here", name)
		}
		require.NoError(t, err)
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err)
		delete(document.(map[string]any), "$id")
		require.NoError(t, compiler.AddResource(url, document))
	}
	schema, err := compiler.Compile("package.json")
	require.NoError(t, err)
	return schema
}

// requireGiving holds a package against the schema, with and without a check of
// formats: a plain day would be two things at once to a validator without.
func requireGiving(t *testing.T, document []byte) {
	t.Helper()
	for _, formats := range []bool{true, false} {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
		require.NoError(t, err)
		require.NoError(t, giving(t, formats).Validate(value), "formats: %t", formats)
	}
}

func TestGrants360_GrantsOfEnglandAreAccepted(t *testing.T) {
	for name, o := range map[string]grants360.Options{
		"as it is": {},
		"all options": {
			Prefix:   "360G-example",
			Funder:   grants360.Organization{ID: "XI-GRID-example", Name: "NHS England", URL: "https://www.england.nhs.uk/", DateModified: time.Unix(0, 0)},
			Streams:  []funding.Stream{funding.StreamTransformation, funding.StreamMatched, funding.StreamElsewhere, funding.StreamCentralSupport},
			BaseURL:  "https://example.org/grants/",
			Modified: time.Date(2018, 6, 29, 12, 30, 0, 0, time.FixedZone("", 3600)),
			Recipient: func(who []caremodel.Vanguard) grants360.Organization {
				return grants360.Organization{ID: "GB-NHS-" + who[0].Slug, Name: who[0].Name, Location: []grants360.Location{{Name: who[0].Area, CountryCode: "GB"}}}
			},
			Package: grants360.Package{
				Issued: caremodel.MustParseDate("2018-06-29"), Modified: time.Unix(0, 0).UTC(), Identifier: "x", License: "https://creativecommons.org/licenses/by/4.0/",
				Publisher: &grants360.Publisher{Name: "Somebody", Website: "https://example.org/"}, Extensions: []string{"https://example.org/x"},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			_, err := grants360.Write(&b, funding.EnglandLedger(), caremodel.England(), o)
			require.NoError(t, err)
			requireGiving(t, b.Bytes())
		})
	}
}

// A grant with every field, and awards of every sort.
func TestGrants360_GrantsOfAllSortsAreAccepted(t *testing.T) {
	for _, name := range []string{"full", "sorts"} {
		golden, err := os.ReadFile("../../funding/grants360/testdata/" + name + ".golden.json")
		require.NoError(t, err)
		requireGiving(t, golden)
	}
}

// What real publishers wrote, read and written again, is accepted.
func TestGrants360_RealGrantsAreAccepted(t *testing.T) {
	for _, name := range []string{"power-to-change_2015-2019.json", "wolfson_2014.json"} {
		file, err := os.Open("../../../shared/reference/funding/samples/360giving/" + name)
		if os.IsNotExist(err) {
			t.Skipf("reference file %s is not here", name)
		}
		require.NoError(t, err)
		defer file.Close()
		g, err := grants360.Read(file)
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, g.WriteJSON(&b))
		requireGiving(t, b.Bytes())
	}
}

// The schema that accepts is not one that accepts everything.
func TestGrants360_TheSchemaRefuses(t *testing.T) {
	var b bytes.Buffer
	_, err := grants360.Write(&b, funding.EnglandLedger(), caremodel.England(), grants360.Options{})
	require.NoError(t, err)
	for _, spoil := range []func(grant map[string]any){
		func(g map[string]any) { delete(g, "awardDate") },
		func(g map[string]any) { g["amountAwarded"] = "1.00" },
		func(g map[string]any) { g["awardDate"] = "31/07/2015" },
		func(g map[string]any) { g["recipientOrganization"] = []any{} },
	} {
		var document map[string]any
		require.NoError(t, json.Unmarshal(b.Bytes(), &document))
		spoil(document["grants"].([]any)[0].(map[string]any))
		require.Error(t, giving(t, true).Validate(document))
	}
}
