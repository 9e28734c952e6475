package chart

import "image/color"

// The colours of Okabe and Ito, "Color universal design" (2008), as far as the
// charts use them, with greys. In grey print they come out dark, middle and
// light.
var (
	blue   = color.RGBA{R: 0x00, G: 0x72, B: 0xB2, A: 0xFF}
	orange = color.RGBA{R: 0xE6, G: 0x9F, B: 0x00, A: 0xFF}
	sky    = color.RGBA{R: 0x56, G: 0xB4, B: 0xE9, A: 0xFF}
	yellow = color.RGBA{R: 0xF0, G: 0xE4, B: 0x42, A: 0xFF}
	red    = color.RGBA{R: 0xD5, G: 0x5E, B: 0x00, A: 0xFF}

	black = color.RGBA{A: 0xFF}
	grey  = color.RGBA{R: 0x55, G: 0x55, B: 0x55, A: 0xFF}
	pale  = color.RGBA{R: 0xDD, G: 0xDD, B: 0xDD, A: 0xFF}
	white = color.RGBA{R: 0xFF, G: 0xFF, B: 0xFF, A: 0xFF}
)
