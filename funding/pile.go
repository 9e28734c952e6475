package funding

// chunkedList is a list that grows to millions without being copied: it takes room by the
// chunk. A slice would be copied and cleared about as often as it is filled, which
// was a tenth of the time of reading a table.
type chunkedList[T any] struct {
	chunks [][]T
	open   []T // the last of them
	count  int
}

// pileChunk is how many values a chunk has.
const pileChunk = 1 << 13

// len returns how many values there are.
func (p *chunkedList[T]) len() int { return p.count }

// push adds a value.
func (p *chunkedList[T]) push(v T) {
	if p.count%pileChunk == 0 {
		p.open = make([]T, pileChunk)
		p.chunks = append(p.chunks, p.open)
	}
	p.open[p.count%pileChunk] = v
	p.count++
}

// at returns the value at a place.
func (p *chunkedList[T]) at(i int) *T { return &p.chunks[i/pileChunk][i%pileChunk] }
