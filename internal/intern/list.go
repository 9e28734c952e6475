package intern

// List is a list that grows to millions of values without being copied: it
// allocates in chunks.
type List[T any] struct {
	chunks [][]T
	open   []T // the last chunk
	count  int
}

// listChunk is how many values a chunk has.
const listChunk = 1 << 13

// Len returns how many values there are.
func (p *List[T]) Len() int { return p.count }

// Push adds a value.
func (p *List[T]) Push(v T) {
	if p.count%listChunk == 0 {
		p.open = make([]T, listChunk)
		p.chunks = append(p.chunks, p.open)
	}
	p.open[p.count%listChunk] = v
	p.count++
}

// At returns the value at an index.
func (p *List[T]) At(i int) *T { return &p.chunks[i/listChunk][i%listChunk] }
