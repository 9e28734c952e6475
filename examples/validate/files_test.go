package main

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/delivery"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/coverage/evaluation"
	"github.com/newcaremodels/newcaremodels/funding"
)

// files writes files into a folder and returns their names, in order.
func files(t *testing.T, texts ...string) []string {
	t.Helper()
	var names []string
	dir := t.TempDir()
	for i, text := range texts {
		name := filepath.Join(dir, string(rune('a'+i))+".csv")
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
		names = append(names, name)
	}
	return names
}

// What is wrong with the base as a whole is told whatever other files there are.
func TestFiles_ErrorsOfTheBase(t *testing.T) {
	f := files(t, "area,people\nA81001,4000\nA81002,3000\n", "id,vanguard,layer,area,source_title\nmine,Airedale and Partners,care-homes,A81001,A page\n")
	for _, also := range [][]string{nil, {"-footprints", f[1]}} {
		args := append([]string{"-populations", f[0], "-basis", "registered", "-edition", "GP practices", "-counted", "2099-01-01", "-as-at", "2026-01-01"}, also...)
		code, stdout, stderr := call(args...)
		require.Equal(t, exitViolations, code, stdout+stderr)
		require.Contains(t, stdout, "error: future")
		require.Contains(t, stdout, f[0]+": -counted: ")

		args = append([]string{"-populations", f[0], "-basis", "resident", "-edition", "GP practices", "-counted", "2025-01-01"}, also...)
		code, stdout, _ = call(args...)
		require.Equal(t, exitViolations, code, stdout)
		require.Contains(t, stdout, f[0]+": -basis: \"resident\"", "practices have patients and not residents")
	}
	code, stdout, _ := call("-populations", f[0])
	require.Equal(t, exitFine, code)
	require.Contains(t, stdout, "what it counts is not checked without -basis, -edition, -counted")
}

const allocationHeader = "id,recipients,year,stream,status,amount,source_title\n"

// Tables of a kind may come in several files, which are checked together.
func TestFiles_SeveralFiles(t *testing.T) {
	f := files(t,
		allocationHeader+"one,Airedale and Partners,2015/16,transformation,approved,1000,A page\n",
		allocationHeader+"two,Wakefield,2015/16,transformation,approved,x,A page\none,Airedale and Partners,2016/17,transformation,approved,1000,A page\n")
	code, stdout, _ := call("-allocations", f[0], "-allocations", f[1])
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, f[0]+": 1 allocation\n")
	require.Contains(t, stdout, f[1]+": row 2, column amount")
	require.Contains(t, stdout, f[1]+": row 3, column id: \"one\"", "given in the first file")

	f = files(t, "area,people\nA81001,4000\n", "area,people\nA81002,3000\nA81001,10\n", "area,people\nA81003,many\n")
	code, stdout, _ = call("-populations", f[0], "-populations", f[1], "-populations", f[2])
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, f[1]+": area \"A81001\"", "given in the first file")
	require.Contains(t, stdout, f[2]+": row 2, column people")
}

// A compressed file and standard input are files like others.
func TestFiles_GzipAndStandardInput(t *testing.T) {
	const text = allocationHeader + "two,Wakefield,2015/16,transformation,approved,x,A page\n"
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	f := files(t, packed.String(), packed.String()[:packed.Len()-9])
	code, stdout, _ := call("-allocations", f[0])
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, f[0]+": row 2, column amount")
	code, _, stderr := call("-allocations", f[1])
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, f[1]+": unexpected EOF")

	for _, in := range []string{text, packed.String()} {
		code, stdout, _ = callWith(in, "-allocations", "-")
		require.Equal(t, exitViolations, code)
		require.Contains(t, stdout, "-: row 2, column amount")
	}
}

func TestFiles_ProblemsAsCSV(t *testing.T) {
	code, stdout, stderr := call(args(soundProgramme + "-ledger sound/ledger.json -allocations broken/allocations.csv -max 1 -format csv -quote-formulas")...)
	require.Equal(t, exitViolations, code, stderr)
	rows, err := csv.NewReader(strings.NewReader(stdout)).ReadAll()
	require.NoError(t, err)
	require.Equal(t, []string{"file", "path", "code", "severity", "value", "detail", "omitted"}, rows[0])
	seen := map[string]int{}
	for _, row := range rows[1:] {
		if row[6] == "" {
			seen[row[0]+row[2]+row[3]]++
		}
	}
	require.NotEmpty(t, seen)
	for rule, n := range seen {
		require.Equal(t, 1, n, rule)
	}
}

