package funding

import (
	"encoding/binary"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
	"github.com/newcaremodels/newcaremodels/internal/form"
)

// Bounds on what a column remembers: so many texts, each of so many bytes.
const (
	maxRemembered     = 1 << 15
	maxRememberedText = 256
	memorySlots       = 1 << 11
)

// memory reads the texts of a column, each once as long as there are not too many,
// and numbers them from 1 on; 0 is a blank cell. Most are found in the slot where
// their bytes put them: that takes a third of a look into a map, which ten columns
// of a million rows had made a fifth of the reading.
type memory[T any] struct {
	parse func(string) (T, error)
	slots []uint16 // numbers
	texts []string // by number
	value []T
	known map[string]uint16
}

// read returns the value of a cell that is not blank.
func (m *memory[T]) read(field []byte) (T, error) {
	if n, ok := m.find(field); ok {
		return m.value[n], nil
	}
	return m.parse(string(field))
}

// find returns the number of a cell's text, or false where its value is not
// remembered, whatever it is.
func (m *memory[T]) find(field []byte) (n uint16, ok bool) {
	m.begin()
	slot := &m.slots[slotOf(field)%memorySlots]
	if m.texts[*slot] == string(field) { // of a blank cell too
		return *slot, true
	}
	if n, ok = m.known[string(field)]; !ok {
		n, ok = m.learn(string(field))
	}
	if ok {
		*slot = n
	}
	return n, ok
}

// begin makes room, and the value of a blank cell.
func (m *memory[T]) begin() {
	if m.known == nil {
		m.slots, m.known = make([]uint16, memorySlots), map[string]uint16{}
		m.texts, m.value = make([]string, 1), make([]T, 1)
	}
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
	return n, true
}

// slotOf hashes the first and the last eight bytes of a field, in which those of
// one column mostly differ.
func slotOf(field []byte) uint64 {
	n := len(field)
	var h uint64
	if n >= 8 {
		h = binary.LittleEndian.Uint64(field)*0x9e3779b97f4a7c15 ^ binary.LittleEndian.Uint64(field[n-8:])
	} else {
		for _, b := range field {
			h = h<<8 | uint64(b)
		}
	}
	return mix(h, uint64(n))
}

// readText reads a text as it stands.
func readText[T ~string](text string) (T, error) {
	if form.IsText(text) {
		return T(text), nil
	}
	return "", fault.New("funding.ReadAllocationsCSV", validate.Format, text, "this is not a text")
}
