package credential

// The terms of alignments, beyond those of the standard: a reader finds each
// element of an EU micro-credential by its targetType (Council Recommendation
// 2022/C 243/02, Annex I).
const (
	TermLearningOutcome   = "ext:LearningOutcome"   // targetCode LO1, LO2, …; targetDescription is the statement
	TermWorkload          = "ext:Workload"          // targetCode is an ISO 8601 duration in hours: PT25H
	TermLevel             = "ext:EQFLevel"          // targetCode 1 to 8
	TermAssessment        = "ext:AssessmentType"    // targetCode is the form of the assessment
	TermSupervision       = "ext:Supervision"       // targetCode says who watches, and whether identity is checked
	TermParticipation     = "ext:ParticipationForm" // targetCode online, on-site or blended
	TermQuality           = "ext:QualityAssurance"  // targetCode is its form, targetName the body
	TermPrerequisite      = "ext:Prerequisite"
	TermStackable         = "ext:StackableTowards"
	TermAccreditation     = "ext:IssuerAccreditation" // targetCode is the reference; the issuer's own claim
	TermBodyAccreditation = "ext:AwardingBodyAccreditation"
	TermField             = "ext:ISCEDF" // targetCode is an ISCED-F 2013 code

	// Of a result: how it came about.
	TermAssessedBy = "ext:AssessedBy" // targetName is the person or role
	TermAssessedOn = "ext:AssessedOn" // targetCode is the day
	TermIdentity   = "ext:IdentityChecked"
)

// Terms lists every term.
func Terms() []string {
	return []string{TermLearningOutcome, TermWorkload, TermLevel, TermAssessment, TermSupervision, TermParticipation, TermQuality,
		TermPrerequisite, TermStackable, TermAccreditation, TermBodyAccreditation, TermField, TermAssessedBy, TermAssessedOn, TermIdentity}
}

const (
	frameworkEQF   = "European Qualifications Framework"
	frameworkISCED = "ISCED-F 2013"
)

// words are codes in the language of the standard, for a reader who sees only
// the JSON. Pages have their own in each language.
var words = map[string]string{
	"written-examination": "Written examination", "oral-examination": "Oral examination", "practical-assessment": "Practical assessment",
	"portfolio-assessment": "Portfolio assessment", "peer-assessment": "Peer assessment", "project-assessment": "Project assessment",
	"unsupervised-without-identity-verification": "Unsupervised, identity not verified", "supervised-without-identity-verification": "Supervised, identity not verified",
	"supervised-online-with-identity-verification": "Supervised online, identity verified", "on-site-with-identity-verification": "Supervised on site, identity verified",
	"online": "Online", "on-site": "On site", "blended": "Blended",
	"institutional-accreditation": "Institutional accreditation", "programme-accreditation": "Programme accreditation",
	"national-quality-agency": "National quality agency", "sectoral-quality-assurance": "Sectoral quality assurance",
}

func inWords(code string) string {
	if w := words[code]; w != "" {
		return w
	}
	return code
}
