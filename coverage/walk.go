package coverage

// block is people of whom a selection says the same, as far as is known: a zone,
// or one cell of an area of which some footprint holds a part.
type block struct {
	people int64
	in     []int32 // positions of the footprints that hold any of them, ascending
	parts  []span  // how many each of them holds; nil: everybody
	areas  []int32 // the areas of a zone; none for a cell
	// named is set on one block of each zone: by how many footprints its areas
	// are named. It may exceed those that hold any of the block's people.
	named int
	units int // how many areas
}

// each visits the blocks of the zones that the selection's footprints name. It is
// the single pass over the index in which every figure is made. The block is used
// again for the next visit.
func (s *Selection) each(visit func(*block)) {
	c, x := s.atlas.cells, s.atlas.index
	var b block
	var in, at []int32 // the footprints that name the zone: positions, and places in spans
	var holders []int32
	var parts []span
	for z := range x.len() {
		in, at = in[:0], at[:0]
		exact := true
		for _, e := range x.of(z) {
			if position := s.rank[e.footprint]; position != none {
				in = append(in, position)
				at = append(at, e.span)
				exact = exact && e.span == whole
			}
		}
		if len(in) == 0 {
			continue
		}
		areas := x.areas[x.from[z]:x.from[z+1]]
		if exact {
			b = block{people: x.people[z], in: in, areas: areas, named: len(in), units: len(areas)}
			visit(&b)
			continue
		}
		b = block{named: len(in), units: 1}
		for cell, people := range c.of(int(areas[0])).people {
			b.people = people
			holders, parts = holders[:0], parts[:0]
			all := true
			for i, position := range in {
				part := span{b.people, b.people, b.people}
				if at[i] != whole {
					part = x.spans[int(at[i])+cell]
				}
				if part.high > 0 {
					holders = append(holders, position)
					parts = append(parts, part)
					all = all && part.low == b.people
				}
			}
			if len(holders) == 0 {
				continue
			}
			if b.in, b.parts = holders, parts; all {
				b.parts = nil
			}
			visit(&b)
			b.named, b.units = 0, 0
		}
		if b.units > 0 { // nobody lives in the cells that they name
			b.people, b.in, b.parts = 0, nil, nil
			visit(&b)
		}
	}
}
