package form

import "bytes"

// magic lists how files that are not UTF-8 text begin, and what they are.
var magic = [...]struct{ begin, what string }{
	{"\xFF\xFE", "text in UTF-16"},
	{"\xFE\xFF", "text in UTF-16"},
	{"PK\x03\x04", "a workbook (or another zip archive)"},
	{"\xD0\xCF\x11\xE0", "a workbook of an old Excel"},
	{"\x1F\x8B", "compressed with gzip"},
	{"%PDF", "a PDF document"},
}

// NotText describes a file that is not UTF-8 text by how it begins; it returns ""
// for any other. Sixty-four bytes are enough.
func NotText(head []byte) string {
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.begin)) {
			return m.what
		}
	}
	if wide(head) {
		return "text in UTF-16 without a byte-order mark"
	}
	return ""
}

// wide reports whether a text begins like UTF-16 without a byte-order mark: every
// other byte is NUL.
func wide(text []byte) bool {
	const enough = 4
	text = text[:min(len(text), 64)&^1]
	var zero [2]int
	for i, b := range text {
		if b == 0 {
			zero[i%2]++
		}
	}
	half := len(text) / 2
	return half >= enough/2 && (zero[0] == 0 && zero[1] > half*3/4 || zero[1] == 0 && zero[0] > half*3/4)
}
