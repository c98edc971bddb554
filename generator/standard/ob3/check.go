package ob3

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// Rule names what a Violation breaks.
type Rule string

// The rules of Check.
const (
	RuleJSON       Rule = "json"        // one I-JSON object within the limits of jcs.Strict
	RuleRequired   Rule = "required"    // a required member is there
	RuleShape      Rule = "shape"       // a value is a text, number, boolean, object or array, as the schema says
	RuleEmpty      Rule = "empty"       // no null, no empty array
	RuleType       Rule = "type"        // "type" names the class
	RuleEnum       Rule = "enum"        // a value is one of the enumeration, or "ext:…" where that is allowed
	RuleFormat     Rule = "format"      // a date, URI, language, country or JWS is written as one
	RuleClosed     Rule = "closed"      // the schema allows no further member
	RuleTerm       Rule = "term"        // the contexts give every member and type a meaning
	RuleText       Rule = "text"        // no control character but the line feed
	RuleContext    Rule = "context"     // both contexts, in order
	RuleIssuer     Rule = "issuer"      // the issuer is an object
	RuleSubject    Rule = "subject"     // the subject has an id or an identifier
	RuleCriteria   Rule = "criteria"    // criteria have an id or a narrative
	RuleResult     Rule = "result"      // a result refers to a description of this achievement
	RulePeriod     Rule = "period"      // validUntil is not before validFrom
	RuleStatus     Rule = "status"      // a bitstring entry is complete
	RuleStatusList Rule = "status-list" // credentialStatus is one object: VCDM 2.0 allows several, the strict schema does not
)

// Violation is one place where a document breaks a rule.
type Violation struct {
	Path  string // JSON Pointer (RFC 6901), empty for the whole document
	Rule  Rule
	Want  string // what was expected
	Found string // what stands there, shortened
}

// String returns the violation as one line.
func (v Violation) String() string {
	if v.Found == "" {
		return fmt.Sprintf("%s: %s [%s]", v.Path, v.Want, v.Rule)
	}
	return fmt.Sprintf("%s: %s, found %s [%s]", v.Path, v.Want, v.Found, v.Rule)
}

// Check holds an AchievementCredential, with or without its proof, against the
// strict JSON Schema and the rules beyond it. It returns all violations; none
// means that the credential may be signed.
//
// Members and types that the two contexts do not define are refused, since
// nothing would sign them. A document with further contexts may define them
// there, so that in it RuleTerm does not hold.
func Check(document []byte) []Violation { return check(document, classCredential) }

// CheckEndorsement holds an EndorsementCredential against its schema.
func CheckEndorsement(document []byte) []Violation { return check(document, classEndorsement) }

// CheckAchievement holds an Achievement document against the schema of the
// class; a document has contexts, which within a credential it has not.
func CheckAchievement(document []byte) []Violation {
	return check(document, classAchievementDocument)
}

// CheckProfile holds a Profile document against its schema.
func CheckProfile(document []byte) []Violation { return check(document, classProfileDocument) }

func check(document []byte, root classID) []Violation {
	if err := jcs.Strict(document); err != nil {
		return []Violation{{Rule: RuleJSON, Want: err.Error()}}
	}
	w := walker{text: string(document), path: make([]step, 0, 16)}
	w.space()
	if w.peek() != '{' {
		return []Violation{{Rule: RuleJSON, Want: "expected an object", Found: shorten(w.text)}}
	}
	w.object(root)
	w.checkResults()
	return w.found
}

// report adds a violation at the current path.
func (w *walker) report(rule Rule, want string, found string) {
	w.reportAt(w.pointer(), rule, want, found)
}

func (w *walker) reportAt(path string, rule Rule, want string, found string) {
	w.found = append(w.found, Violation{Path: path, Rule: rule, Want: want, Found: shorten(found)})
}

// pointer writes the current path.
func (w *walker) pointer() string {
	var b strings.Builder
	for _, s := range w.path {
		b.WriteByte('/')
		if s.name == "" {
			b.WriteString(strconv.Itoa(s.index))
			continue
		}
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(unquote(s.name), "~", "~0"), "/", "~1"))
	}
	return b.String()
}

func shorten(found string) string {
	const most = 80
	if len(found) <= most {
		return found
	}
	return strings.ToValidUTF8(found[:most], "") + "…"
}

// forgive drops the violations of a rule from a place on.
func (w *walker) forgive(from int, rule Rule) {
	w.found = append(w.found[:from], slices.DeleteFunc(w.found[from:], func(v Violation) bool { return v.Rule == rule })...)
}
