package chart

import (
	"image/color"
	"regexp"
	"strings"

	xfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// The fonts' widths are those of Liberation Sans, which has the metrics of Arial
// and Helvetica: text keeps its place where a viewer has only those.
var (
	titleStyle  = textStyle(14, bold, black)
	noteStyle   = textStyle(9.5, regular, black)
	sourceStyle = textStyle(9, regular, grey)
	labelStyle  = textStyle(9, regular, black)
	smallStyle  = textStyle(9, regular, black)
	asideStyle  = textStyle(9, regular, grey)
	strongStyle = textStyle(9, bold, black)
)

const (
	regular = xfont.WeightNormal
	bold    = xfont.WeightBold
)

func textStyle(size vg.Length, weight xfont.Weight, c color.Color) draw.TextStyle {
	return draw.TextStyle{
		Color:   c,
		Font:    font.Font{Typeface: "Liberation", Variant: "Sans", Weight: weight, Size: size},
		Handler: text.Plain{Fonts: font.DefaultCache},
	}
}

// aligned returns the style with its text placed around the point where it is
// drawn.
func aligned(sty draw.TextStyle, x draw.XAlignment, y draw.YAlignment) draw.TextStyle {
	sty.XAlign, sty.YAlign = x, y
	return sty
}

func lineHeight(sty draw.TextStyle) vg.Length { return sty.Font.Size * 1.25 }

// spare is how much of a line stays free for viewers that round the widths of letters.
const spare = 0.04

// wrap breaks text into lines that leave some of the width to spare. A word that is
// wider than a line is broken after its hyphens and slashes.
func wrap(sty draw.TextStyle, text string, width vg.Length) []string {
	width *= 1 - spare
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		pieces := []string{word}
		if sty.Width(word) > width {
			pieces = hyphens.FindAllString(word, -1)
		}
		before := " "
		for _, piece := range pieces {
			longer := strings.TrimPrefix(line+before+piece, " ")
			if line != "" && sty.Width(longer) > width {
				lines, longer = append(lines, line), piece
			}
			line, before = longer, ""
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

var hyphens = regexp.MustCompile(`[^-/]*[-/]*`)

// newPlot returns an empty plot in the style of the charts.
func newPlot(x, y string) *plot.Plot {
	p := plot.New()
	p.TextHandler = labelStyle.Handler
	p.BackgroundColor = nil
	p.Legend.TextStyle = labelStyle
	p.X.Label.Text, p.Y.Label.Text = x, y
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle = aligned(labelStyle, draw.XCenter, draw.YBottom)
		axis.Label.Padding = 4
		axis.LineStyle = draw.LineStyle{Color: grey, Width: 0.6}
		axis.Tick.LineStyle = axis.LineStyle
		axis.Tick.Length = 3
		axis.Tick.Marker = ticks{}
		axis.Padding = 0
	}
	p.X.Tick.Label = aligned(labelStyle, draw.XCenter, draw.YTop)
	p.Y.Tick.Label = aligned(labelStyle, draw.XRight, draw.YCenter)
	return p
}
