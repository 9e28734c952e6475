package caremodel_test

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

func TestParseODSCode(t *testing.T) {
	for _, code := range []string{"A", "7", "12F", "RTE", "A81001", "A3A8R", "V81999", "ABCDEFGH9"} {
		parsed, err := caremodel.ParseODSCode(code)
		require.NoError(t, err)
		require.Equal(t, caremodel.ODSCode(code), parsed)
	}
	for _, code := range []string{"", "12f", " 12F", "12F ", "12-F", "ABCDEFGH90", "Ä81001", "A\x0081001"} {
		parsed, err := caremodel.ParseODSCode(code)
		require.ErrorIs(t, err, validate.Format, code)
		require.Empty(t, parsed)
	}
}

// The examples are real codes; the shapes were counted in national files of 2015
// to 2022.
func TestOds_LikelyKinds(t *testing.T) {
	for code, want := range map[caremodel.ODSCode][]caremodel.ODSKind{
		"00C": {caremodel.ODSCommissioner}, "12F": {caremodel.ODSCommissioner}, "99P": {caremodel.ODSCommissioner},
		// The nine commissioners of the form that came in 2021.
		"A3A8R": {caremodel.ODSCommissioner}, "B2M3M": {caremodel.ODSCommissioner}, "D2P2L": {caremodel.ODSCommissioner},
		"D4U1Y": {caremodel.ODSCommissioner}, "D9Y0V": {caremodel.ODSCommissioner}, "M1J4Y": {caremodel.ODSCommissioner},
		"M2L0M": {caremodel.ODSCommissioner}, "W2U3Z": {caremodel.ODSCommissioner}, "X2C4Y": {caremodel.ODSCommissioner},
		"QOP": {caremodel.ODSCareBoard}, "QE1": {caremodel.ODSCareBoard},
		"Y54": {caremodel.ODSRegion}, "Y63": {caremodel.ODSRegion},
		"Q71": {caremodel.ODSLocalOffice}, "Q88": {caremodel.ODSLocalOffice},
		"A81001": {caremodel.ODSPractice}, "P92653": {caremodel.ODSPractice}, "Y00001": {caremodel.ODSPractice},
		"W97001": {caremodel.ODSPractice}, "S10002": {caremodel.ODSPractice}, // Wales, Scotland
		"U12345": {caremodel.ODSNetwork},
		"R0A":    {caremodel.ODSTrust}, "RTE": {caremodel.ODSTrust}, "TAD": {caremodel.ODSTrust},
		"RTE01": {caremodel.ODSTrustSite},
		"5E1":   {caremodel.ODSCareTrust},
		"52A":   {caremodel.ODSCommissioner, caremodel.ODSCareTrust}, // the form of both
		// No registered practice, not applicable, not known.
		"V81997": nil, "V81998": nil, "V81999": nil,
		"I81001": nil, "O81001": nil, "Z81001": nil,
		"U": nil, "": nil, "07L00": nil, "12f": nil,
	} {
		require.Equal(t, want, code.LikelyKinds(), code)
	}
}

// odsRows returns the rows of a file of the Organisation Data Service, which has
// no header.
func odsRows(t *testing.T, name string) [][]string {
	t.Helper()
	file, err := os.Open("../../shared/reference/coverage/data/" + name)
	if err != nil {
		t.Skipf("reference file %s is not here", name)
	}
	defer file.Close()
	var r io.Reader = file
	if strings.HasSuffix(name, ".gz") {
		r, err = gzip.NewReader(file)
		require.NoError(t, err)
	}
	rows, err := csv.NewReader(r).ReadAll()
	require.NoError(t, err)
	return rows
}

// Every code of whole national files has its kind among the likely ones: 8,177
// general practices (prescribing setting 4) of February 2016, 242 commissioners
// of November 2018, 218 trusts of 2022.
func TestOds_LikelyKindsOfNationalFiles(t *testing.T) {
	for _, tc := range []struct {
		file  string
		kind  caremodel.ODSKind
		keep  func(row []string) bool
		count int
	}{
		{"ods_epraccur_2016-02.csv.gz", caremodel.ODSPractice, func(row []string) bool { return row[25] == "4" }, 8177},
		{"ods_eccg_2018-11.csv", caremodel.ODSCommissioner, nil, 242},
		{"ods_etr_trusts_2022.csv", caremodel.ODSTrust, nil, 218},
	} {
		t.Run(tc.file, func(t *testing.T) {
			n := 0
			for _, row := range odsRows(t, tc.file) {
				if tc.keep != nil && !tc.keep(row) {
					continue
				}
				n++
				code, err := caremodel.ParseODSCode(row[0])
				require.NoError(t, err)
				if !slices.Contains(code.LikelyKinds(), tc.kind) {
					t.Errorf("%s is not likely a %s", code, tc.kind)
				}
			}
			require.Equal(t, tc.count, n)
		})
	}
}

func FuzzParseODSCode(f *testing.F) {
	for _, seed := range []string{"12F", "RTE", "A81001", "", "12f", "ABCDEFGH90", "52A"} {
		f.Add(seed)
	}
	order := []caremodel.ODSKind{
		caremodel.ODSCommissioner, caremodel.ODSCareBoard, caremodel.ODSRegion, caremodel.ODSLocalOffice, caremodel.ODSPractice,
		caremodel.ODSNetwork, caremodel.ODSTrust, caremodel.ODSTrustSite, caremodel.ODSCareTrust,
	}
	f.Fuzz(func(t *testing.T, text string) {
		code, err := caremodel.ParseODSCode(text)
		kinds := caremodel.ODSCode(text).LikelyKinds()
		require.True(t, slices.IsSortedFunc(kinds, func(a, b caremodel.ODSKind) int {
			return slices.Index(order, a) - slices.Index(order, b)
		}), "in the order of the constants")
		if err != nil {
			require.Empty(t, kinds, "what is no code has no kind")
			return
		}
		require.Equal(t, text, string(code))
		require.LessOrEqual(t, len(text), 9)
	})
}
