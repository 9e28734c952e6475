package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
	"github.com/newcaremodels/newcaremodels/funding/grants360"
)

var update = flag.Bool("update", false, "write the golden files anew")

// call runs the program as the shell would.
func call(stdin string, args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestGrants_Golden(t *testing.T) {
	for name, c := range map[string]struct {
		code int
		args []string
	}{
		"sample.txt":  {exitFine, []string{"-as-at", "2018-06-01"}},
		"table.txt":   {exitViolations, []string{"-by", "vanguard,year", "-max", "1", "testdata/sample.csv"}},
		"sample.json": {exitFine, []string{"-format", "json", "-as-at", "2018-06-01"}},
		"england.txt": {exitFine, []string{"-programme", "england"}},
	} {
		code, stdout, _ := call("", c.args...)
		require.Equal(t, c.code, code, name)
		golden(t, name, stdout)
		if strings.HasSuffix(name, ".txt") {
			for line := range strings.Lines(stdout) {
				require.LessOrEqual(t, len([]rune(strings.TrimSuffix(line, "\n"))), width, line)
			}
		}
	}
}

// Every table is tidy: unique columns, and as many cells in each row.
func TestGrants_Tables(t *testing.T) {
	for _, name := range tableNames() {
		code, stdout, stderr := call("", "-format", "csv", "-table", name)
		require.Equal(t, exitFine, code, stderr)
		rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
		require.NoError(t, err, name)
		require.NotEmpty(t, rows)
		seen := map[string]bool{}
		for _, column := range rows[0] {
			require.Regexp(t, `^[a-z0-9_]+$`, column)
			require.False(t, seen[column], column)
			seen[column] = true
		}
	}
	_, stdout, _ := call("", "-format", "csv", "-table", "grants")
	require.Equal(t, `id,award_date,recipient,amount_applied_for,amount_awarded,amount_disbursed,in_ledger
360G-larch-001,2015-07-31,Ash Vale Partnership,120000.00,100000.00,50000.50,true
360G-larch-002,2016-02-05,Birch Community Health,,41133.77,,true
360G-larch-003,2016-11-01,Cedar Evaluators,,0.00,,true
360G-larch-004,2017-09-15,Ash Vale Partnership,,75000.00,,true
`, stdout)
	_, stdout, _ = call("", "-format", "json")
	require.True(t, json.Valid([]byte(stdout)))
}

// The file that is written has the same grants, and the ledger is read back.
func TestGrants_FilesComeBack(t *testing.T) {
	dir := t.TempDir()
	back, ledger := filepath.Join(dir, "back.json"), filepath.Join(dir, "ledger.json")
	code, _, stderr := call("", "-o", back, "-ledger", ledger)
	require.Equal(t, exitFine, code, stderr)

	first, err := grants360.Read(bytes.NewReader(sample))
	require.NoError(t, err)
	text, err := os.ReadFile(back)
	require.NoError(t, err)
	again, err := grants360.Read(bytes.NewReader(text))
	require.NoError(t, err)
	require.Len(t, again.Records, len(first.Records))
	for i := range first.Records {
		a, b := first.Records[i], again.Records[i]
		require.Equal(t, []any{a.ID, a.AmountAwarded, a.AmountAppliedFor, a.AmountDisbursed, a.AwardDate, a.RecipientOrganization, a.FundingOrganization},
			[]any{b.ID, b.AmountAwarded, b.AmountAppliedFor, b.AmountDisbursed, b.AwardDate, b.RecipientOrganization, b.FundingOrganization})
	}
	p, err := ofRecipients(first)
	require.NoError(t, err)
	text, err = os.ReadFile(ledger)
	require.NoError(t, err)
	l, err := funding.ReadLedger(bytes.NewReader(text), p.programme)
	require.NoError(t, err)
	require.Len(t, l.Allocations, 4)
}

// The same file by whatever door, and as a caller's own programme has its recipients.
func TestGrants_Doors(t *testing.T) {
	_, want, _ := call(string(sample), "-format", "json", "-")
	path := filepath.Join(t.TempDir(), "grants.json.gz")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write(sample)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	require.NoError(t, os.WriteFile(path, packed.Bytes(), 0o644))
	_, got, _ := call("", "-format", "json", path)
	require.Equal(t, want, got)

	own := filepath.Join(t.TempDir(), "p.json")
	var b bytes.Buffer
	require.NoError(t, caremodel.Definition{
		Slug: "own", Name: "Own", Categories: []caremodel.CategoryDefinition{{Code: "team", Name: "Team"}},
		Vanguards: []caremodel.Vanguard{{ID: caremodel.VanguardIDFor("own", "ash"), Slug: "ash", Name: "Ash Vale Partnership", Category: "team"}},
	}.WriteJSON(&b))
	require.NoError(t, os.WriteFile(own, b.Bytes(), 0o644))
	code, got, _ := call("", "-programme", own, "-format", "csv", "-table", "money")
	require.Equal(t, exitFine, code)
	require.Contains(t, got, "2015/16")
	require.NotContains(t, got, "41133")
}

func TestGrants_WrongUsage(t *testing.T) {
	for _, args := range [][]string{
		{"-nothing"}, {"a", "b"}, {"-format", "xml"}, {"-format", "csv"}, {"-format", "csv", "-table", "x"}, {"-table", "grants"},
		{"-by", "colour"}, {"-as-at", "yesterday"}, {"nowhere.json"}, {"-programme", "nowhere.json"}, {"-programme", "testdata/sample.json"},
		{"-o", filepath.Join("nowhere", "x.json")},
	} {
		code, stdout, stderr := call("", args...)
		require.Equal(t, exitUsage, code, args)
		require.Empty(t, stdout)
		require.True(t, strings.HasPrefix(stderr, "grants: "), stderr)
		require.Equal(t, 1, strings.Count(strings.TrimSpace(stderr), "\n")+1)
	}
	code, stdout, stderr := call("", "-h")
	require.Equal(t, exitFine, code)
	require.Contains(t, stdout, "Usage: grants")
	require.Empty(t, stderr)
	code, _, stderr = call("{", "-")
	require.Equal(t, exitViolations, code)
	require.Equal(t, "grants: 1 error\n", stderr)
}

// Real files of funders, where they are available.
func TestGrants_RealFiles(t *testing.T) {
	for name, want := range map[string]string{
		"power-to-change_2015-2019.json": "870 grants", "wolfson_2014.json": "379 grants", "lloyds-bank-foundation_2010-2015_first500.json": "500 grants",
	} {
		path := "../../../shared/reference/funding/samples/360giving/" + name
		if _, err := os.Stat(path); err != nil {
			t.Skipf("reference file %s is not here", name)
		}
		code, stdout, stderr := call("", path)
		require.Equal(t, exitFine, code, stderr)
		require.Contains(t, stdout, want)
		require.Contains(t, stdout, "In the ledger: "+strings.Split(want, " ")[0]+" of "+want)
	}
}
