package wire_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/newcaremodels/newcaremodels/caremodel"
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/wire"
)

const format = "newcaremodels/test/1"

type reference string

type place struct {
	Name  string         `json:"name"`
	Day   caremodel.Date `json:"day,omitzero"`
	Count int            `json:"count,omitzero"`
	Tags  []string       `json:"tags,omitempty"`
}

type records struct {
	Title  string           `json:"title"`
	Flag   bool             `json:"flag,omitzero"`
	Big    int64            `json:"big,omitzero"`
	Small  int32            `json:"small,omitzero"`
	Owner  reference        `json:"owner,omitzero"`
	Inner  place            `json:"inner,omitzero"`
	Other  *place           `json:"other,omitempty"`
	Places []place          `json:"places,omitempty"`
	Shares map[string]int64 `json:"shares,omitempty"`
	Unsent string           `json:"-"`
}

type document struct {
	Format string `json:"format"`
	records
}

// complete is a document with every field, in the form that Write writes.
const complete = `{
  "format": "newcaremodels/test/1",
  "title": "A & B <C> £ \"x\" \\ud800",
  "flag": true,
  "big": -9223372036854775808,
  "small": 2147483647,
  "owner": "somebody",
  "inner": {
    "name": "in",
    "day": "2015-03-10"
  },
  "other": {
    "name": "out"
  },
  "places": [
    {
      "name": "first",
      "count": 7,
      "tags": [
        "a",
        "b"
      ]
    },
    {
      "name": "second"
    }
  ],
  "shares": {
    "x": 1,
    "y.z": 2
  }
}
`

func read(text string) (document, wire.Document) { return readFrom(strings.NewReader(text)) }

func readFrom(r io.Reader) (document, wire.Document) {
	var d document
	return d, wire.Read(r, &d, wire.Options{Format: format})
}

func readInto(d *document, r io.Reader) wire.Document {
	return wire.Read(r, d, wire.Options{Format: format})
}

func found(doc wire.Document) []string {
	var out []string
	for v := range doc.Violations().All() {
		out = append(out, string(v.Code)+" "+v.Path)
	}
	return out
}

// with returns a document that has this text after its required fields.
func with(text string) string {
	return `{"format":"newcaremodels/test/1","title":"t",` + text + `}`
}

func TestRead_Complete(t *testing.T) {
	var d document
	doc := readInto(&d, strings.NewReader(complete))
	require.NoError(t, doc.Violations().Err())
	require.False(t, doc.Cut())
	require.Equal(t, records{
		Title: `A & B <C> £ "x" \ud800`, Flag: true, Big: -1 << 63, Small: 1<<31 - 1, Owner: "somebody",
		Inner: place{Name: "in", Day: caremodel.MustParseDate("2015-03-10")},
		Other: &place{Name: "out"},
		Places: []place{
			{Name: "first", Count: 7, Tags: []string{"a", "b"}},
			{Name: "second"},
		},
		Shares: map[string]int64{"x": 1, "y.z": 2},
	}, d.records)

	var b bytes.Buffer
	require.NoError(t, wire.Write(&b, d))
	require.Equal(t, complete, b.String(), "what is read is written as the same bytes")
}

// The result does not depend on how the bytes arrive.
func TestRead_ReadersOfAllSorts(t *testing.T) {
	for _, text := range []string{complete, complete[:200], with(`"x":1`), with(`"title":2`), "\ufeff" + complete} {
		var want document
		expected := readInto(&want, strings.NewReader(text))
		for _, r := range []io.Reader{
			iotest.OneByteReader(strings.NewReader(text)),
			iotest.HalfReader(strings.NewReader(text)),
			iotest.DataErrReader(strings.NewReader(text)),
		} {
			var got document
			doc := readInto(&got, r)
			require.Equal(t, want, got)
			require.Equal(t, expected.Violations(), doc.Violations())
		}
	}
}

