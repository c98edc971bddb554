package ob3

import "strings"

// Extended reports whether a term extends an enumeration: "ext:", then letters,
// digits, ".", "-" and "_". The pattern of the schema is not anchored, so it
// finds such a term within others too, and it has no "-" in the first place.
func Extended(term string) bool {
	rest, found := strings.CutPrefix(term, "ext:")
	if !found || rest == "" || rest[0] == '-' {
		return false
	}
	for i := range len(rest) {
		switch c := rest[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '-', c == '_':
		default:
			return false
		}
	}
	return true
}

// AchievementTypes lists the values of achievementType. An "ext:…"
// term may stand in place of any.
func AchievementTypes() []string {
	return []string{"Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award",
		"Badge", "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService",
		"Competency", "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork",
		"GeneralEducationDevelopment", "JourneymanCertificate", "LearningProgram", "License", "Membership",
		"ProfessionalDoctorate", "QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential",
		"ResearchDoctorate", "SecondarySchoolDiploma"}
}

// AlignmentTypes lists the values of targetType, or "ext:…".
func AlignmentTypes() []string {
	return []string{"ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL"}
}

// IdentityTypes lists the values of identityType and identifierType,
// or "ext:…".
func IdentityTypes() []string {
	return []string{"name", "sourcedId", "systemId", "productId", "userName", "accountId", "emailAddress",
		"nationalIdentityNumber", "isbn", "issn", "lisSourcedId", "oneRosterSourcedId", "sisSourcedId", "ltiContextId",
		"ltiDeploymentId", "ltiToolId", "ltiPlatformId", "ltiUserId", "identifier"}
}

// ResultTypes lists the values of resultType, or "ext:…".
func ResultTypes() []string {
	return []string{"GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore", "RawScore",
		"Result", "RubricCriterion", "RubricCriterionLevel", "RubricScore", "ScaledScore", "Status"}
}

// ResultStatuses lists the values of status of a Result. There are no
// others.
func ResultStatuses() []string {
	return []string{"Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"}
}
