package main

import (
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/newcaremodels/newcaremodels/coverage"
)

// peopleOf is how many people live in area n of the crowded survey.
func peopleOf(n int) int64 { return 1_000 + int64(n)*7919%1_500 }

// bitmaps are the footprints as compressed bitmaps of their areas.
func bitmaps(list []footprint, areas int) []*roaring.Bitmap {
	out := make([]*roaring.Bitmap, len(list))
	for i, f := range list {
		out[i] = roaring.New()
		for n := range f.count {
			out[i].AddInt((f.first + n) % areas)
		}
		out[i].RunOptimize()
	}
	return out
}

// pairwise adds up the people in each two bitmaps, row by row.
func pairwise(list []*roaring.Bitmap, people []int64) []int64 {
	out := make([]int64, 0, len(list)*(len(list)+1)/2)
	buffer := make([]uint32, 1024)
	for i, one := range list {
		for _, two := range list[i:] {
			sum := int64(0)
			if one.Intersects(two) {
				areas := roaring.And(one, two).ManyIterator()
				for n := areas.NextMany(buffer); n > 0; n = areas.NextMany(buffer) {
					for _, area := range buffer[:n] {
						sum += people[area]
					}
				}
			}
			out = append(out, sum)
		}
	}
	return out
}

// overlap is P9: the people whom each two of many footprints share.
func (b *bench) overlap() (goal, error) {
	p, err := programme(few)
	if err != nil {
		return goal{}, err
	}
	list := footprints(b.footprints, b.areas, 1_000, 4_000)
	code := func(n int) coverage.AreaCode { return coverage.AreaCode(areaCode(n)) }
	s := survey(p, list, b.areas, code, coverage.Resident, coverage.EditionLSOA2011)
	people := make([]int64, b.areas)
	for n := range people {
		people[n] = peopleOf(n)
		s.Base.Units = append(s.Base.Units, coverage.Population{Area: code(n), People: people[n]})
	}
	a, err := coverage.NewAtlas(p, s)
	if err != nil {
		return goal{}, err
	}
	everything, err := a.Select(coverage.Filter{})
	if err != nil {
		return goal{}, err
	}
	maps, m := bitmaps(list, b.areas), everything.Overlap()
	at := 0
	for _, sum := range pairwise(maps, people) {
		i, j := at/len(list), at%len(list)
		if got := m.At(i, j).Low; got != sum {
			return goal{}, fmt.Errorf("footprints %d and %d share %d people; the peer says %d", i, j, got, sum)
		}
		if at++; at%len(list) == 0 {
			at += i + 1
		}
	}
	taken, err := compare(b.rounds,
		func() error { everything.Overlap(); return nil },
		func() error { pairwise(maps, people); return nil })
	if err != nil {
		return goal{}, err
	}
	return newGoal("P9", faster(fmt.Sprintf("overlap of %s footprints over %s areas, weighted by people, against roaring bitmaps pair by pair",
		count(b.footprints), count(b.areas)), taken, 10, 50)), nil
}
