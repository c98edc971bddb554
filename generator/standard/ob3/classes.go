package ob3

import "strings"

// kind is what a member holds.
type kind uint8

const (
	text     kind = iota
	uri           // absolute; the schema says string, the specification URI or IRI
	dateTime      // xsd:dateTimeStamp
	date          // YYYY-MM-DD
	number
	boolean
	language // the pattern of the schema, from BCP 47
	country  // ISO 3166-1 alpha-2
	token    // JWS in compact form
	index    // whole number in decimal digits, as a text
	term     // one of member.terms, or "ext:…"
	closed   // one of member.terms
	nested   // an object of member.class
	issuer   // the same, or by the schema a URI: refused with RuleIssuer
	status   // the same; several are refused with RuleStatusList
	typeSet  // array of types, with those of the class
	typeName // one type, that of the class
	anyType  // one type, whichever
	anyTypes // one type or more, whichever
	contexts // the two contexts first
	anything // whatever the schema of another specification says
)

// member is one row of the schema.
type member struct {
	name     string
	kind     kind
	required bool
	many     bool // always an array
	class    classID
	terms    map[string]bool
	keep     int8 // slot of frame.kept, from 1
}

// class is one class of the schema.
type class struct {
	types   [][]string // "type" holds one of each list
	closed  bool       // the schema allows no further member
	members []member
	byName  map[string]int
	needed  uint64
}

type classID uint8

const (
	classCredential classID = iota + 1
	classSubject
	classAchievement
	classAchievementDocument
	classCriteria
	classAlignment
	classResultDescription
	classRubricLevel
	classResult
	classRelated
	classProfile
	classProfileDocument
	classAddress
	classGeo
	classEvidence
	classIdentity
	classIdentifier
	classImage
	classStatus
	classReference
	classTerms
	classRefresh
	classProof
	classEndorsement
	classEndorsementSubject
	classCount
)

// Slots of frame.kept.
const (
	keptFrom, keptUntil = 1, 2 // of a credential

	keptDescription, keptStatus, keptLevel = 1, 2, 3 // of a result
	keptID, keptResultType, keptRequired   = 1, 2, 3 // of a description; the first also of a level

	keptEntry, keptEntryType, keptPurpose, keptIndex, keptList = 1, 2, 3, 4, 5 // of a status
)

// schema is the table that Check works by.
var schema = prepare(table())

func prepare(t [classCount]class) *[classCount]class {
	for i := range t {
		c := &t[i]
		c.byName = make(map[string]int, len(c.members))
		for j, m := range c.members {
			c.byName[m.name] = j
			if m.required {
				c.needed |= 1 << j
			}
		}
	}
	return &t
}

// nameSet holds the names of all members of all classes.
type nameSet map[string]bool

var names = allNames(schema)

func allNames(t *[classCount]class) nameSet {
	n := nameSet{}
	for _, c := range t {
		for _, m := range c.members {
			n[m.name] = true
		}
	}
	return n
}

// like returns the name that differs from another only in case, if there is
// one. Of several, which do not exist, it would return any.
func (n nameSet) like(name string) string {
	if n[name] {
		return ""
	}
	for known := range n {
		if strings.EqualFold(known, name) {
			return known
		}
	}
	return ""
}
