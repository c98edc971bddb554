package generator

import (
	"encoding/json"
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/standard/baking"
	"github.com/sealpress/sealpress/themes"
)

// frozenSites lists the versions of which a site is kept.
func frozenSites(t *testing.T) []string {
	t.Helper()
	folders, err := filepath.Glob(filepath.Join("testdata", "frozen", "*", "content"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no site of an earlier version is kept: %v", err)
	}
	return folders
}

// What an earlier version issued and published is what today's program makes
// of it, on a day long after: byte for byte where it is signed or belongs to
// one person, and with nothing taken away or changed in the documents beside.
// The store verifies, and no key is at hand.
func TestAFrozenSiteStillBuildsToTheSameCredentials(t *testing.T) {
	for _, folder := range frozenSites(t) {
		t.Run(filepath.Base(filepath.Dir(folder)), func(t *testing.T) {
			want, err := filesIn(os.DirFS(filepath.Join(folder, "..", "published")))
			if err != nil {
				t.Fatal(err)
			}
			config := Config{Content: os.DirFS(folder), Themes: themes.Embedded(), Today: badge.Date{Year: 2033, Month: 2, Day: 28}, Program: "sealpress 99"}
			r, err := Check(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			mustPass(t, r)
			built := build(t, config)
			held := 0
			for _, name := range want.names() {
				got, there := built.files[name]
				switch {
				case !there:
					t.Errorf("%s is not published any more", name)
				case isDefinition(name):
					keepsSaying(t, name, want[name], got)
				case got != want[name]:
					t.Errorf("%s is another (-then +now):\n%s", name, cmp.Diff(want[name], got))
				}
				held += built.bakedAlike(t, name)
			}
			if held == 0 {
				t.Error("no picture holds a credential, so this test shows little")
			}
			for _, name := range built.files.names() {
				if _, there := want[name]; !there && (strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".jwt")) && isAward(name) {
					t.Errorf("%s was not published then", name)
				}
			}
			walkCredentials(t, built)
		})
	}
}

// isDefinition reports whether a document is made of today's content, and may
// learn to say more.
func isDefinition(name string) bool {
	return slices.Contains([]string{"badgeclass.json", "achievement.json", "issuer.json", "profile.json"}, path.Base(name))
}

// keepsSaying wants every member of an earlier document in a later one.
func keepsSaying(t *testing.T, name, then, now string) {
	t.Helper()
	var old, current object
	if err := json.Unmarshal([]byte(then), &old); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(now), &current); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	for member, value := range old {
		if diff := cmp.Diff(value, current[member]); diff != "" {
			t.Errorf("%s says another %s (-then +now):\n%s", name, member, diff)
		}
	}
}

// bakedAlike counts the pictures beside a credential, each of which must hold
// the document as it is published.
func (s tree) bakedAlike(t *testing.T, name string) (pictures int) {
	t.Helper()
	id, _ := address.AwardID(address.Path(name))
	if path.Base(name) != "credential.json" {
		return 0
	}
	for _, picture := range []string{address.BakedPNG(id).File(), address.BakedSVG(id).File()} {
		data, there := s.files[picture]
		if !there {
			continue
		}
		inside, err := baking.Unbake([]byte(data))
		if err != nil {
			t.Errorf("%s: %v", picture, err)
		}
		for _, c := range inside {
			published := map[baking.Version]string{baking.OB2: s.files[address.Assertion(id).File()], baking.OB3: s.files[name]}[c.Version]
			var want, got object // a picture writes braces inside texts in another way
			if err := errors.Join(json.Unmarshal([]byte(published), &want), json.Unmarshal([]byte(c.Text), &got)); err != nil {
				t.Errorf("%s: %v", picture, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s holds another document of Open Badges %d.0 than is published (-published +baked):\n%s", picture, c.Version, diff)
			}
			pictures++
		}
	}
	return pictures
}
