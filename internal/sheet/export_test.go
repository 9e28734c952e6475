package sheet

// SetBlock has the reader's blocks hold at most so many bytes.
func (r *Reader) SetBlock(bytes int) { r.block = bytes }