// A reader that returns single bytes costs no more than its bytes: a decoder that
// received the blanks one by one would take minutes.
func TestRead_ByteByByte(t *testing.T) {
	blanks := strings.Repeat(" ", 1<<20-100)
	text := strings.Replace(complete, "{", "{"+blanks, 1)
	var got *document
	most := testing.AllocsPerRun(1, func() {
		d, doc := readFrom(iotest.OneByteReader(strings.NewReader(text)))
		require.NoError(t, doc.Violations().Err())
		got = &d
	})
	want, _ := readFrom(strings.NewReader(complete))
	require.Equal(t, want, *got)
	require.Less(t, most, 1000.0, "nothing is kept for each byte")
}

func TestRead_Shapes(t *testing.T) {
	deep := strings.Repeat("[", 40) + strings.Repeat("]", 40)
	for _, tc := range []struct {
		name, text string
		want       []string // code and path
		cut        bool
	}{
		{name: "unknown field", text: with(`"x":1`), want: []string{"unknown x"}},
		{name: "unknown field below", text: with(`"places":[{"name":"a"},{"name":"b","days":[{"y":[1]}]}]`), want: []string{"unknown places[1].days"}},
		{name: "another case", text: with(`"Flag":true`), want: []string{"unknown Flag"}},
		{name: "unsent field", text: with(`"Unsent":"y","-":"z"`), want: []string{"unknown Unsent", "unknown -"}},
		{name: "key twice", text: with(`"title":"u"`), want: []string{"duplicate title"}},
		{name: "key twice below", text: with(`"inner":{"name":"a","name":{"x":1}}`), want: []string{"duplicate inner.name"}},
		{name: "key twice in a map", text: with(`"shares":{"x":1,"x":2}`), want: []string{"duplicate shares.x"}},
		{name: "unknown key twice", text: with(`"x":1,"x":2`), want: []string{"unknown x", "duplicate x"}},
		{name: "missing", text: `{}`, want: []string{"required format", "required title"}},
		{name: "missing below", text: with(`"inner":{},"places":[{}]`), want: []string{"required inner.name", "required places[0].name"}},
		{name: "null", text: with(`"flag":null,"inner":null,"places":[null],"other":null,"big":null,"owner":null,"shares":{"a":null}`),
			want: []string{"format flag", "format inner", "format places[0]", "format other", "format big", "format owner", "format shares.a"}},
		{name: "null required", text: `{"format":"newcaremodels/test/1","title":null}`, want: []string{"format title"}},
		{name: "wrong types", text: with(`"flag":"true","big":"1","owner":7,"inner":[{"name":"x"}],"places":{"name":"x"},"shares":[1],"small":{}`),
			want: []string{"format flag", "format big", "format owner", "format inner", "format places", "format shares", "format small"}},
		{name: "wrong texts", text: with(`"inner":{"name":"a","day":"2015-02-29"},"places":[{"name":"b","day":""},{"name":"c","day":20150310}]`),
			want: []string{"range inner.day", "format places[0].day", "format places[1].day"}},
		{name: "numbers out of range", text: with(`"big":9223372036854775808,"small":2147483648,"inner":{"name":"a","count":1e400}`),
			want: []string{"overflow big", "overflow small", "format inner.count"}},
		{name: "numbers that are not whole", text: with(`"big":1.0,"small":1e3,"inner":{"name":"a","count":-0.5}`),
			want: []string{"format big", "format small", "format inner.count"}},
		{name: "deep", text: with(`"x":` + deep), want: []string{"unknown x", "too-large x"}, cut: true},
		{name: "deep in a known field", text: with(`"title2":1,"flag":` + deep), want: []string{"unknown title2", "format flag", "too-large flag"}, cut: true},
		{name: "not an object", text: `[1]`, want: []string{"format document"}, cut: true},
		{name: "a bare text", text: `"x"`, want: []string{"format document"}, cut: true},
		{name: "nothing", text: ``, want: []string{"format document"}, cut: true},
		{name: "blanks", text: " \n", want: []string{"format document"}, cut: true},
		{name: "not JSON", text: `{title:1}`, want: []string{"format document"}, cut: true},
		{name: "not JSON below", text: with(`"places":[{"name":"a"},{"name":truth}]`), want: []string{"format places[1].name"}, cut: true},
		{name: "a comma too many", text: with(`"places":[{"name":"a"},]`), want: []string{"format places[1]"}, cut: true},
		{name: "byte-order mark", text: "\ufeff" + complete, want: []string{"format document"}, cut: true},
		{name: "UTF-16", text: "\xff\xfe{\x00}\x00", want: []string{"format document"}, cut: true},
		{name: "data after the end", text: with(`"flag":true`) + `{}`, want: []string{"format document"}},
		{name: "rubbish after the end", text: complete + "x", want: []string{"format document"}},
		{name: "invalid UTF-8", text: with("\"owner\":\"a\xff\",\"inner\":{\"name\":\"\xc3\"}"), want: []string{"format owner", "format inner.name"}},
		{name: "lone surrogates", text: with(`"owner":"\ud800x","inner":{"name":"\udc00"}`), want: []string{"format owner", "format inner.name"}},
		{name: "damaged before", text: with(`"owner":"caf�"`), want: []string{"format owner"}},
		{name: "damaged key", text: with("\"shares\":{\"a\xff\":1}"), want: []string{"format shares." + `"a` + "�" + `"`}},
		{name: "damaged unknown keys", text: with("\"a\xff\":1,\"a\xfe\":2"), want: []string{"unknown \"a�\"", "duplicate \"a�\""}},
		{name: "another format", text: `{"format":"newcaremodels/ledger/1","funds":[1],"x":2}`, want: []string{"unknown format"}, cut: true},
		{name: "no text for a format", text: `{"format":1,"title":"t"}`, want: []string{"format format"}},
		{name: "format twice", text: `{"format":"newcaremodels/test/1","title":"t","format":"x"}`, want: []string{"duplicate format"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, doc := read(tc.text)
			require.Equal(t, tc.want, found(doc))
			require.Equal(t, tc.cut, doc.Cut())
			requireSane(t, doc)
		})
	}
}

