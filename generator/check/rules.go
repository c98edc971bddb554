package check

import "github.com/sealpress/sealpress/generator/badge"

// Rules lists every rule of the book, family by family.
func Rules() []*Rule {
	return []*Rule{
		// kind: each kind keeps its promise
		&criteriaMissing, &badgeLevel, &badgeCredits, &badgeFormal,
		&pathwayMissing, &outcomesMissing, &awardEvidenceMissing, &awardResultMissing, &awardNameHidden, &originName,
		// eu: the elements of Council Recommendation 2022/C 243/02, and their vocabularies
		&countryMissing, &workloadMissing, &workloadMismatch, &hoursMissing, &levelMissing, &participationMissing, &assuranceMissing, &supervisionMissing,
		&fieldUnknown, &skillURL, &optionalMissing,
		// wording: words that promise more, or less, than the kind does
		&badgeCertifies, &outcomeVague, &outcomeOneWord, &outcomeTwice, &outcomeLong, &attendanceOnly, &accreditationPending,
		// assessment: who saw what, and when
		&assessmentMissing, &awardAssessorMissing, &selfAssessed, &identityUnchecked, &awardResultUnknown, &awardBeforeAssessed, &evidenceLate,
		// accreditation: who answers for the issuer
		&accreditationMissing, &accreditationLapsed, &accreditationEnded, &accreditationDates,
		// approval: the second person
		&approvalMissing, &approvedByAssessor, &approvedEarly,
		// pathway: the way to a micro-credential
		&pathwayUnknown, &pathwayNotMember, &stepUnknown, &stepKind, &goalUnknown, &goalKind, &pathwayCircle, &stepLacking,
		// references: what is named exists
		&achievementUnknown, &renewsUnknown, &decisionUnknown, &decisionIdle, &decisionErased, &translationCount, &assessmentKeys, &versionGap,
		&linkBroken, &allowUnknown, &originFile,
		// addresses: each is there once, and stays
		&awardTwice, &idTwice, &nameTwice, &emptyFile,
		// dates
		&awardedMissing, &awardedFuture, &validUntilPast, &decisionDate, &originDates,
		// openbadges: what the standard requires of an award
		&recipientUnknown, &recipientHash,
		// privacy
		&publicEmail, &publicRepository, &saltReused, &saltWeak, &labelName, &emailInText, &emailOfOthers, &emailPublished,
		// keys
		&keyUnusable, &keyTwice, &keyDates, &didSize, &demoKey,
		// images
		&imageAlt, &pngMissing, &textAlt, &logoMissing,
		// interop: what verifiers were measured to refuse
		&issuerURL, &siteUnsignable, &sitePort, &addressForm, &outputsUnverifiable, &outputsPageless, &statusTwoLists, &hostFile, &awardedEarly,
		// promises: what was issued stays as it was
		&issuedChanged, &issuedGone, &issuedMoved, &issuedFrozen, &issuedUndecided, &indexTwice, &keyGone, &keyLost, &suspendedUnseen, &listDamaged, &listBehind, &addressMoved, &mergedReissues, &mergedRevival,
	}
}

func since(y int16, m, d uint8) badge.Date { return badge.Date{Year: y, Month: m, Day: d} }
