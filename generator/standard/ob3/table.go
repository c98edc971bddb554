package ob3

// table lists the classes and members of the strict JSON Schema of Open Badges
// 3.0 (release of July 2024), with the value types that the specification
// names where the schema only says "string".
func table() [classCount]class {
	set := func(terms []string) map[string]bool {
		m := make(map[string]bool, len(terms))
		for _, t := range terms {
			m[t] = true
		}
		return m
	}
	identityTypes := set(IdentityTypes())
	alignment := member{name: "alignment", kind: nested, many: true, class: classAlignment}
	endorsement := member{name: "endorsement", kind: nested, many: true, class: classEndorsement}
	endorsementJWT := member{name: "endorsementJwt", kind: token, many: true}
	image := member{name: "image", kind: nested, class: classImage}
	otherIdentifier := member{name: "otherIdentifier", kind: nested, many: true, class: classIdentifier}
	requiredID := member{name: "id", kind: uri, required: true}
	types := member{name: "type", kind: typeSet, required: true}
	context := member{name: "@context", kind: contexts, required: true}

	credential := func(more ...member) []member {
		return append([]member{
			context, requiredID, types,
			{name: "description"},
			{name: "awardedDate", kind: dateTime},
			{name: "issuer", kind: issuer, required: true, class: classProfile},
			{name: "validFrom", kind: dateTime, required: true, keep: keptFrom},
			{name: "validUntil", kind: dateTime, keep: keptUntil},
			{name: "evidence", kind: nested, many: true, class: classEvidence},
			{name: "proof", kind: nested, many: true, class: classProof},
			{name: "credentialSchema", kind: nested, many: true, class: classReference},
			{name: "credentialStatus", kind: status, class: classStatus},
			{name: "refreshService", kind: nested, class: classRefresh},
			{name: "termsOfUse", kind: nested, many: true, class: classTerms},
			{name: "confidenceMethod", kind: anything}, // these three of VCDM 2.0
			{name: "relatedResource", kind: anything},
			{name: "renderMethod", kind: anything},
		}, more...)
	}
	achievement := []member{
		requiredID, types, alignment,
		{name: "achievementType", kind: term, terms: set(AchievementTypes())},
		{name: "creator", kind: nested, class: classProfile},
		{name: "creditsAvailable", kind: number},
		{name: "criteria", kind: nested, required: true, class: classCriteria},
		{name: "description", required: true},
		endorsement, endorsementJWT,
		{name: "fieldOfStudy"}, {name: "humanCode"},
		image,
		{name: "inLanguage", kind: language},
		{name: "name", required: true},
		otherIdentifier,
		{name: "related", kind: nested, many: true, class: classRelated},
		{name: "resultDescription", kind: nested, many: true, class: classResultDescription},
		{name: "specialization"},
		{name: "tag", many: true},
		{name: "version"},
	}
	profile := []member{
		requiredID, types,
		{name: "name"},
		{name: "url", kind: uri},
		{name: "phone"}, {name: "description"},
		endorsement, endorsementJWT, image,
		{name: "email"},
		{name: "address", kind: nested, class: classAddress},
		otherIdentifier,
		{name: "official"},
		{name: "parentOrg", kind: nested, class: classProfile},
		{name: "familyName"}, {name: "givenName"}, {name: "additionalName"}, {name: "patronymicName"},
		{name: "honorificPrefix"}, {name: "honorificSuffix"}, {name: "familyNamePrefix"},
		{name: "dateOfBirth", kind: date},
	}
	alone := func(members []member) []member { return append([]member{context}, members...) }
	one := func(name string) [][]string { return [][]string{{name}} }

	return [classCount]class{
		classCredential: {
			types: [][]string{{TypeVerifiableCredential}, {TypeAchievementCredential, TypeOpenBadgeCredential}},
			members: credential(
				member{name: "name"}, image,
				member{name: "credentialSubject", kind: nested, required: true, class: classSubject},
				endorsement, endorsementJWT),
		},
		classEndorsement: {
			types: [][]string{{TypeVerifiableCredential}, {TypeEndorsementCredential}},
			members: credential(
				member{name: "name", required: true},
				member{name: "credentialSubject", kind: nested, required: true, class: classEndorsementSubject}),
		},
		classEndorsementSubject: {types: one(TypeEndorsementSubject), members: []member{requiredID, types, {name: "endorsementComment"}}},
		classSubject: {types: one(TypeAchievementSubject), members: []member{
			{name: "id", kind: uri}, types,
			{name: "activityEndDate", kind: dateTime}, {name: "activityStartDate", kind: dateTime},
			{name: "creditsEarned", kind: number},
			{name: "achievement", kind: nested, required: true, class: classAchievement},
			{name: "identifier", kind: nested, many: true, class: classIdentity},
			image,
			{name: "licenseNumber"}, {name: "narrative"},
			{name: "result", kind: nested, many: true, class: classResult},
			{name: "role"},
			{name: "source", kind: nested, class: classProfile},
			{name: "term"},
		}},
		classAchievement:         {types: one(TypeAchievement), members: achievement},
		classAchievementDocument: {types: one(TypeAchievement), members: alone(achievement)},
		classProfile:             {types: one(TypeProfile), members: profile},
		classProfileDocument:     {types: one(TypeProfile), members: alone(profile)},
		classCriteria:            {members: []member{{name: "id", kind: uri}, {name: "type", kind: anyTypes}, {name: "narrative"}}},
		classAlignment: {types: one(TypeAlignment), members: []member{
			types,
			{name: "targetCode"}, {name: "targetDescription"}, {name: "targetName", required: true}, {name: "targetFramework"},
			{name: "targetType", kind: term, terms: set(AlignmentTypes())},
			{name: "targetUrl", kind: uri, required: true},
		}},
		classResultDescription: {types: one(TypeResultDescription), members: []member{
			{name: "id", kind: uri, required: true, keep: keptID}, types, alignment,
			{name: "allowedValue", many: true},
			{name: "name", required: true},
			{name: "requiredLevel", kind: uri, keep: keptRequired},
			{name: "requiredValue"},
			{name: "resultType", kind: term, required: true, terms: set(ResultTypes()), keep: keptResultType},
			{name: "rubricCriterionLevel", kind: nested, many: true, class: classRubricLevel},
			{name: "valueMax"}, {name: "valueMin"},
		}},
		classRubricLevel: {types: one(TypeRubricCriterionLevel), members: []member{
			{name: "id", kind: uri, required: true, keep: keptID}, types, alignment,
			{name: "description"}, {name: "level"}, {name: "name", required: true}, {name: "points"},
		}},
		classResult: {types: one(TypeResult), members: []member{
			types,
			{name: "achievedLevel", kind: uri, keep: keptLevel},
			alignment,
			{name: "resultDescription", kind: uri, keep: keptDescription},
			{name: "status", kind: closed, terms: set(ResultStatuses()), keep: keptStatus},
			{name: "value"},
		}},
		classRelated: {types: one(TypeRelated), members: []member{requiredID, types, {name: "inLanguage", kind: language}, {name: "version"}}},
		classAddress: {types: one(TypeAddress), members: []member{
			types,
			{name: "addressCountry"}, {name: "addressCountryCode", kind: country}, {name: "addressRegion"}, {name: "addressLocality"},
			{name: "streetAddress"}, {name: "postOfficeBoxNumber"}, {name: "postalCode"},
			{name: "geo", kind: nested, class: classGeo},
		}},
		classGeo: {types: one(TypeGeoCoordinates), members: []member{
			{name: "type", kind: typeName, required: true}, {name: "latitude", kind: number, required: true}, {name: "longitude", kind: number, required: true},
		}},
		classEvidence: {types: one(TypeEvidence), members: []member{
			{name: "id", kind: uri}, types,
			{name: "narrative"}, {name: "name"}, {name: "description"}, {name: "genre"}, {name: "audience"},
		}},
		classIdentity: {types: one(TypeIdentityObject), closed: true, members: []member{
			{name: "type", kind: typeName, required: true},
			{name: "hashed", kind: boolean, required: true},
			{name: "identityHash", required: true},
			{name: "identityType", kind: term, required: true, terms: identityTypes},
			{name: "salt"},
		}},
		classIdentifier: {types: one(TypeIdentifierEntry), closed: true, members: []member{
			{name: "type", kind: typeName, required: true},
			{name: "identifier", required: true},
			{name: "identifierType", kind: term, required: true, terms: identityTypes},
		}},
		classImage: {types: one(TypeImage), closed: true, members: []member{
			requiredID, {name: "type", kind: typeName, required: true}, {name: "caption"},
		}},
		classStatus: {members: []member{
			{name: "id", kind: uri, required: true, keep: keptEntry}, // optional since document 1.4; the schema still demands it
			{name: "type", kind: anyType, required: true, keep: keptEntryType},
			{name: "statusPurpose", keep: keptPurpose},
			{name: "statusListIndex", kind: index, keep: keptIndex},
			{name: "statusListCredential", kind: uri, keep: keptList},
			{name: "statusMessage", kind: anything}, {name: "statusReference", kind: anything}, {name: "statusSize", kind: number},
		}},
		classReference: {members: []member{requiredID, {name: "type", kind: anyType, required: true}}},
		classRefresh:   {members: []member{requiredID, {name: "type", kind: anyType, required: true}}},
		classTerms:     {members: []member{{name: "id", kind: uri}, {name: "type", kind: anyType, required: true}}},
		classProof: {members: []member{
			{name: "id", kind: uri},
			{name: "type", kind: anyType, required: true},
			{name: "created", kind: dateTime}, {name: "expires", kind: dateTime},
			{name: "cryptosuite"}, {name: "challenge"}, {name: "domain"}, {name: "nonce"},
			{name: "previousProof", kind: anything},
			{name: "proofPurpose"}, {name: "proofValue"},
			{name: "verificationMethod", kind: uri},
		}},
	}
}

// knownTypes lists the types that the two contexts define.
func knownTypes() []string {
	return []string{TypeVerifiableCredential, "EnvelopedVerifiableCredential", "JsonSchemaCredential", "JsonSchema",
		"BitstringStatusListCredential", "BitstringStatusList", TypeStatusEntry, "DataIntegrityProof",
		TypeOpenBadgeCredential, TypeAchievementCredential, TypeEndorsementCredential, TypeAchievement, TypeAchievementSubject,
		TypeAddress, TypeAlignment, "Criteria", TypeEndorsementSubject, TypeEvidence, TypeGeoCoordinates, TypeIdentifierEntry,
		TypeIdentityObject, TypeImage, TypeProfile, TypeRelated, TypeResult, TypeResultDescription, TypeRubricCriterionLevel}
}

// knownTerms lists the members that the two contexts define in every class
// that the schema leaves open.
func knownTerms() []string {
	return []string{"id", "type", "alignment", "awardedDate", "description", "digestMultibase", "digestSRI", "endorsement",
		"image", "inLanguage", "mediaType", "name", "narrative", "url"}
}
