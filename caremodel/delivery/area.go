package delivery

// Area is a part of the support package. The constants are those of England's
// packages of July and December 2015; plans may use others, in lower case with
// hyphens.
type Area string

// The eight areas of the support package of 31 July 2015 (NHS England, "Vanguard
// support package launched"), and the two that joined them on 10 December 2015.
const (
	DesigningNewCareModels              Area = "designing-new-care-models"              // new models of care designed and tested with the vanguards
	EvaluationAndMetrics                Area = "evaluation-and-metrics"                 // what changes, and how that is measured
	IntegratedCommissioningAndProvision Area = "integrated-commissioning-and-provision" // contracts, payment and organisations across care settings
	EmpoweringPatientsAndCommunities    Area = "empowering-patients-and-communities"    // patients, carers and volunteers as partners
	HarnessingTechnology                Area = "harnessing-technology"                  // shared records, digital and remote care
	WorkforceRedesign                   Area = "workforce-redesign"                     // roles, skills and staffing of the new models
	LocalLeadershipAndDelivery          Area = "local-leadership-and-delivery"          // leadership and improvement skills at each site
	CommunicationsAndEngagement         Area = "communications-and-engagement"          // how change is announced and discussed

	GovernanceAndRegulation Area = "governance-accountability-and-regulation" // who decides, who is accountable, who inspects
	NewOperatingModels      Area = "new-operating-models"                     // how organisations run the new models
)

// AreaDefinition describes an area of the support package.
type AreaDefinition struct {
	// Code is the area's code in records.
	Code Area `json:"code"`
	// Name is what people call it: "Harnessing technology".
	Name string `json:"name"`
	// Aim is the purpose of the support, in a sentence.
	Aim string `json:"aim,omitzero"`
}

// StandardAreas returns a fresh copy of the eight areas of July 2015, in order.
func StandardAreas() []AreaDefinition {
	return []AreaDefinition{
		{DesigningNewCareModels, "Designing new care models", "Help to work out the local care model, where it does most and is best value for patients."},
		{EvaluationAndMetrics, "Evaluation and metrics", "Help to see, as the work goes on, what the changes do for patients, staff and the population."},
		{IntegratedCommissioningAndProvision, "Integrated commissioning and provision", "Help to take down what keeps a local system from commissioning and providing care together."},
		{EmpoweringPatientsAndCommunities, "Empowering patients and communities", "Help to develop services with patients, local people and communities."},
		{HarnessingTechnology, "Harnessing technology", "Help to use digital technology for other ways of giving care, and to share patient information."},
		{WorkforceRedesign, "Workforce redesign", "Help to build a workforce that is organised around patients and the local population."},
		{LocalLeadershipAndDelivery, "Local leadership and delivery", "Help to develop leaders, and to learn from experts abroad."},
		{CommunicationsAndEngagement, "Communications and engagement", "Help to show good practice in how staff, patients and local people are involved."},
	}
}

func (d AreaDefinition) words() (code, name, aim string) { return string(d.Code), d.Name, d.Aim }
