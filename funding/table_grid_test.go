package funding_test

import (
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/newcaremodels/newcaremodels/funding"
)

// A grid has every combination once, in order; its rows are those of the table where
// there is one, and not known elsewhere; the total is the table's.
func TestTable_Grid(t *testing.T) {
	p := testProgramme(t)
	rapid.Check(t, func(t *rapid.T) {
		b, err := funding.NewBook(p, drawLedger(t))
		require.NoError(t, err)
		if rapid.Bool().Draw(t, "some") {
			b = where(t, b, funding.Filter{Vanguards: who("ash", "damson", "fir")})
		}
		dims := []funding.Dimension{funding.ByStream, funding.ByVanguard, funding.ByYear}
		if rapid.Bool().Draw(t, "by category") {
			dims = []funding.Dimension{funding.ByCategory, funding.ByStream, funding.ByRegion}
		}
		table, err := b.Table(dims...)
		require.NoError(t, err)
		grid := table.Grid()
		require.Equal(t, table.Total(), grid.Total())
		require.Equal(t, table.Dimensions(), grid.Dimensions())
		rows := slices.Collect(grid.Rows())
		require.Len(t, rows, grid.Len())
		there := 0
		type rest struct {
			stream        funding.Stream
			year, through funding.FinancialYear
		}
		rests, homes, pairs := map[rest]bool{}, map[funding.Key]bool{}, map[funding.Key]bool{}
		for _, r := range rows {
			require.False(t, pairs[r.Key], "twice: %v", r.Key)
			pairs[r.Key] = true
			want, ok := table.Row(r.Key)
			if ok {
				there++
				require.Equal(t, want, r)
			} else {
				_, known := r.Amount()
				require.False(t, known)
			}
			again, found := grid.Row(r.Key)
			require.True(t, found)
			require.Equal(t, r, again)
			rests[rest{r.Key.Stream, r.Key.Year, r.Key.Through}] = true
			homes[funding.Key{Vanguard: r.Key.Vanguard, Category: r.Key.Category, Region: r.Key.Region, Joint: r.Key.Joint}] = true
		}
		require.Equal(t, table.Len(), there, "every row of the table is in it, in order")
		order := slices.Collect(table.Rows())
		i := 0
		for _, r := range rows {
			if i < len(order) && r == order[i] {
				i++
			}
		}
		require.Equal(t, len(order), i)
		if table.Len() == 0 {
			return
		}
		if dims[1] == funding.ByVanguard {
			streams, spans := map[funding.Stream]bool{}, map[[2]funding.FinancialYear]bool{}
			for r := range rests {
				streams[r.stream], spans[[2]funding.FinancialYear{r.year, r.through}] = true, true
			}
			for k := range homes {
				if k.Vanguard.IsZero() {
					continue
				}
				for s := range streams {
					for y := range spans {
						require.True(t, pairs[funding.Key{Vanguard: k.Vanguard, Stream: s, Year: y[0], Through: y[1]}])
					}
				}
			}
		}
	})
}

func TestTable_GridOfNothing(t *testing.T) {
	require.Zero(t, funding.Table{}.Grid().Len())
	table, err := trial(t).Table(funding.ByVanguard)
	require.NoError(t, err)
	require.Equal(t, 7, table.Grid().Len(), "every vanguard, none with a record")
	require.Equal(t, table.Grid().Len(), table.Grid().Grid().Len())
}

func ExampleTable_Grid() {
	years := funding.Filter{Streams: []funding.Stream{funding.StreamTransformation}}
	table := must(must(funding.England().Where(years)).Table(funding.ByCategory, funding.ByYear))
	if err := table.Grid().WriteText(os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// Category  Year                 Sum    Amounts  Left out  Vanguards
	// PACS      2015/16   £45,850,000.00     9 of 9         0     9 of 9
	// PACS      2016/17    £6,375,000.00     3 of 8         0     3 of 9
	// PACS      2017/18   £10,490,000.00     4 of 8         0     4 of 9
	// MCP       2015/16   £31,270,000.00     7 of 7         0    7 of 14
	// MCP       2016/17   £23,530,000.00    9 of 13         0    9 of 14
	// MCP       2017/18   £20,045,000.00    9 of 14         0    8 of 14
	// EHCH      2015/16    £1,080,000.00     1 of 1         0     1 of 6
	// EHCH      2016/17        not known     0 of 6         0     0 of 6
	// EHCH      2017/18    £1,600,000.00     1 of 6         0     1 of 6
	// UEC       2015/16        not known     0 of 0         0     0 of 8
	// UEC       2016/17    £5,200,000.00     4 of 8         0     4 of 8
	// UEC       2017/18        not known     0 of 8         0     0 of 8
	// ACC       2015/16    £6,570,000.00     3 of 3         0    3 of 13
	// ACC       2016/17   £19,700,000.00    6 of 12         0    6 of 13
	// ACC       2017/18   £10,550,000.00    4 of 12         0    4 of 13
	// Total              £182,260,000.00  60 of 115         0   14 of 50
}
