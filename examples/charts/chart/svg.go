package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"regexp"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// WriteSVG writes the chart as an SVG document with the
// title and the alternative text where screen readers look for them. Fonts are
// not embedded; texts keep their length in others.
func (ch Chart) WriteSVG(w io.Writer) error {
	if err := ch.drawable(); err != nil {
		return err
	}
	canvas := vgsvg.New(ch.size())
	ch.draw(draw.New(canvas))
	var b bytes.Buffer
	if _, err := canvas.WriteTo(&b); err != nil {
		return err
	}
	_, err := io.WriteString(w, ch.accessible(b.String()))
	return err
}

// accessible gives the document a role, a title and a description, every text the fonts
// to fall back on where Liberation Sans is not installed, and the length that it has in
// that font: a wider font is drawn narrower, and nothing is cut.
func (ch Chart) accessible(svg string) string {
	head, body, _ := strings.Cut(svg, `xmlns:xlink="http://www.w3.org/1999/xlink">`)
	words := fmt.Sprintf("xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\">\n<title>%s</title>\n<desc>%s</desc>", escape(ch.Title), escape(ch.Alt))
	body = svgText.ReplaceAllStringFunc(body, func(element string) string {
		part := svgText.FindStringSubmatch(element)
		size, _ := strconv.ParseFloat(part[3], 64) // digits and a point
		weight := regular
		if part[2] == "bold" {
			weight = bold
		}
		text := html.UnescapeString(part[4])
		if strings.TrimSpace(text) == "" {
			return element
		}
		length := textStyle(vg.Length(size), weight, black).Width(text).Points()
		return fmt.Sprintf("<text textLength=\"%.5g\" lengthAdjust=\"spacingAndGlyphs\"%s", length, strings.TrimPrefix(element, "<text"))
	})
	return head + words + strings.ReplaceAll(body, "font-family:Liberation Sans;font-variant:normal;", "font-family:Liberation Sans,Arimo,Arial,Helvetica,sans-serif;")
}

// svgText is a text as the canvas writes it: its attributes, weight, size and words.
var svgText = regexp.MustCompile(`<text ([^>]*?font-weight:(bold|normal);[^>]*?font-size:([0-9.]+)px[^>]*)>([^<]*)</text>`)

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}
