package main

import (
	"github.com/newcaremodels/newcaremodels/funding"
)

// lineages passes each allocation under the key of its lineage: all that supersede
// one another, directly or through others. Those that do are few, so every
// worker holds who supersedes whom; an allocation without any is a lineage of its
// own.
type lineages struct {
	parent map[string]string // towards the lineage's key; nil = not read in this bundle
}

// StartBundle forgets the pairs of another bundle.
func (f *lineages) StartBundle(func(heir, award *string) bool, func(string, funding.Allocation)) {
	f.parent = nil
}

// ProcessElement takes an allocation, and beside it who supersedes whom.
func (f *lineages) ProcessElement(id string, a funding.Allocation, pairs func(heir, award *string) bool, emit func(string, funding.Allocation)) {
	if f.parent == nil {
		f.parent = map[string]string{}
		for heir, award := "", ""; pairs(&heir, &award); {
			f.join(f.key(heir), f.key(award))
		}
	}
	emit(f.key(id), a)
}

// join makes one lineage of two. The lesser key stands for both, so that every
// worker finds the same, whatever the order of the pairs.
func (f *lineages) join(a, b string) {
	if a != b {
		f.parent[max(a, b)] = min(a, b)
	}
}

// key returns the key of an allocation's lineage, and shortens the way to it.
func (f *lineages) key(id string) string {
	for {
		next, ok := f.parent[id]
		if !ok {
			return id
		}
		if further, ok := f.parent[next]; ok {
			f.parent[id] = further
		}
		id = next
	}
}
