package generator

import (
	"encoding/json"
	"path"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/standard/baking"
	"github.com/sealpress/sealpress/generator/store"
)

// leads checks that every address on this site that a document names answers:
// with a file and, where it names a place on a page, with that place.
func (v *visitor) leads(t *testing.T, name string) {
	t.Helper()
	var walk func(at string, value any)
	walk = func(at string, value any) {
		switch value := value.(type) {
		case object:
			for key, member := range value {
				walk(at+"/"+key, member)
			}
		case []any:
			for _, member := range value {
				walk(at, member)
			}
		case string:
			file, own := v.file(value)
			if !own || strings.ContainsAny(value, " \n") {
				return
			}
			text, there := v.files[file]
			if !there {
				t.Errorf("%s%s names %s, which is not there", name, at, value)
				return
			}
			v.named[file] = v.named[file] || file != name
			if _, place, found := strings.Cut(value, "#"); found && strings.HasSuffix(file, ".html") && !v.places(file, text)[place] {
				t.Errorf("%s%s names %s, and the page has no such place", name, at, value)
			}
		}
	}
	walk("", v.docs[name])
}

// places returns the ids on a page.
func (v *visitor) places(file, text string) map[string]bool {
	if v.ids[file] == nil {
		v.ids[file] = map[string]bool{}
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			return nil
		}
		for n := range root.Descendants() {
			if id := attr(n, "id"); id != "" {
				v.ids[file][id] = true
			}
		}
	}
	return v.ids[file]
}

var hrefs = regexp.MustCompile(`href="([^"]+)"`)

// reachable checks that every file of the signed half is named by a page or a
// document. The stub of a former credential is there for those who hold it.
func (v *visitor) reachable(t *testing.T) {
	t.Helper()
	for name, text := range v.files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, m := range hrefs.FindAllStringSubmatch(text, -1) {
			if file, own := v.file(v.at.String() + strings.TrimPrefix(html.UnescapeString(m[1]), v.at.Base())); own {
				v.named[file] = true
			}
		}
	}
	stub := map[string]bool{}
	for _, w := range v.passed.Withdrawn() {
		stub[address.Credential(w.ID).File()] = true
	}
	withdrawn := map[string]bool{}
	for _, e := range v.passed.Awards() {
		if e.Decided.State != badge.Standing || !v.publishes("html") {
			withdrawn[e.ID] = true // its page offers nothing to keep
		}
	}
	for _, name := range v.sortedFiles(signedFile) {
		id, _ := address.AwardID(address.Path(name))
		if !v.named[name] && !stub[name] && !withdrawn[id] {
			t.Errorf("nothing leads to %s", name)
		}
	}
}

// entry returns the award with a key.
func (s tree) entry(k badge.Key) (check.Entry, bool) {
	for _, e := range s.passed.Awards() {
		if e.Key == k {
			return e, true
		}
	}
	return check.Entry{}, false
}

// bits checks that every status list says of every credential what was
// decided, and nothing besides.
func (v *visitor) bits(t *testing.T) {
	t.Helper()
	if w, err := v.passed.Waiting(); err != nil || w.Bits+w.Reissues > 0 {
		return // the lists say less than is wanted, and the build says so
	}
	want := map[string]map[int]bool{}
	for name := range v.lists {
		want[name] = map[int]bool{}
	}
	set := func(purpose string, at store.Status) {
		name := address.StatusList(purpose, int(at.List)).File()
		if want[name] == nil {
			t.Errorf("%s is missing", name)
			return
		}
		want[name][int(at.Index)] = true
	}
	for r := range v.passed.Issued().Records() {
		if r.Status.List == 0 {
			continue
		}
		state := badge.Erased
		if e, ok := v.entry(r.Award); ok && !r.Gone() {
			if state = e.Decided.State; int(r.Edition) < e.Decided.Edition {
				state = badge.Superseded
			}
		}
		switch state {
		case badge.Revoked, badge.Superseded, badge.Erased:
			set(credential.Revocation, r.Status)
		case badge.Suspended:
			if r.Status.Suspends {
				set(credential.Suspension, r.Status)
			}
		}
	}
	for name, list := range v.lists {
		got := map[int]bool{}
		for i := range list.Len() {
			if on, err := list.Get(i); err != nil {
				t.Fatal(err)
			} else if on {
				got[i] = true
			}
		}
		if diff := cmp.Diff(want[name], got); diff != "" {
			t.Errorf("%s, the bits that are set (-want +got):\n%s", name, diff)
		}
	}
}

// inPicture checks that a picture holds the same JSON value as the credential
// beside it, in a form that readers find the end of.
func (s tree) inPicture(t *testing.T, name, picture, credential string) {
	t.Helper()
	inside, err := baking.Unbake([]byte(picture))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	for _, c := range inside {
		if c.Version != baking.OB3 {
			continue
		}
		var got, want any
		if err := json.Unmarshal([]byte(c.Text), &got); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := json.Unmarshal([]byte(credential), &want); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s holds another credential than the one beside it (-beside +inside):\n%s", name, diff)
		}
		if path.Ext(name) == ".png" && countedEnd(c.Text) != len(c.Text) {
			t.Errorf("%s: a reader that counts braces stops at byte %d of %d", name, countedEnd(c.Text), len(c.Text))
		}
		return
	}
	t.Errorf("%s holds no credential of Open Badges 3.0", name)
}

// countedEnd returns where a reader that counts braces takes a JSON object to
// end.
func countedEnd(text string) int {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}
