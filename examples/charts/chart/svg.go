package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// WriteSVG writes the chart as an SVG document with the
// title and the alternative text where screen readers look for them. Fonts are
// not embedded.
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

// accessible gives the document a role, a title and a description, and every
// text the fonts to fall back on where Liberation Sans is not installed.
func (ch Chart) accessible(svg string) string {
	head, body, _ := strings.Cut(svg, `xmlns:xlink="http://www.w3.org/1999/xlink">`)
	words := fmt.Sprintf("xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\">\n<title>%s</title>\n<desc>%s</desc>", escape(ch.Title), escape(ch.Alt))
	return head + words + strings.ReplaceAll(body, "font-family:Liberation Sans;font-variant:normal;", "font-family:Liberation Sans,Arimo,Arial,Helvetica,sans-serif;")
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}
