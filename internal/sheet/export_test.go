package sheet

// SetBlock bounds the size of the reader's blocks.
func (r *Reader) SetBlock(bytes int) { r.block = bytes }
