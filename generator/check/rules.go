package check

import (
	"time"

	"github.com/sealpress/sealpress/generator/badge"
)

// Rules lists every rule of the book, family by family.
func Rules() []*Rule {
	return []*Rule{
		// kind: each kind keeps its promise
		&criteriaMissing, &badgeCertifies, &badgeLevel, &badgeCredits,
		&accreditationMissing, &accreditationLapsed, &pathwayMissing, &assessmentMissing, &outcomesMissing,
		&awardEvidenceMissing, &awardResultMissing, &awardAssessorMissing, &awardResultUnknown, &awardNameHidden,
		&awardBeforeAssessed,
		// eu: the elements of Council Recommendation 2022/C 243/02
		&countryMissing, &workloadMissing, &levelMissing, &participationMissing, &assuranceMissing, &supervisionMissing,
		// references: what is named exists
		&achievementUnknown, &pathwayUnknown, &pathwayNotMember, &stepUnknown, &stepKind, &goalUnknown, &goalKind,
		&renewsUnknown, &decisionUnknown, &decisionIdle, &decisionErased, &translationCount, &assessmentKeys, &versionGap,
		&stepLacking, &linkBroken, &allowUnknown,
		// addresses: each is there once, and stays
		&awardTwice, &idTwice, &nameTwice, &emptyFile,
		// dates
		&awardedMissing, &awardedFuture, &validUntilPast, &evidenceLate, &decisionDate, &accreditationDates,
		// privacy
		&publicEmail, &publicRepository, &recipientUnknown, &recipientHash, &saltReused, &labelName, &emailInText, &approvalMissing,
		// keys
		&keyUnusable, &keyTwice, &keyDates, &didSize, &demoKey,
		// images
		&imageAlt, &logoMissing,
		// promises: what was issued stays as it was
		&issuedChanged, &issuedGone, &issuedMoved, &issuedFrozen, &issuedUndecided, &indexTwice, &keyGone, &keyLost, &suspendedUnseen, &listDamaged, &listBehind, &addressMoved, &mergedReissues, &mergedRevival,
	}
}

func since(y int, m time.Month, d int) badge.Date { return badge.Date{Year: y, Month: m, Day: d} }
