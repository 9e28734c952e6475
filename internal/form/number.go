package form

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
)

// mostNumberText bounds the length of texts that are parsed and of numbers written
// out.
const mostNumberText = 64

var (
	scientific   = regexp.MustCompile(`^([+-]?)(\d)(?:\.(\d{1,20}))?[eE]([+-]?\d{1,2})$`)
	blankGroups  = regexp.MustCompile("^\\d{1,3}([ \u00a0\u2009\u202f]\\d{3})+(\\.\\d+)?$")
	pointGroups  = regexp.MustCompile(`^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$`)
	plainAmount  = regexp.MustCompile(`^\d+(\.\d\d?)?$`)
	zeroDecimals = regexp.MustCompile(`^(\d[\d,]*)\.0+$`)
	dashAmount   = regexp.MustCompile(`^[-–—−]+$`)
	spreadsheet  = regexp.MustCompile(`^#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|#+)$`)
)

// Amount reads an amount as Excel and pandas write it and returns it in the form that ParseMoney reads, with its pound sign
// and scale, or else says what is wrong and what would be right. A text in an unknown form is returned unchanged. Amount
// accepts blanks around the amount and beside the pound sign, "GBP", brackets and a minus at either end for negative
// amounts, blanks between groups of three digits, and exponents.
func Amount(text string) (plain, fault string) {
	if len(text) > mostNumberText || plainAmount.MatchString(text) {
		return text, ""
	}
	text = strings.TrimFunc(text, unicode.IsSpace)
	bare, negative := sign(text)
	pounds := false
	for _, mark := range [...]string{"£", "GBP"} {
		if rest, ok := strings.CutPrefix(bare, mark); ok {
			bare, pounds = strings.TrimFunc(rest, unicode.IsSpace), true
			break
		}
	}
	if !negative {
		bare, negative = sign(bare)
	}
	switch {
	case isSpreadsheetError(text):
		return "", "this is an error of the spreadsheet, not an amount: mend its formula"
	case bare == "" && (negative || pounds) || !strings.ContainsAny(bare, digits) && dashAmount.MatchString(bare):
		return "", "this is £0.00 as Excel shows it, or an amount that is not known: write 0, or leave the cell blank"
	case hasPointGroups(bare):
		return "", "does the point separate thousands or pence? Write " + strings.ReplaceAll(strings.ReplaceAll(bare, ".", ""), ",", ".") +
			", or pence with two digits"
	}
	if long, ok := expand(bare); ok {
		bare = long
	} else if hasBlankGroups(bare) {
		bare = strings.Join(strings.FieldsFunc(bare, unicode.IsSpace), "")
	}
	if pounds {
		bare = "£" + bare
	}
	if negative {
		bare = "-" + bare
	}
	return bare, ""
}

// floatDigits is from how many digits on a number is taken for a printed float64: amounts that people write have fewer.
const floatDigits = 15

// FinerThanPenny says what is wrong with an amount with more than two decimals. It names the cause if they look like the
// noise of a floating-point number.
func FinerThanPenny(text string) string {
	number := 0
	for _, r := range strings.TrimLeft(text, "-−+£0.,") {
		if '0' <= r && r <= '9' {
			number++
		}
	}
	if number >= floatDigits {
		return "finer than a penny: it looks like the noise of a floating-point number; round it to the penny where it comes from"
	}
	return "finer than a penny: money has at most two decimals"
}

// sign strips a minus at either end, or brackets, from an amount.
func sign(text string) (rest string, negative bool) {
	trim := func(s string) string { return strings.TrimFunc(s, unicode.IsSpace) }
	if inner, ok := strings.CutPrefix(text, "("); ok {
		if inner, ok := strings.CutSuffix(inner, ")"); ok {
			return trim(inner), true
		}
	}
	for _, minus := range [...]string{"-", "−"} {
		if inner, ok := strings.CutPrefix(text, minus); ok {
			return trim(inner), true
		}
		if inner, ok := strings.CutSuffix(text, minus); ok && inner != "" && inner[len(inner)-1] >= '0' && inner[len(inner)-1] <= '9' {
			return trim(inner), true
		}
	}
	return text, false
}

