package sheet_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/sheet"
)

// read is everything that a reader returns for a text.
type read struct {
	rows  []string
	found []validate.Violation
	err   string
}

func newRead(rows []string, c *validate.Checker, err error) read {
	out := read{rows: rows, err: fmt.Sprint(err)}
	for v := range c.Violations().All() {
		out.found = append(out.found, v)
	}
	return out
}

func oneRow(n int, fields [][]byte) string { return fmt.Sprintf("%d %q", n, fields) }

// byRow reads one row after another.
func byRow(r io.Reader) read {
	var rows []string
	var c validate.Checker
	s := sheet.NewReader(r)
	for {
		fields, err := s.NextBytes()
		if p, ok := errors.AsType[sheet.Problem](err); ok {
			p.Record(&c)
			if p.Fatal {
				return newRead(rows, &c, nil)
			}
			continue
		}
		if errors.Is(err, io.EOF) {
			return newRead(rows, &c, nil)
		}
		if err != nil {
			return newRead(rows, &c, err)
		}
		rows = append(rows, oneRow(s.Row(), fields))
	}
}

func byBytes(r io.Reader) read {
	var rows []string
	var c validate.Checker
	err := sheet.NewReader(r).EachBytes(&c, func(n int, fields [][]byte) { rows = append(rows, oneRow(n, fields)) })
	return newRead(rows, &c, err)
}

// byBlocks reads blocks with problems again in done, since problems must be
// reported in order.
func byBlocks(r io.Reader, block, workers int) (out read, blocks int) {
	var rows []string
	var c validate.Checker
	s := sheet.NewReader(r)
	if block > 0 {
		s.SetBlock(block)
	}
	type result struct {
		rows    []string
		unusual bool
	}
	row := func(n int, fields [][]byte) { rows = append(rows, oneRow(n, fields)) }
	err := sheet.EachBlock(s, &c, workers, func(_ int, b *sheet.Block) (found result) {
		var own validate.Checker
		b.EachBytes(&own, func(n int, fields [][]byte) { found.rows = append(found.rows, oneRow(n, fields)) })
		found.unusual = !own.OK()
		return found
	}, func(_ int, b *sheet.Block, found result) {
		blocks++
		if found.unusual {
			b.EachBytes(&c, row)
			return
		}
		rows = append(rows, found.rows...)
	}, row)
	return newRead(rows, &c, err), blocks
}

// mixed returns this many rows, some with everything that is unusual in a sheet.
func mixed(rows int) string {
	odd := map[int]string{
		3: "\n\n", 17: "\"quoted, twice\",\"\"\n", 18: "\"over\nlines\",2\r\n", 40: "short\n", 41: "a,b,c\n", 60: "M\xf4n , \u00a0\n", 77: "5\" pipe,1\n", 90: " , \n",
	}
	var b strings.Builder
	b.WriteString("\uFEFFarea,people\r\n")
	for i := range rows {
		if text, ok := odd[i%100]; ok && i%300 < 100 {
			b.WriteString(text)
			continue
		}
		fmt.Fprintf(&b, "E0100%04d,%d\n", i, i*7)
	}
	return b.String()
}

func TestEachBlock_IsEachBytes(t *testing.T) {
	tooLong := mixed(2_000) + "x," + strings.Repeat("y", sheet.MaxRecordBytes) + "\n" + mixed(2_000)
	for name, text := range map[string]string{
		"plain":          "area,people\n" + strings.Repeat("E01010638,1537\n", 5_000),
		"mixed":          mixed(5_000),
		"without an end": strings.TrimSuffix(mixed(5_000), "\n"),
		"too long":       tooLong,
		"not closed":     mixed(2_000) + "\"\n" + mixed(2_000),
		"empty":          "",
		"header":         "a,b\n",
		"UTF-16":         "\xff\xfea\x00",
	} {
		t.Run(name, func(t *testing.T) {
			want := byRow(strings.NewReader(text))
			require.Equal(t, want, byBytes(strings.NewReader(text)))
			for _, workers := range []int{1, 2, 7} {
				for _, block := range []int{50, 4_000, 64_000} {
					got, _ := byBlocks(strings.NewReader(text), block, workers)
					require.Equal(t, want, got)
				}
				got, _ := byBlocks(iotest.HalfReader(strings.NewReader(text)), 16_000, workers)
				require.Equal(t, want, got)
			}
		})
	}
}

