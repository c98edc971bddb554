package enrol

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/intake"
)

// setResult holds a grade against the scale of its assessment.
func (row *Row) setResult(assessment, text string, at intake.Place) {
	of := row.v.of
	if of == nil {
		return // said already: without an achievement there is no scale
	}
	grade := line(text)
	as := of.Assessment(assessment)
	switch {
	case as == nil && assessment != "":
		row.wrong(at, "there are: "+strings.Join(assessments(of), ", "), "%s has no assessment %q", of.Slug, assessment)
		return
	case as == nil && len(of.Assessments) > 1:
		row.wrong(at, "say of which, a column for each: "+columnsOf(of), "%s has several assessments, and one result does not say which", of.Slug)
		return
	case as == nil:
		grade = decimal(grade)
	default:
		var mend string
		if grade, mend = onScale(as.Grades, grade); mend != "" {
			row.wrong(at, mend, "the result %q is not one of %s", clip(line(text)), of.Slug)
			return
		}
	}
	row.v.results = append(row.v.results, badge.Result{Assessment: assessment, Grade: grade})
}

// onScale finds a grade on its scale, and writes it as the scale does; mend
// says what the scale is where it is not there.
func onScale(g badge.Grades, grade string) (as, mend string) {
	switch {
	case g.Numeric():
		n, ok := number64(grade)
		switch {
		case !ok || n < value(g.From) || n > value(g.To):
			return "", fmt.Sprintf("write a number from %s to %s", g.From, g.To)
		case n < value(g.Pass):
			return "", fmt.Sprintf("%s is needed to pass; award it to those who passed", g.Pass)
		}
		return strconv.FormatFloat(n, 'f', -1, 64), ""
	case len(g.Names) == 0:
		return decimal(grade), ""
	}
	for _, exact := range []bool{true, false} {
		for _, name := range g.Names {
			if exact && name == grade || !exact && (fold(name) == fold(grade) && fold(name) != "" || decimal(grade) == name) {
				return name, ""
			}
		}
	}
	return "", "the grades are: " + strings.Join(g.Names, ", ") + "; award it to those who passed"
}

var (
	decimalForm = regexp.MustCompile(`^[0-9]{1,7}([.,][0-9]{1,4})?$`)
	plainForm   = regexp.MustCompile(`^(0|[1-9][0-9]{0,6})([.,][0-9]{1,2})?$`)
)

// decimal writes a number in the one way in which a workbook stores it, whether
// it came as 8,50 or as 8.5. Other texts stay as they are, also 007, and 1,234,
// which may be a thousand.
func decimal(s string) string {
	n, ok := number64(s)
	if !ok || !plainForm.MatchString(western(s)) {
		return s
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

func number64(s string) (float64, bool) {
	s = western(s)
	if !decimalForm.MatchString(s) {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return n, err == nil
}

// value reads a number of a scale, which load has checked.
func value(s string) float64 {
	n, _ := number64(s)
	return n
}

func assessments(of *badge.Achievement) []string {
	var all []string
	for _, a := range of.Assessments {
		if a.Key != "" {
			all = append(all, a.Key)
		}
	}
	if len(all) == 0 {
		return []string{"none"}
	}
	return all
}

// columnsOf are the headings that tell the results of several assessments
// apart.
func columnsOf(of *badge.Achievement) string {
	var all []string
	for _, key := range assessments(of) {
		all = append(all, fmt.Sprintf("%q", "Result "+key))
	}
	return strings.Join(all, ", ")
}
