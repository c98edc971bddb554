package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"

	"github.com/sealpress/sealpress/generator/verify"
)

//go:embed page.html
var pageText string

// Page writes one page about verdicts, complete in itself: nothing in it is
// loaded from elsewhere, and it runs no script. One credential is shown whole;
// of several, those that are not valid come first and whole, then a line for
// each of the others. notes are further sentences, for the top.
func Page(to io.Writer, w Words, verdicts []verify.Verdict, s Summary, notes []string) error {
	t, err := template.New("page").Funcs(template.FuncMap{"say": w.say}).Parse(pageText)
	if err != nil {
		panic(fmt.Sprintf("report: our own page cannot be read: %v", err))
	}
	data := struct {
		Language, Summary string
		Notes             []string
		Whole, Lines      []sheet
		Several           bool
	}{Language: w.language(), Notes: notes, Several: len(verdicts) != 1}
	if data.Several {
		data.Summary = w.Summary(s)
	}
	for i := range verdicts {
		v := &verdicts[i]
		if data.Several && v.Outcome == verify.Valid {
			data.Lines = append(data.Lines, w.sheet(v))
			continue
		}
		data.Whole = append(data.Whole, w.sheet(v))
	}
	worst := []string{"not-valid", "cannot-tell", "revoked", "expired", "valid"}
	slices.SortStableFunc(data.Whole, func(a, b sheet) int { return slices.Index(worst, a.Class) - slices.Index(worst, b.Class) })
	if err := t.Execute(to, data); err != nil {
		return fmt.Errorf("writing the report: %w", err)
	}
	return nil
}