// requireSane checks what must hold for every violation of any document.
func requireSane(t require.TestingT, doc wire.Document) {
	for v := range doc.Violations().All() {
		require.NotEmpty(t, v.Path)
		require.NotEmpty(t, v.Code)
		require.NotEmpty(t, v.Detail)
		require.Equal(t, validate.SeverityError, v.Severity)
		require.Less(t, len(v.Error()), 2000)
		require.NotContains(t, v.Error(), "\n")
		require.True(t, utf8.ValidString(v.Error()))
		require.True(t, doc.Spoiled(v.Path))
	}
	if doc.Cut() {
		require.Error(t, doc.Violations().Err())
	}
}

func TestRead_DetailsSayWhatWouldBeRight(t *testing.T) {
	_, doc := read(with(`"flag":null`))
	require.EqualError(t, doc.Violations().Err(), `flag: "null": null is not a value: leave the field out (format)`)

	_, doc = read(with(`"plcaes":[],"zzz":1`))
	require.EqualError(t, doc.Violations().Err(), `plcaes: "plcaes": no such field; the nearest is "places" (unknown)
zzz: "zzz": no such field; there are big, flag, format, inner, other, owner, places, shares, small, title (unknown)`)
}

// A key cannot break a line of a message, make a path longer than allowed, or pass
// for the path of another value.
func TestRead_HostileKeys(t *testing.T) {
	for _, key := range []string{"places[0].name", "places", "a\nb", "a: b", "", "\u202e", strings.Repeat("k", 1<<16), strings.Repeat("é", 60)} {
		quoted, err := json.Marshal(key)
		require.NoError(t, err)
		text := with(`"places":[{"name":"a"}],` + string(quoted) + `:1`)
		var d document
		doc := readInto(&d, strings.NewReader(text))
		requireSane(t, doc)
		require.Equal(t, 1, doc.Violations().Len())
		for v := range doc.Violations().All() {
			require.Less(t, len(v.Path), 250)
		}
		if key != "places" {
			doc.DropSpoiled(&d)
			require.Equal(t, []place{{Name: "a"}}, d.Places)
		}
	}
}

