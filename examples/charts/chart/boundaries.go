package chart

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// Shape is an area with its outline: rings in the units of the file, outer ones and
// holes alike.
type Shape struct {
	Area  coverage.AreaCode
	Rings [][][2]float64
}

// ReadBoundaries reads polygons from a GeoJSON feature collection (RFC 7946; files in
// metres of a national grid are read too). The property called code has the code of
// an area, by which people are joined; features with one code are one area.
func ReadBoundaries(r io.Reader, code string) ([]Shape, error) {
	var file struct {
		Type     string `json:"type"`
		Features []struct {
			Properties map[string]any `json:"properties"`
			Geometry   *struct {
				Type        string          `json:"type"`
				Coordinates json.RawMessage `json:"coordinates"`
			} `json:"geometry"`
		} `json:"features"`
	}
	if err := json.NewDecoder(r).Decode(&file); err != nil {
		return nil, fmt.Errorf("no GeoJSON: %w", err)
	}
	if file.Type != "FeatureCollection" || len(file.Features) == 0 {
		return nil, fmt.Errorf("type %q with %d features: a map needs a FeatureCollection of polygons", file.Type, len(file.Features))
	}
	var shapes []Shape
	place := map[coverage.AreaCode]int{}
	for i, f := range file.Features {
		text, ok := f.Properties[code].(string)
		if !ok || text == "" {
			return nil, fmt.Errorf("features[%d] has no text in the property %q: name the property with the area's code", i, code)
		}
		if f.Geometry == nil {
			return nil, fmt.Errorf("features[%d], %s, has no geometry", i, text)
		}
		var many [][][][2]float64
		var err error
		switch f.Geometry.Type {
		case "Polygon":
			many = make([][][][2]float64, 1)
			err = json.Unmarshal(f.Geometry.Coordinates, &many[0])
		case "MultiPolygon":
			err = json.Unmarshal(f.Geometry.Coordinates, &many)
		default:
			err = fmt.Errorf("a %s has no inside: Polygon or MultiPolygon", f.Geometry.Type)
		}
		if err != nil {
			return nil, fmt.Errorf("features[%d], %s: %w", i, text, err)
		}
		area := coverage.AreaCode(text)
		at, known := place[area]
		if !known {
			at = len(shapes)
			place[area], shapes = at, append(shapes, Shape{Area: area})
		}
		for _, polygon := range many {
			for n, ring := range polygon {
				if len(ring) < 4 {
					return nil, fmt.Errorf("features[%d], %s: a ring of %d points: it takes four, the last as the first", i, text, len(ring))
				}
				shapes[at].Rings = append(shapes[at].Rings, wound(ring, n == 0))
			}
		}
	}
	return shapes, nil
}

// wound returns a ring that runs against the clock, or with it: holes must run
// against their outline, and not all files have them so.
func wound(ring [][2]float64, against bool) [][2]float64 {
	var twice float64
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		twice += p[0]*q[1] - q[0]*p[1]
	}
	if twice > 0 == against {
		return ring
	}
	out := make([][2]float64, len(ring))
	for i, p := range ring {
		out[len(ring)-1-i] = p
	}
	return out
}
