package starter

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
)

func TestNewWritesReadableFiles(t *testing.T) {
	for _, k := range NewKinds() {
		for _, language := range []string{"", "en", "it", "fr"} {
			for _, o := range []NewOptions{
				{Language: language},
				{Language: language, Public: true, Kind: badge.MicroCredential},
				{Language: language, Name: "A: \"B\" # c", Description: "- d", Pathway: "way", Achievement: "first-aid", Kind: badge.MicroCredential,
					Assessments: []string{"written", "practical"}, Date: "2026-05-14", Learners: 12},
			} {
				files, err := New(k.Name, "some-slug", o)
				if err != nil {
					t.Fatalf("New(%s, %+v): %v", k.Name, o, err)
				}
				if len(files) != 1 || !strings.HasPrefix(files[0].Name, k.Folder+"/some-slug.") {
					t.Fatalf("New(%s): got %v", k.Name, files)
				}
				v := front(t, files[0])
				if o.Name != "" && k.Name != "cohort" && (v["name"] != o.Name || v["description"] != o.Description) {
					t.Errorf("New(%s): got name %q, description %q, want %q, %q", k.Name, v["name"], v["description"], o.Name, o.Description)
				}
				if text := string(files[0].Data); strings.Contains(text, " \n") || strings.Contains(text, "\t") || strings.Contains(text, "<no value>") {
					t.Errorf("New(%s) writes a space at the end of a line, a tab or an unset value:\n%s", k.Name, text)
				}
			}
		}
	}
}

// TestNewMarksWhatIsMissing: every empty value of a new file has a comment
// that says what to write, once per key.
func TestNewMarksWhatIsMissing(t *testing.T) {
	for _, k := range NewKinds() {
		for language, word := range map[string]string{"en": "# write: ", "it": "# scrivete: "} {
			files, err := New(k.Name, "some-slug", NewOptions{Language: language, Kind: badge.MicroCredential})
			if err != nil {
				t.Fatal(err)
			}
			empty := 0
			for i, line := range strings.Split(string(files[0].Data), "\n") {
				if strings.Contains(line, `: ""`) {
					empty++
					if !strings.Contains(line, word) {
						t.Errorf("%s (%s) line %d: %s: want a comment that says what to write", k.Name, language, i+1, line)
					}
				}
			}
			if empty == 0 {
				t.Errorf("%s (%s) has no empty value, want some: nothing was known", k.Name, language)
			}
		}
	}
}

func TestNewCohort(t *testing.T) {
	files, err := New("cohort", "2026-05-first-aid", NewOptions{Achievement: "first-aid@1", Kind: badge.MicroCredential,
		Assessments: []string{"written", "practical"}, Date: "2026-05-14", Learners: 2})
	if err != nil {
		t.Fatal(err)
	}
	v := find(t, files, "content/awards/2026-05-first-aid.yaml")
	if v["achievement"] != "first-aid@1" || !strings.HasPrefix(fmt.Sprint(v["awarded"]), "2026-05-14") {
		t.Errorf("got achievement %v, awarded %v", v["achievement"], v["awarded"])
	}
	result := func(key string) any {
		return map[string]any{"assessment": key, "grade": "", "by": "", "on": "", "identity-checked": false}
	}
	award := map[string]any{"name": "", "email": "", "results": []any{result("written"), result("practical")}}
	if diff := cmp.Diff(map[string]any{"b1": award, "b2": award}, v["awards"]); diff != "" {
		t.Errorf("awards (-want +got):\n%s", diff)
	}
	if v["assessed"] != nil {
		t.Errorf("assessed: got %v, want none beside results", v["assessed"])
	}

	files, err = New("cohort", "thanks", NewOptions{Achievement: "volunteer", Kind: badge.Badge})
	if err != nil {
		t.Fatal(err)
	}
	v = find(t, files, "content/awards/thanks.yaml")
	if v["evidence"] != nil || v["assessed"] != nil {
		t.Errorf("a cohort of a badge asks for evidence %v, assessed %v", v["evidence"], v["assessed"])
	}
}

func TestNewRefuses(t *testing.T) {
	for _, tt := range []struct {
		kind, slug string
		o          NewOptions
		want       string
	}{
		{"medal", "x", NewOptions{}, `unknown kind "medal": expected one of badge, micro-credential, pathway, cohort, page`},
		{"", "x", NewOptions{}, `unknown kind ""`},
		{"badge", "First Aid", NewOptions{}, `did you mean "first-aid"?`},
		{"badge", "aux", NewOptions{}, "Windows keeps this name"},
		{"badge", "x", NewOptions{Name: "a\nkind: micro-credential"}, "name: expected one line"},
		{"badge", "x", NewOptions{Language: "en\nkind: x"}, "language: expected a code"},
		{"badge", "x", NewOptions{Pathway: "a b"}, `did you mean "a-b"?`},
		{"cohort", "x", NewOptions{Achievement: "x\nawarded: y"}, "achievement: "},
		{"cohort", "x", NewOptions{Achievement: "First Aid"}, `did you mean "first-aid"?`},
		{"cohort", "x", NewOptions{Achievement: "-x@1"}, `did you mean "x"?`},
		{"cohort", "x", NewOptions{Achievement: "x@0"}, "expected a version from 1"},
		{"cohort", "x", NewOptions{Date: "2026-02-30"}, "not a calendar date"},
		{"cohort", "x", NewOptions{Date: "tomorrow"}, "expected a day as YYYY-MM-DD"},
		{"cohort", "x", NewOptions{Learners: -1}, "learners: expected 1 to 1000"},
		{"cohort", "x", NewOptions{Assessments: []string{"a: b"}}, "cannot be a slug"},
		{"pathway", "x", NewOptions{Achievement: "first-aid@2"}, "write first-aid"},
	} {
		files, err := New(tt.kind, tt.slug, tt.o)
		if err == nil || !strings.Contains(err.Error(), tt.want) || files != nil {
			t.Errorf("New(%q, %q, %+v): got %d files and error %v, want an error with %q", tt.kind, tt.slug, tt.o, len(files), err, tt.want)
		}
	}
	_, err := New("badge", "First Aid", NewOptions{})
	if se := (*SlugError)(nil); !errors.As(err, &se) || se.Suggestion != "first-aid" {
		t.Errorf("New with a bad slug: got %#v, want a *SlugError that suggests first-aid", err)
	}
}