// A document that is cut off at any byte is an error at a place, and what was read
// in full before it is kept.
func TestRead_TruncatedAtEveryByte(t *testing.T) {
	var whole document
	require.NoError(t, readInto(&whole, strings.NewReader(complete)).Violations().Err())
	for n := range len(complete) - 2 { // the last bytes are the brace and a line break
		var d document
		doc := readInto(&d, strings.NewReader(complete[:n]))
		require.True(t, doc.Cut(), n)
		require.Equal(t, 1, doc.Violations().Len(), n)
		requireSane(t, doc)
		for i, p := range d.Places {
			require.Equal(t, whole.Places[i], p, n)
		}
	}
}

// Damaging any byte of a document gives an error, or another document.
func TestDamaged_AtEveryByte(t *testing.T) {
	for i := range len(complete) {
		for _, b := range []byte{0, '"', '{', ']', ',', '9', 0x80, ' '} {
			requireLaws(t, []byte(complete[:i]+string([]byte{b})+complete[i+1:]))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(complete))
	for _, text := range []string{`{}`, `[]`, ``, with(`"x":{"y":[1,null]}`), with(`"big":1e9`), with(`"owner":"\ud83d\ude00"`), with(`"shares":{"a":1,"a":2}`)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { requireLaws(t, text) })
}

// requireLaws checks what must hold for every input.
func requireLaws(t require.TestingT, text []byte) {
	var d document
	doc := readInto(&d, bytes.NewReader(text))
	requireSane(t, doc)
	if doc.Violations().Len() > 0 {
		return
	}
	require.True(t, json.Valid(text))
	require.Equal(t, format, d.Format)

	// A valid document means the same to the standard library.
	var std document
	require.NoError(t, json.Unmarshal(text, &std))
	require.Equal(t, written(t, std), written(t, d))

	// What was read can be written and read again unchanged.
	var again document
	require.NoError(t, readInto(&again, strings.NewReader(written(t, d))).Violations().Err())
	require.Equal(t, d, again)
}

func written(t require.TestingT, v any) string {
	var b bytes.Buffer
	require.NoError(t, wire.Write(&b, v))
	return b.String()
}

func TestRead_Size(t *testing.T) {
	for size, fits := range map[int64]bool{int64(len(complete)): true, int64(len(complete)) - 1: false, 10: false, 1: false} {
		var d document
		doc := wire.Read(strings.NewReader(complete), &d, wire.Options{Format: format, MaxBytes: size})
		if fits {
			require.NoError(t, doc.Violations().Err())
			continue
		}
		require.ErrorIs(t, doc.Violations().Err(), validate.TooLarge, size)
		require.True(t, size == int64(len(complete))-1 || doc.Cut())
		requireSane(t, doc)
	}
}

// A failure of the reader is distinguished from a fault of the document and stays
// visible to errors.Is.
func TestRead_ReaderFails(t *testing.T) {
	broken := errors.New("connection reset")
	for n := range len(complete) {
		_, doc := readFrom(io.MultiReader(strings.NewReader(complete[:n]), iotest.ErrReader(broken)))
		err := doc.Violations().Err()
		require.ErrorIs(t, err, broken, n)
		require.ErrorIs(t, err, validate.Unreadable, n)
		require.NotErrorIs(t, err, validate.Format, n)
		require.Equal(t, n < len(complete)-1, doc.Cut(), n)
		requireSane(t, doc)
	}
	_, doc := readFrom(io.MultiReader(strings.NewReader(complete[:30]), iotest.ErrReader(io.ErrUnexpectedEOF)))
	require.ErrorIs(t, doc.Violations().Err(), io.ErrUnexpectedEOF)
}

func TestRead_Resolve(t *testing.T) {
	options := wire.Options{Format: format, Resolve: wire.Resolve(func(text string) (reference, error) {
		if text == "nobody" {
			return "", fmt.Errorf("who is it: %w", validate.Unknown)
		}
		return reference("id of " + text), nil
	})}
	var d document
	require.NoError(t, wire.Read(strings.NewReader(complete), &d, options).Violations().Err())
	require.Equal(t, reference("id of somebody"), d.Owner)

	d = document{}
	doc := wire.Read(strings.NewReader(with(`"owner":"nobody"`)), &d, options)
	require.Equal(t, []string{"unknown owner"}, found(doc))
	require.Zero(t, d.Owner)
}

// A file that is not JSON is named for what it is.
func TestRead_NamesWhatAFileIs(t *testing.T) {
	for text, what := range map[string]string{
		"\xff\xfe{\x00}\x00": "text in UTF-16, not JSON", "{\x00}\x00": "UTF-16 without a byte-order mark", "PK\x03\x04..": "a workbook",
		"\x1f\x8b\x08": "compressed with gzip", "\ufeff{}": "byte-order mark", "id,amount\n": "this is not JSON: invalid character",
	} {
		_, doc := read(text)
		require.ErrorContains(t, doc.Violations().Err(), what)
	}
}

func TestRead_SpoiledAndSound(t *testing.T) {
	var d document
	doc := readInto(&d, strings.NewReader(with(`"places":[{"name":"a"},{"name":"b","x":1},7,{"name":"d","tags":["x",7]},{"name":"e"}]`)))
	require.Equal(t, []string{"unknown places[1].x", "format places[2]", "format places[3].tags[1]"}, found(doc))
	require.Len(t, d.Places, 5, "positions are those of the document")
	doc.DropSpoiled(&d)
	require.Equal(t, []place{{Name: "a"}, {Name: "e"}}, d.Places)

	for path, want := range map[string]bool{
		"places": true, "places[1]": true, "places[1].x": true, "places[1].x.y": true, "places[2].name": true,
		"places[3].tags": true, "places[3].tags[1]": true,
		"places[0]": false, "places[10]": false, "places[1].name": false, "places[3].tags[0]": false, "title": false, "": false,
	} {
		require.Equal(t, want, doc.Spoiled(path), path)
	}

	d = document{}
	doc = readInto(&d, strings.NewReader(with(`"inner":{"name":"in","tags":["x",7,"y"]},"places":7`)))
	require.Equal(t, []string{"format inner.tags[1]", "format places"}, found(doc))
	doc.DropSpoiled(&d)
	require.Equal(t, []string{"x", "y"}, d.Inner.Tags, "lists in structs too")
	require.Empty(t, d.Places)
}

// Violations that only follow from a spoiled value are left out, and no others.
func TestRead_Join(t *testing.T) {
	var c validate.Checker
	c.At("places").Index(1).At("x").Error(validate.Required, "", "knock-on")
	c.At("places").Index(0).At("name").Warn(validate.Unlikely, "", "kept")
	for i := range 150 {
		c.At("other").Index(i).Warn(validate.Range, "", "kept")
	}
	rules := c.Violations()

	_, doc := read(with(`"places":[{"name":"a"},{"name":"b","x":1}]`))
	joined := doc.Join(rules)
	require.Equal(t, 1+1+100, joined.Len())
	require.Equal(t, 50, joined.Omitted())
	require.NotErrorIs(t, joined.Err(), validate.Required)

	_, doc = read(with(`"flag":true`))
	require.Equal(t, rules, doc.Join(rules))
}

func TestFields_OfNoKnownType(t *testing.T) {
	var d struct {
		Format string  `json:"format"`
		Share  float32 `json:"share"`
	}
	doc := wire.Read(strings.NewReader(`{"format":"newcaremodels/test/1","share":0.5}`), &d, wire.Options{Format: format})
	require.Equal(t, []string{"format share"}, found(doc))
}

// How a value that does not fit stands in a message.
func TestShow(t *testing.T) {
	for text, want := range map[string]string{"{}": "{…}", "[]": "[…]", "null": "null", "1.50": "1.50", "true": "true", `"x"`: "x"} {
		token, err := wire.NewTokens(strings.NewReader(text), 0).Next()
		require.NoError(t, err)
		require.Equal(t, want, wire.Show(token))
	}
}
