// Package delivery models how a programme of new care models is run around its
// vanguards: the principles it works by, the support package with its areas and
// workstreams, the barriers that vanguards name and the national bodies
// responsible for removing them, and the milestones from planning to delivery.
//
// The types you meet first: a [Plan] is the records, and a [Delivery] the index that
// [NewDelivery] makes of them.
//
// # Representation
//
// A [Plan] holds plain records. [NewDelivery] checks a plan against a programme
// and indexes it. A [Delivery] then answers which principles are met and by how
// many vanguards ([Delivery.Principles]), which support areas nobody leads
// ([Delivery.UnledAreas]), what the thematic review says ([Delivery.Themes]), and
// where each vanguard stood on a day ([Delivery.Progress]).
//
// The lists of England's programme are data, not law: principles, areas, bodies
// and themes are texts that a plan may extend, in lower case with hyphens.
//
// # Constraints
//
// A vanguard that was not assessed against a principle is counted as not assessed,
// never as not meeting it. A workstream needs two leads, a leader from a vanguard
// and a national expert; a missing lead is a violation. A barrier without a
// national body is kept: no source says who is responsible.
//
// # Errors
//
// Violations carry a path, a code, the value and what would be right, as in
// package validate. An error of NewDelivery or ReadPlan holds all of them.
//
// # Concurrency
//
// A Delivery is immutable and safe for concurrent use; callers may change what its
// methods return.
package delivery

//go:generate go run ../../internal/laddergen