// What a spreadsheet takes for a formula is text on request alone.
func TestFiles_QuoteFormulas(t *testing.T) {
	f := files(t, allocationHeader+"=1+1,Salford Together,2015/16,transformation,approved,x,A page\n")
	name := filepath.Join(filepath.Dir(f[0]), "=a.csv")
	require.NoError(t, os.Rename(f[0], name))
	t.Chdir(filepath.Dir(name))
	_, stdout, _ := call("-allocations", "=a.csv", "-format", "csv")
	require.Contains(t, stdout, "\n=a.csv,")
	_, stdout, _ = call("-allocations", "=a.csv", "-format", "csv", "-quote-formulas")
	require.Contains(t, stdout, "\n'=a.csv,")
	code, _, stderr := call("-allocations", "=a.csv", "-quote-formulas")
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "-format csv")
}

// Every kind of file of the library is checked.
func TestFiles_Documents(t *testing.T) {
	england := files(t, written(t, delivery.EnglandPlan().WriteJSON), written(t, evaluation.EnglandRecord().WriteCSV), written(t, evaluation.EnglandRecord().WriteJSON))
	require.NoError(t, os.Rename(england[2], england[2]+".json"))
	code, stdout, stderr := call("-plan", england[0], "-evidence", england[1], "-evidence", england[2]+".json", "-as-at", "2026-12-01")
	require.Equal(t, exitFine, code, stdout+stderr)
	require.Contains(t, stdout, " milestones")
	code, stdout, _ = call("-plan", england[0], "-evidence", england[1], "-as-at", "2015-05-01")
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, england[0]+": milestones[")
	require.Contains(t, stdout, england[1]+": ")

	f := files(t,
		`{"format":"newcaremodels/case/1","vanguard":"11111111-2222-4333-8444-555555555555","base":"2026/27","lines":[{"name":"beds","side":"benefit","amounts":[{"year":"2025/26","money":"1.00"}],"optimism":"0.1"}]}`,
		`{"grants":[{"id":"360G-x-1","title":"T","description":"D","currency":"EUR","amountAwarded":5,"awardDate":"2027-01-01","recipientOrganization":[{"id":"o","name":"O"}],"fundingOrganization":[{"id":"f","name":"F"}]}]}`,
		`{"grants":[{"id":"360G-x-1","title":"T","description":"D","currency":"GBP","amountAwarded":5,"awardDate":"2027-01-01","recipientOrganization":[{"id":"o","name":"O"}],"fundingOrganization":[{"id":"f","name":"F"}]}]}`)
	code, stdout, _ = call("-case", f[0], "-grants", f[1], "-grants", f[2], "-as-at", "2026-12-01")
	require.Equal(t, exitViolations, code)
	for _, want := range []string{
		f[0] + `: lines[0].optimism: "optimism": no such field; there are`, f[0] + ": vanguard: ",
		f[1] + ": grants[0].currency: ", f[2] + ": grants[0].awardDate: ",
	} {
		require.Contains(t, stdout, want)
	}
	var list []problem
	_, stdout, _ = call("-case", f[0], "-format", "json")
	require.NoError(t, json.Unmarshal([]byte(stdout), &list))
	require.Equal(t, f[0], list[0].File)
	_, stdout, _ = call("-plan", england[0], "-as-at", "2026-12-01", "-format", "json")
	require.NoError(t, json.Unmarshal([]byte(stdout), &list))
	require.Empty(t, slices.DeleteFunc(list, func(p problem) bool { return p.Severity != validate.SeverityError }))
}

func written(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b))
	return b.String()
}

