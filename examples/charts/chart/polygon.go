package chart

import (
	"slices"

	"gonum.org/v1/plot/vg"
)

// bounds returns the smallest rectangle around the corners.
func bounds(corners []vg.Point) vg.Rectangle {
	box := vg.Rectangle{Min: corners[0], Max: corners[0]}
	for _, p := range corners[1:] {
		box.Min.X, box.Min.Y = min(box.Min.X, p.X), min(box.Min.Y, p.Y)
		box.Max.X, box.Max.Y = max(box.Max.X, p.X), max(box.Max.Y, p.Y)
	}
	return box
}

// crossings returns where the line y = x + offset crosses the outline, as x in
// rising order.
func crossings(corners []vg.Point, offset vg.Length) []vg.Length {
	var cuts []vg.Length
	above := func(p vg.Point) vg.Length { return p.Y - p.X - offset }
	for i, p := range corners {
		q := corners[(i+1)%len(corners)]
		a, b := above(p), above(q)
		if (a > 0) != (b > 0) {
			cuts = append(cuts, p.X+(q.X-p.X)*a/(a-b))
		}
	}
	slices.Sort(cuts)
	return cuts
}

// inside reports whether a point is within the outline.
func inside(corners []vg.Point, at vg.Point) bool {
	in := false
	for i, p := range corners {
		q := corners[(i+1)%len(corners)]
		if (p.Y > at.Y) != (q.Y > at.Y) && at.X < p.X+(q.X-p.X)*(at.Y-p.Y)/(q.Y-p.Y) {
			in = !in
		}
	}
	return in
}
