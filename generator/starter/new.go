package starter

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// NewOptions is what is known of a new file. Every field may be empty: the
// file then says plainly what is to be written there.
type NewOptions struct {
	Name        string // of the badge, micro-credential, pathway or page
	Language    string // BCP 47; of the author's text, and of the comments where we have it
	Description string
	Pathway     string // of a badge or micro-credential: slug of its pathway
	Known       Known  // of a badge or micro-credential: what else its author said

	Achievement string     // of a cohort: slug or slug@version; of a pathway: slug of its goal
	Kind        badge.Kind // of the cohort's achievement: a micro-credential asks for evidence and results
	Assessments []string   // keys of its assessments, where it has several
	Date        string     // of a cohort: the day of the awards, YYYY-MM-DD
	Learners    int        // of a cohort: how many awards to prepare; 0: one
	Public      bool       // the repository can be read by everybody
}

// MaxLearners is the greatest number of awards that New prepares in one file.
const MaxLearners = 1000

// NewKind is a kind of file that New writes.
type NewKind struct {
	Name     string // as typed: "micro-credential"
	Folder   string // below the site's folder
	Template string // and, by its ending, what the file is
	Title    string // what it is, for help
}

// NewKinds lists every kind of file that New writes.
func NewKinds() []NewKind {
	return []NewKind{
		{"badge", "content/achievements", "new-badge.md", "an informal achievement: a step, a milestone, taking part"},
		{"micro-credential", "content/achievements", "new-micro-credential.md", "a formal achievement: specific skills, assessed"},
		{"pathway", "content/pathways", "new-pathway.md", "badges, in order, towards a micro-credential"},
		{"cohort", "content/awards", "new-cohort.yaml", "who was awarded what: one file for each group"},
		{"page", "content/pages", "new-page.md", "a free page"},
	}
}

// New returns the files of one new thing; kind is the Name of one of
// NewKinds, slug the name of its file. A slug that cannot be used is a
// *SlugError.
func New(kind, slug string, o NewOptions) ([]File, error) {
	var k NewKind
	var known []string
	for _, c := range NewKinds() {
		known = append(known, c.Name)
		if c.Name == kind {
			k = c
		}
	}
	if k.Name == "" {
		return nil, fmt.Errorf("unknown kind %q: expected one of %s", kind, strings.Join(known, ", "))
	}
	if err := CheckSlug(slug); err != nil {
		return nil, err
	}
	d, err := o.data(kind)
	if err != nil {
		return nil, fmt.Errorf("preparing a new %s: %w", kind, err)
	}
	data, err := fill(textLanguage(o.Language), k.Template, d)
	if err != nil {
		return nil, fmt.Errorf("preparing a new %s: %w", kind, err)
	}
	ending := k.Template[strings.LastIndexByte(k.Template, '.'):]
	return []File{{Name: k.Folder + "/" + slug + ending, Data: data}}, nil
}

// newData is what the templates of New see.
type newData struct {
	NewOptions
	Formal bool     // the achievement is a micro-credential
	Labels []string // of the learners
}

var (
	versioned = regexp.MustCompile(`^([a-z0-9-]+)(?:@([0-9]{1,3}))?$`)
	language  = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`) // BCP 47, by shape
)

func (o NewOptions) data(kind string) (*newData, error) {
	for _, f := range []struct {
		key, value string
		limit      int
	}{{"name", o.Name, 120}, {"description", o.Description, 500}} {
		if f.value == "" {
			continue
		}
		if err := oneLine(f.value, f.limit); err != nil {
			return nil, fmt.Errorf("%s: %w", f.key, err)
		}
	}
	if err := o.Known.check(); err != nil {
		return nil, err
	}
	if o.Language != "" && !language.MatchString(o.Language) {
		return nil, fmt.Errorf("language: expected a code such as en or it, found %q", o.Language)
	}
	if o.Achievement != "" {
		m := versioned.FindStringSubmatch(o.Achievement)
		if m == nil {
			return nil, fmt.Errorf("achievement: %w", CheckSlug(o.Achievement))
		}
		if err := CheckSlug(m[1]); err != nil {
			return nil, fmt.Errorf("achievement: %w", err)
		}
		if n, _ := strconv.Atoi(m[2]); m[2] != "" && n < 1 { // the pattern admits digits alone
			return nil, fmt.Errorf("achievement: expected a version from 1, found %q", o.Achievement)
		}
		if m[2] != "" && kind == "pathway" {
			return nil, fmt.Errorf("achievement: a pathway leads to the newest version; write %s", m[1])
		}
	}
	for _, slug := range append([]string{o.Pathway}, o.Assessments...) {
		if slug == "" {
			continue
		}
		if err := CheckSlug(slug); err != nil {
			return nil, err
		}
	}
	if o.Date != "" {
		if _, err := badge.ParseDate(o.Date); err != nil {
			return nil, fmt.Errorf("date %q: %w", o.Date, err)
		}
	}
	if o.Learners < 0 || o.Learners > MaxLearners {
		return nil, fmt.Errorf("learners: expected 1 to %d, found %d", MaxLearners, o.Learners)
	}
	d := &newData{NewOptions: o, Formal: o.Kind == badge.MicroCredential}
	for n := range max(1, o.Learners) {
		d.Labels = append(d.Labels, Label(n+1))
	}
	return d, nil
}