// A table in the words of its keeper becomes a ledger, where no rule is broken.
func TestFiles_SaveLedger(t *testing.T) {
	f := files(t,
		"Ref;Site;FY;What;Decision;Amount (£);Agreed;Where read;Officer\n1;Salford Together;2015/16;transformation;approved;£ 700,000;03/04/2015;A page;Me\n",
		allocationHeader+"2,Salford Together,2016/17,transformation,approved,100,A page\n")
	columns := []string{
		"-comma", ";", "-day-first", "-column", "Ref=id", "-column", "Site=recipients", "-column", "FY=year", "-column", "What=stream", "-column", "Decision=status",
		"-column", "Amount (£)=amount", "-column", "Agreed=on", "-column", "Where read=source_title", "-column", "Officer=",
	}
	saved := filepath.Join(t.TempDir(), "l.json")
	code, stdout, stderr := call(append(columns, "-allocations", f[0], "-save-ledger", saved)...)
	require.Equal(t, exitFine, code, stdout+stderr)
	r, err := os.Open(saved)
	require.NoError(t, err)
	defer r.Close()
	l, err := funding.ReadLedger(r, caremodel.England())
	require.NoError(t, err)
	require.Len(t, l.Allocations, 1)
	require.Equal(t, caremodel.MustParseDate("2015-04-03"), l.Allocations[0].Events[0].On)

	code, stdout, _ = call("-ledger", saved, "-allocations", f[1], "-save-ledger", saved+".2")
	require.Equal(t, exitFine, code, stdout)
	require.FileExists(t, saved+".2")
	code, _, stderr = call("-allocations", f[0], "-save-ledger", saved+".3")
	require.Equal(t, exitViolations, code)
	require.Contains(t, stderr, "not written")
	require.NoFileExists(t, saved+".3")
	code, _, _ = call("-populations", f[0], "-save-ledger", saved)
	require.Equal(t, exitUsage, code)
}

// What stands in a header, a cell or the name of a file forges no line and steers
// no terminal.
func TestFiles_HostileNames(t *testing.T) {
	const hostile = "x\x1b[31m\nforged.csv: row 2\u202e|<b>"
	f := files(t,
		"id,recipients,year,stream,status,amount,\""+hostile+"\"\n",
		"\"id\",vanguard,area,\""+hostile+"\"\n",
		"area,people,\""+hostile+"\"\n",
		allocationHeader+"\""+hostile+"\",\""+hostile+"\",\""+hostile+"\",\""+hostile+"\",\""+hostile+"\",\""+hostile+"\",\""+hostile+"\"\n")
	strange := filepath.Join(t.TempDir(), "x\x1b[31m\nforged.csv")
	require.NoError(t, os.WriteFile(strange, []byte("area\n"), 0o644))
	for _, args := range [][]string{
		{"-allocations", f[0]}, {"-footprints", f[1]}, {"-populations", f[2], "-people", "lots"}, {"-populations", f[2], "-attributes", hostile},
		{"-allocations", f[3]}, {"-programme", f[3]}, {"-populations", strange}, {"-populations", strange + "gone"}, {"-format", hostile}, {hostile},
		{"-" + hostile}, {"-as-at", hostile},
	} {
		for _, format := range []string{"text", "jsonl"} {
			_, stdout, stderr := call(append([]string{"-format", format}, args...)...)
			require.NotContains(t, stdout+stderr, "\x1b", "%q", args)
			if format == "text" {
				require.NotContains(t, stdout+stderr, "\u202e", "%q", args)
			}
			require.NotContains(t, "\n"+stdout+stderr, "\nforged", "%q", args)
		}
	}
}

// A table of vanguards is checked by row and column, alone or as those of a programme.
func TestFiles_Vanguards(t *testing.T) {
	const header = "slug,name,category,wave,announced,source_title\n"
	f := files(t, header+"ash,Ash,MCP,first,2015-03-10,A page\nbirch,Birch,XYZ,first,2027-03-10,A page\n",
		header+"ash,Ash,MCP,first,2015-03-10,A page\nelm,Elm,PACS,first,2027-03-10,A page\n",
		allocationHeader+"one,Ash,2015/16,transformation,approved,1000,A page\n")
	code, stdout, _ := call("-vanguards", f[0], "-allocations", f[2])
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, f[0]+": row 3, column category: \"XYZ\"")
	require.Contains(t, stdout, f[2]+": not checked")

	code, stdout, _ = call("-vanguards", f[1], "-as-at", "2026-01-01")
	require.Equal(t, exitViolations, code)
	require.Contains(t, stdout, f[1]+": row 3, column announced: \"2027-03-10\"")

	code, stdout, _ = call("-vanguards", f[1], "-allocations", f[2])
	require.Equal(t, exitFine, code, stdout)
	require.Contains(t, stdout, f[1]+": 2 vanguards")
	require.Contains(t, stdout, f[2]+": 1 allocation;")

	var document bytes.Buffer
	require.NoError(t, caremodel.EnglandDefinition().WriteJSON(&document))
	programme := filepath.Join(t.TempDir(), "p.json")
	require.NoError(t, os.WriteFile(programme, document.Bytes(), 0o644))
	code, stdout, _ = call("-programme", programme, "-vanguards", f[1])
	require.Equal(t, exitFine, code, stdout)
	require.Contains(t, stdout, programme+": 50 vanguards\n")
	require.Contains(t, stdout, f[1]+": 2 vanguards")
}
