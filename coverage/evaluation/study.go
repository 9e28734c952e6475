package evaluation

import "github.com/newcaremodels/newcaremodels/caremodel"

// StudyID is the caller's own key of a study: a text of at most 80 bytes.
type StudyID string

// GroupID is the caller's own key of a group, unique in its study.
type GroupID string

// Study is one piece of work that gave results: a paper, an issue of a dashboard,
// a page of claims.
type Study struct {
	ID StudyID `json:"id"` // the caller's own, unique in a record
	// Title is what it is called.
	Title string `json:"title,omitzero"`
	// Evaluator is who made it.
	Evaluator string `json:"evaluator,omitzero"`
	// Relation is how the evaluator stands to the programme; zero = not known.
	Relation Relation `json:"relation,omitzero"`
	// Design is how it was made.
	Design Design `json:"design"`
	// Groups are the people whom its results are about.
	Groups []Group `json:"groups,omitempty"`
	// Comparator is what its results are held against.
	Comparator Comparator `json:"comparator,omitzero"`
	// Period is the time that it is about; a result may have its own.
	Period Period `json:"period,omitzero"`
	// Baseline is the time before, which changes start from.
	Baseline Period `json:"baseline,omitzero"`
	// Data is what it was counted from. Two papers on one data set are not two
	// witnesses.
	Data string `json:"data,omitzero"`
	// RiskOfBias is what RiskSource judged; zero = nobody has judged it.
	RiskOfBias RiskOfBias       `json:"risk_of_bias,omitzero"`
	RiskSource caremodel.Source `json:"risk_source,omitzero"` // where that was judged
	// Sources are where it was read, for results without a source of their own.
	Sources []caremodel.Source `json:"sources,omitempty"`
	// Note is what a reader should know before quoting it.
	Note string `json:"note,omitzero"`
}

// Comparator is what the results of a study are held against.
type Comparator struct {
	Kind ComparatorKind `json:"kind,omitzero"` // what it is
	// Words say it as they stand in a sentence: "matched controls".
	Words string `json:"words,omitzero"`
	// People is how many they were; 0 = not known.
	People int64 `json:"people,omitzero"`
}

// Group is the people whom results are about. Groups of one study are other
// people, unless one is within another.
type Group struct {
	ID GroupID `json:"id"` // the caller's own, unique in a record
	// Name says who they are.
	Name string `json:"name,omitzero"`
	// Cohort and Intervention are open sets of words with hyphens:
	// "care-home-residents", "enrolled-patients", "whole-population";
	// "integrated-teams".
	Cohort       string `json:"cohort,omitzero"`
	Intervention string `json:"intervention,omitzero"` // what they received
	// Vanguards are those that the source names, and Categories those from which
	// the group's vanguards are. Members says whether these are all of them: zero
	// = not known, as of "15 vanguards". A group that names as many vanguards as
	// Size, or that names some and has no Size, is taken to name them all; so is
	// one of as many vanguards as its categories have.
	Vanguards  []caremodel.VanguardID `json:"vanguards,omitempty"`
	Categories []caremodel.Category   `json:"categories,omitempty"` // of the group's vanguards
	Members    caremodel.ListExtent   `json:"members,omitzero"`     // whether these are all
	// Size is how many vanguards the group is; 0 = not stated.
	Size int `json:"size,omitzero"`
	// Within is the group of the same study of which this one is a part, as
	// residential homes among all homes.
	Within GroupID `json:"within,omitzero"`
	// Outside says that the group is not of the programme: pioneers, all care homes
	// of England. Its results are kept, and stand in no count of the programme.
	Outside bool `json:"outside,omitzero"`
	// People and ComparatorPeople are how many were studied, and how many they were
	// held against; 0 = not known.
	People           int64 `json:"people,omitzero"`
	ComparatorPeople int64 `json:"comparator_people,omitzero"` // studied beside them
	// Sites are the homes, practices or areas of the group, of SitesOf that there
	// are; 0 = not known.
	Sites   int `json:"sites,omitzero"`
	SitesOf int `json:"sites_of,omitzero"` // that there are
	// FollowUp is the mean in months; with [caremodel.AtMost] the longest.
	FollowUp Figure `json:"follow_up,omitzero"`
}
