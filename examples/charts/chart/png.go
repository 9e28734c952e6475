package chart

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"

	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// dpi is two pixels for each pixel of CSS, as good screens have them.
const dpi = 192

// WritePNG writes the chart as a PNG picture of twice its width, to be shown at
// half its size. It has 256 colours, which halves the file and which nobody
// sees: a chart has a dozen, and the others smooth its edges.
func (ch Chart) WritePNG(w io.Writer) error {
	if err := ch.drawable(); err != nil {
		return err
	}
	canvas := vgimg.NewWith(vgimg.UseWH(ch.size()), vgimg.UseDPI(dpi))
	ch.draw(draw.New(canvas))
	picture, ok := canvas.Image().(*image.RGBA)
	if !ok {
		return fmt.Errorf("chart.WritePNG: a canvas of %T", canvas.Image())
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	return encoder.Encode(w, paletted(picture))
}

// paletted is the picture in its 256 most frequent colours; a pixel of another
// colour gets the nearest of them.
func paletted(picture *image.RGBA) *image.Paletted {
	colours := newPalette(picture)
	reduced := image.NewPaletted(picture.Rect, colours)
	index := map[color.RGBA]uint8{}
	for y := picture.Rect.Min.Y; y < picture.Rect.Max.Y; y++ {
		for x := picture.Rect.Min.X; x < picture.Rect.Max.X; x++ {
			c := picture.RGBAAt(x, y)
			i, ok := index[c]
			if !ok {
				i = uint8(colours.Index(c)) // at most 255
				index[c] = i
			}
			reduced.SetColorIndex(x, y, i)
		}
	}
	return reduced
}
