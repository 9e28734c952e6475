package funding

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// Bounds on what a column remembers: so many texts, each of so many bytes.
const (
	maxRemembered     = 1 << 15
	maxRememberedText = 256
	firstSlots        = 1 << 8
)

// memory reads the texts of a column, each once as long as there are not too many,
// and numbers them from 1 on; 0 is a blank cell. Most are found in the slot where
// their bytes put them, by comparing two words: that takes a quarter of a look into
// a map, which ten columns of a million rows had made a fifth of the reading.
type memory[T any] struct {
	parse func(string) (T, error)
	slots []remembered
	texts []string // by number
	value []T
	known map[string]uint16
}

func newMemory[T any](parse func(string) (T, error)) memory[T] {
	return memory[T]{
		parse: parse, slots: make([]remembered, firstSlots), known: map[string]uint16{},
		texts: make([]string, 1), value: make([]T, 1), // of a blank cell
	}
}

// remembered is a text in its slot: its ends, its length and its number.
type remembered struct {
	first, last uint64
	size        int
	number      uint16
}

// read returns the value of a cell that is not blank.
func (m *memory[T]) read(field []byte) (T, error) {
	var n uint16
	if m.find(field, &n) {
		return m.value[n], nil
	}
	return m.parse(string(field))
}

// find sets n to the number of a cell's text, or returns false where its value is
// not remembered, whatever it is.
func (m *memory[T]) find(field []byte, n *uint16) (ok bool) {
	if len(field) == 0 {
		*n = 0
		return true
	}
	first, last := ends(field)
	slot := &m.slots[mix(first, last+uint64(len(field)))&uint64(len(m.slots)-1)]
	if slot.first == first && slot.last == last && slot.size == len(field) &&
		(slot.size <= wholeEnds || m.texts[slot.number] == string(field)) {
		*n = slot.number
		return true
	}
	if *n, ok = m.known[string(field)]; !ok {
		*n, ok = m.learn(string(field))
		return ok
	}
	*slot = remembered{first, last, len(field), *n}
	return true
}

// learn remembers a text, if it can be read and there is room.
func (m *memory[T]) learn(text string) (n uint16, ok bool) {
	if len(m.texts) > maxRemembered || len(text) > maxRememberedText {
		return 0, false
	}
	v, err := m.parse(text)
	if err != nil {
		return 0, false
	}
	n = uint16(len(m.texts))
	m.texts, m.value = append(m.texts, text), append(m.value, v)
	m.known[text] = n
	if 2*len(m.texts) > len(m.slots) {
		m.slots = make([]remembered, 4*len(m.slots)) // to be filled again
	}
	return n, true
}

// readText reads a text as it stands.
func readText[T ~string](text string) (T, error) {
	if form.IsText(text) {
		return T(text), nil
	}
	return "", fault.New("funding.ReadAllocationsCSV", validate.Format, text, "this is not a text")
}
