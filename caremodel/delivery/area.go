package delivery

// Area is a part of the support package. The constants are the eight of July
// 2015; a later page of NHS England lists seven, and plans may use their own, in
// lower case with hyphens.
type Area string

// The eight areas of the support package of 31 July 2015 (NHS England, "Vanguard
// support package launched").
const (
	DesigningNewCareModels              Area = "designing-new-care-models"
	EvaluationAndMetrics                Area = "evaluation-and-metrics"
	IntegratedCommissioningAndProvision Area = "integrated-commissioning-and-provision"
	EmpoweringPatientsAndCommunities    Area = "empowering-patients-and-communities"
	HarnessingTechnology                Area = "harnessing-technology"
	WorkforceRedesign                   Area = "workforce-redesign"
	LocalLeadershipAndDelivery          Area = "local-leadership-and-delivery"
	CommunicationsAndEngagement         Area = "communications-and-engagement"
)

// StandardAreas returns the eight areas in their order, a fresh copy.
func StandardAreas() []Area {
	return []Area{
		DesigningNewCareModels, EvaluationAndMetrics, IntegratedCommissioningAndProvision, EmpoweringPatientsAndCommunities,
		HarnessingTechnology, WorkforceRedesign, LocalLeadershipAndDelivery, CommunicationsAndEngagement,
	}
}
