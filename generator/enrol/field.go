package enrol

import (
	"slices"
	"strings"
)

// Field is something that a column of a spreadsheet can hold.
type Field string

// The fields, in the words of --map.
const (
	Name        Field = "name"
	FirstName   Field = "first-name"
	LastName    Field = "last-name"
	Email       Field = "email"
	Achievement Field = "achievement"
	Awarded     Field = "date"
	ValidUntil  Field = "valid-until"
	Result      Field = "result"
	Evidence    Field = "evidence"
	EvidenceURL Field = "evidence-url"
	EvidenceOf  Field = "evidence-description"
	Assessor    Field = "assessor"
	AssessedOn  Field = "assessed-on"
	Checked     Field = "identity-checked"
	Person      Field = "person"
	Language    Field = "language"
	Listing     Field = "listing"
)

// ResultOf is the field of the result of one assessment, where an achievement
// has several.
func ResultOf(assessment string) Field { return Result + ":" + Field(assessment) }

// Fields lists every field, in the order in which they are shown.
func Fields() []Field {
	return []Field{Name, FirstName, LastName, Email, Achievement, Awarded, ValidUntil, Result, Evidence, EvidenceURL, EvidenceOf,
		Assessor, AssessedOn, Checked, Person, Language, Listing}
}

// ParseField reads the name of a field: one of Fields, or result:KEY.
func ParseField(s string) (Field, bool) {
	f := Field(strings.ToLower(strings.TrimSpace(s)))
	_, ofOne := f.assessment()
	return f, ofOne || slices.Contains(Fields(), f)
}

// assessment is the key of the assessment whose result a field holds.
func (f Field) assessment() (key string, ok bool) {
	if key, ok = strings.CutPrefix(string(f), string(Result)+":"); !ok {
		return "", false
	}
	return key, key != ""
}

// isDay reports whether a field holds a day.
func (f Field) isDay() bool { return f == Awarded || f == ValidUntil || f == AssessedOn }

// rank orders fields as they are shown.
func (f Field) rank() int {
	if _, ok := f.assessment(); ok {
		f = Result
	}
	return slices.Index(Fields(), f)
}