// expand writes a number with an exponent out in full.
func expand(text string) (string, bool) {
	if !strings.ContainsAny(text, "eE") || !strings.ContainsAny(text, digits) {
		return "", false
	}
	m := scientific.FindStringSubmatch(text)
	if m == nil || m[1] == "-" {
		return "", false
	}
	exponent, _ := strconv.Atoi(m[4])
	if exponent > 20 || exponent < -20 {
		return "", false
	}
	figures := m[2] + m[3]
	point := 1 + exponent
	if point <= 0 {
		figures, point = strings.Repeat("0", 1-point)+figures, 1
	}
	if missing := point - len(figures); missing > 0 {
		figures += strings.Repeat("0", missing)
	}
	whole, rest := strings.TrimLeft(figures[:point], "0"), strings.TrimRight(figures[point:], "0")
	if whole == "" {
		whole = "0"
	}
	if rest != "" {
		whole += "." + rest
	}
	return whole, true
}

// Count reads a number of people, practices or things as tables write it: digits, with or without commas or blanks between
// groups of three, with zero decimals as pandas writes whole numbers, or with an exponent. Otherwise it returns the code
// and what would be right; for a blank the code is [validate.Required].
func Count(text []byte) (n int64, code validate.Code, fault string) {
	if n, ok := whole(text); ok {
		return n, "", ""
	}
	return odd(strings.TrimFunc(string(text), unicode.IsSpace))
}

// In a bad table every number comes here, so an expression is only tried if the
// text contains the character that it needs.

func isSpreadsheetError(text string) bool {
	return strings.HasPrefix(text, "#") && spreadsheet.MatchString(text)
}
func hasPointGroups(text string) bool {
	return strings.Contains(text, ".") && pointGroups.MatchString(text)
}
func hasBlankGroups(text string) bool {
	return strings.ContainsAny(text, " \u00a0\u2009\u202f") && blankGroups.MatchString(text)
}

// withoutDecimals returns the number before zero decimals, or "" for any other
// text.
func withoutDecimals(text string) string {
	if !strings.Contains(text, ".") || pointGroups.MatchString(text) {
		return ""
	}
	m := zeroDecimals.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	return m[1]
}

// odd reads a count that is not plain digits.
func odd(text string) (int64, validate.Code, string) {
	switch {
	case text == "":
		return 0, validate.Required, "the number is missing; write 0 for none"
	case len(text) > mostNumberText:
		return 0, validate.TooLarge, "a number has at most " + strconv.Itoa(mostNumberText) + " characters"
	case isSpreadsheetError(text):
		return 0, validate.Format, "this is an error of the spreadsheet, not a number: mend its formula"
	case !strings.ContainsAny(text, digits):
		return 0, validate.Format, notWhole
	}
	plain := text
	if m := withoutDecimals(text); m != "" {
		plain = m
	} else if long, ok := expand(text); ok {
		plain = long
	} else if hasBlankGroups(text) {
		plain = strings.Join(strings.FieldsFunc(text, unicode.IsSpace), "")
	}
	if n, ok := whole([]byte(plain)); ok {
		return n, "", ""
	}
	value, err := strconv.ParseFloat(plain, 64)
	switch isNumber := err == nil && !math.IsNaN(value) && !math.IsInf(value, 0) && strings.Trim(plain, "0123456789.-") == ""; {
	case strings.Trim(plain, "0123456789") == "":
		return 0, validate.Overflow, "the number is too large to be held"
	case hasPointGroups(text):
		return 0, validate.Format, "does the point separate thousands? Write " + strings.ReplaceAll(text, ".", "")
	case isNumber && value < 0:
		return 0, validate.Range, "the number is at least 0"
	case isNumber && value != math.Trunc(value):
		return 0, validate.Precision, "the number is whole"
	}
	return 0, validate.Format, notWhole
}

const digits = "0123456789"

const notWhole = `write a whole number, as in "1537" or "1,537"`

// whole reads up to 18 digits, with or without a comma in front of every group of three.
func whole(text []byte) (int64, bool) {
	var n int64
	digits, group := 0, -1 // group: digits since the last comma
	for _, b := range text {
		switch {
		case '0' <= b && b <= '9':
			n = n*10 + int64(b-'0')
			digits++
			if group >= 0 {
				group++
			}
		case b == ',' && digits > 0 && (group == 3 || group < 0 && digits <= 3):
			group = 0
		default:
			return 0, false
		}
		if digits > 18 || group > 3 {
			return 0, false
		}
	}
	return n, digits > 0 && (group < 0 || group == 3)
}
