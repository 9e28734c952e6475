// Package chart draws a programme of care models: its money, its people, where
// vanguards overlap, how far it is from a target, what studies found. Each function
// takes values of the library and returns a [Chart], which has the words that belong
// to the picture and writes itself as SVG or PNG, for a page or for a phone.
//
// # What is not known
//
// A missing figure is never drawn as zero. Money that was not published has words and
// no bar, a bar that may be longer is hatched, a number of people that has bounds is a
// line, bar or band with both ends, a result without an interval is a ring.
//
// # Colour
//
// Colours are those of Okabe and Ito (2008), which people with any of the usual
// kinds of colour-blindness can tell apart. No chart rests on them alone: fills
// differ in shade or hatching too, points in their shape, and numbers stand beside, so
// that a grey print says the same.
//
// # Determinism
//
// The same values give the same bytes on machines of one architecture. (On
// others the compiler may fuse floating-point operations, which can change a
// coordinate's last digit.)
//
// # Concurrency
//
// A chart is drawn by one goroutine at a time; different charts may be drawn at
// the same time.
package chart
