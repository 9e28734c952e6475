package chart

import (
	"cmp"
	"image"
	"image/color"
	"maps"
	"slices"
)

// newPalette returns the 256 most frequent colours of a picture, the most
// frequent first.
func newPalette(picture *image.RGBA) color.Palette {
	count := map[color.RGBA]int{}
	for y := picture.Rect.Min.Y; y < picture.Rect.Max.Y; y++ {
		for x := picture.Rect.Min.X; x < picture.Rect.Max.X; x++ {
			count[picture.RGBAAt(x, y)]++
		}
	}
	order := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	var colours color.Palette
	for _, c := range order[:min(len(order), 256)] {
		colours = append(colours, c)
	}
	return colours
}