func TestEachBlock_UsesBlocks(t *testing.T) {
	text := "area,people\n" + strings.Repeat("E01010638,1537\n", 200_000)
	_, blocks := byBlocks(strings.NewReader(text), 0, 2)
	require.Greater(t, blocks, 10)
	require.Less(t, blocks, 30)
	_, blocks = byBlocks(strings.NewReader("a,b\n"+strings.Repeat("\"1\",2\n", 20_000)), 0, 2)
	require.Zero(t, blocks)
}

// What was read before the underlying reader failed is passed on, and so is its
// error.
func TestEachBlock_ReadError(t *testing.T) {
	broken := errors.New("connection reset")
	for _, workers := range []int{1, 3} {
		r := func() io.Reader {
			return io.MultiReader(strings.NewReader(mixed(30_000)), iotest.ErrReader(broken))
		}
		want := byRow(r())
		require.Contains(t, want.err, broken.Error())
		got, _ := byBlocks(r(), 0, workers)
		require.Equal(t, want, got)
	}
}

// A problem that ends the reading is returned by further calls too, and no
// goroutine is left.
func TestEachBlock_Ends(t *testing.T) {
	before := runtime.NumGoroutine()
	r := sheet.NewReader(strings.NewReader("a\n" + strings.Repeat("1\n", 1<<20) + strings.Repeat("x", sheet.MaxRecordBytes) + "\n" + strings.Repeat("1\n", 1<<20)))
	rows := 0
	read := func() error {
		var c validate.Checker
		count := func(int, [][]byte) { rows++ }
		err := sheet.EachBlock(r, &c, 2,
			func(int, *sheet.Block) bool { return true },
			func(_ int, b *sheet.Block, _ bool) { b.EachBytes(&c, count) }, count)
		require.NoError(t, err)
		return c.Violations().Err()
	}
	require.ErrorIs(t, read(), validate.TooLarge)
	require.Equal(t, 1<<20, rows)
	require.ErrorIs(t, read(), validate.TooLarge)
	require.Equal(t, 1<<20, rows)
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before+1 }, 10*time.Second, time.Millisecond) // and the one that counts them
}

// FuzzEachBlock compares blocks of any size on any number of goroutines with reading row by row.
func FuzzEachBlock(f *testing.F) {
	for _, text := range []string{
		"a,b\n1,2\n3,4\n5,6\n", "a,b\r\n1,2\r\n\"1\n2\",3\r\n4,5\r\n", "a\n\n \n\x92\xff\n,\n1\n", "a\n1\n\"unclosed\n2\n3\n", "a,b\n1\n2,3\n4\"5,6\n7,8",
		mixed(310), "a,b,c\n,1,\n, ,\n1 ,2,\n,,3 \n\xe9,,\n,,\r\n,\t,x\n1,2,3\n4,5,6\n",
	} {
		f.Add(text, uint16(5), uint8(2), uint8(1))
		f.Add(text, uint16(64), uint8(3), uint8(0))
	}
	f.Fuzz(func(t *testing.T, text string, block uint16, workers, chunks uint8) {
		open := func() io.Reader {
			switch r := strings.NewReader(text); chunks % 3 {
			case 1:
				return iotest.OneByteReader(r)
			case 2:
				return iotest.DataErrReader(iotest.HalfReader(r))
			default:
				return r
			}
		}
		want := byRow(open())
		require.Equal(t, want, byBytes(open()))
		got, _ := byBlocks(open(), int(block), 1+int(workers)%3)
		require.Equal(t, want, got)
	})
}

func BenchmarkEachBlock(b *testing.B) {
	text := "LSOA11CD,LSOA11NM,CCG15CD,FID\n" + strings.Repeat("E01010638,Bradford 004A,E38000001,1\n", 300_000)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprint(workers), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				var c validate.Checker
				row := func(int, [][]byte) {}
				err := sheet.EachBlock(sheet.NewReader(strings.NewReader(text)), &c, workers,
					func(_ int, b *sheet.Block) int { b.EachBytes(nil, row); return 0 },
					func(int, *sheet.Block, int) {}, row)
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
