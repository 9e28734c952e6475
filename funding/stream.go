package funding

// Stream is the route by which money reaches a vanguard. Money of two streams is
// never added up silently. The constants are those that the library knows;
// programmes may use words of their own.
type Stream string

// The streams that the library knows.
const (
	StreamTransformation Stream = "transformation"  // national money of a programme's transformation fund
	StreamMatched        Stream = "matched"         // the vanguard's own, local resources beside it
	StreamCentralSupport Stream = "central-support" // the programme's support, spent centrally
	StreamElsewhere      Stream = "elsewhere"       // another route, as the Greater Manchester fund
)
