package funding

import (
	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// MixedStreams is the code of a sum over several streams that nobody asked for.
const MixedStreams validate.Code = "funding.mixed-streams"

// streamWatch sees to it that national money never adds up silently with local
// money.
type streamWatch struct {
	*index
	free          bool // the question says that it is about several streams
	any           bool
	first, second uint32 // streams seen; the same unless they are mixed
}

// see notes the stream of an amount that counts.
func (w *streamWatch) see(stream uint32) {
	switch {
	case w.first != w.second:
	case !w.any:
		w.any, w.first, w.second = true, stream, stream
	default:
		w.second = stream
	}
}

func (w *streamWatch) err(op string) error {
	if w.free || w.first == w.second {
		return nil
	}
	a, b := min(w.first, w.second), max(w.first, w.second)
	return fault.New(op, MixedStreams, "", "the money is of several streams, such as "+string(w.streams.values[a])+" and "+
		string(w.streams.values[b])+": name in the filter those that may be added up, or ask ByStream")
}
