package chart

// MadeUp returns the chart marked as one of made-up data: in its title, in its
// source, in its alternative text and by a stamp near the bars, so that a part
// cut out of the picture still says it.
func (ch Chart) MadeUp() Chart {
	ch.Title = "Made-up data: " + lower(ch.Title)
	ch.Source = "made-up data, of no real place. " + ch.Source
	ch.Alt = "Made-up data. " + ch.Alt
	ch.stamp = "MADE-UP DATA"
	return ch
}
