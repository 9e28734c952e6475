package delivery

// Theme is what a barrier is about. Plans may use themes of their own, in lower
// case with hyphens.
type Theme string

// The themes that vanguards and national bodies of 2015 spoke of.
const (
	ThemePace          Theme = "pace"          // how long change takes, and the wish for quick results
	ThemeTechnology    Theme = "technology"    // systems and the sharing of information
	ThemeLeadership    Theme = "leadership"    // of a system rather than an institution
	ThemeWorkforce     Theme = "workforce"     // supporting and changing it
	ThemeContract      Theme = "contract"      // a national contract for a longer-term, population-based approach
	ThemePricing       Theme = "pricing"       // what is paid for care, and how prices are set
	ThemeCollaboration Theme = "collaboration" // rules on working together
	ThemeProcurement   Theme = "procurement"   // how contracts are let
)
