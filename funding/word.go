package funding

import (
	"strings"

	"github.com/newcaremodels/newcaremodels/caremodel/validate"
	"github.com/newcaremodels/newcaremodels/internal/fault"
)

// statusOfWord reads a decision as published tables write it. The words of the
// ladder itself are among them, so that what [Ledger.WriteCSV] writes can be
// read.
func statusOfWord(text string) (Status, error) {
	switch folded(text) {
	case "requested":
		return Requested, nil
	case "earmarked":
		return Earmarked, nil
	case "approved in principle":
		return ApprovedInPrinciple, nil
	case "approved", "allocated", "awarded":
		return Approved, nil
	case "paid", "spent", "outturn":
		return Paid, nil
	case "declined":
		return Declined, nil
	case "withdrawn":
		return Withdrawn, nil
	}
	return 0, fault.New("funding.ReadAllocationsCSV", validate.Format, text,
		"use requested; earmarked; approved in principle; approved, allocated or awarded; paid, spent or outturn; declined; withdrawn")
}

// folded returns text in lower case, with a blank for each hyphen and underscore.
func folded(text string) string {
	return strings.ToLower(strings.NewReplacer("-", " ", "_", " ").Replace(text))
}
