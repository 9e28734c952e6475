package funding_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/funding"
)

func TestKey_String(t *testing.T) {
	y := funding.MustParseFinancialYear
	for want, k := range map[string]funding.Key{
		"all":                         {},
		"PACS, 2015/16":               {Category: caremodel.PACS, Year: y("2015/16")},
		"2015/16 to 2017/18, capital": {Year: y("2015/16"), Through: y("2017/18"), Kind: funding.Capital},
		"first, paid, main":           {Wave: "first", Status: funding.Paid, Fund: "main"},
		"2015/16, several jointly":    {Year: y("2015/16"), Joint: true},
		who("ash")[0].String():        {Vanguard: who("ash")[0]},
	} {
		require.Equal(t, want, k.String())
	}
}
