package generator

import (
	"crypto/sha256"
	"encoding/hex"
	"image/png"
	"slices"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/standard/baking"
)

// recipients recomputes every hashed e-mail from the content.
func (s tree) recipients(t *testing.T, docs map[string]object) {
	t.Helper()
	salts := map[string]string{}
	for _, e := range s.passed.Awards() {
		file := address.Assertion(e.ID).File()
		r, _ := docs[file]["recipient"].(object)
		if e.Decided.State != badge.Standing || !e.Known || e.Due {
			continue // where a corrected edition is due, the file says more than is published
		}
		a, err := s.passed.Award(e)
		if err != nil {
			t.Fatal(err)
		}
		salt, _ := r["salt"].(string)
		if other, twice := salts[salt]; twice && salt != "" {
			t.Errorf("%s and %s have one salt", file, other)
		}
		salts[salt] = file
		var want any
		switch p := a.Recipient; {
		case p.Email != "":
			sum := sha256.Sum256(append([]byte(strings.ToLower(strings.TrimSpace(p.Email))), salt...))
			want = "sha256$" + hex.EncodeToString(sum[:])
			if len(salt) < 32 {
				t.Errorf("%s: the salt %q holds less than 128 bits", file, salt)
			}
		case p.Identity != "":
			want = p.Identity
			if salt != p.Salt {
				t.Errorf("%s: the salt is %q, the author wrote %q", file, salt, p.Salt)
			}
		case p.URL != "":
			want = p.URL
		default:
			want = p.DID
		}
		if r["identity"] != want {
			t.Errorf("%s: identity is %v, want %v", file, r["identity"], want)
		}
		if docs[file]["badge"] != s.at.URL(address.BadgeClass(e.Achievement.Slug, e.Achievement.Version)) {
			t.Errorf("%s: badge is %v, and %s@%d was awarded", file, docs[file]["badge"], e.Achievement.Slug, e.Achievement.Version)
		}
		if docs[file]["issuedOn"] != a.Awarded.String()+"T00:00:00Z" {
			t.Errorf("%s: issuedOn is %v, awarded was %v", file, docs[file]["issuedOn"], a.Awarded)
		}
		until, _ := docs[file]["expires"].(string)
		if want := a.Expires(e.Achievement); want.IsZero() && until != "" || !want.IsZero() && until != want.String()+"T23:59:59Z" {
			t.Errorf("%s: expires is %q, want the end of %v", file, until, want)
		}
	}
}

// baked checks that every Assertion that names a picture finds itself in it,
// and that no picture is left of an award that was replaced or erased.
func (s tree) baked(t *testing.T, docs map[string]object) {
	t.Helper()
	named := map[string]bool{}
	for file, d := range docs {
		if addr, ok := d["image"].(string); ok && d["type"] == "Assertion" {
			picture, own := s.file(addr)
			if _, there := s.files[picture]; !own || !there {
				t.Errorf("%s: the image %s is not a file of the site", file, addr)
			}
			named[picture] = true
		}
	}
	for _, e := range s.passed.Awards() {
		picture := address.BakedPNG(e.ID).File()
		data, there := s.files[picture]
		if there && e.Decided.State == badge.Standing && !named[picture] && e.Known && s.publishes("ob2") {
			t.Errorf("no Assertion names %s", picture)
		}
		if !there || data == unbaked {
			continue
		}
		s.bakedIn(t, e, picture, data)
		if _, err := png.Decode(strings.NewReader(data)); err != nil {
			t.Errorf("%s: %v", picture, err)
		}
	}
	for _, w := range s.passed.Withdrawn() {
		if _, there := s.files[address.BakedPNG(w.ID).File()]; there {
			t.Errorf("the picture of %s is left", w.ID)
		}
	}
}

// bakedIn checks that the picture of an award holds the Assertion and the
// signed credential beside it, where there are such.
func (s tree) bakedIn(t *testing.T, e check.Entry, picture, data string) {
	t.Helper()
	inside, err := baking.Unbake([]byte(data))
	if err != nil {
		t.Errorf("%s: %v", picture, err)
		return
	}
	var want []baking.Version
	if assertion, there := s.files[address.Assertion(e.ID).File()]; there {
		want = append(want, baking.OB2)
		if inside[0].Text != strings.TrimSpace(assertion) {
			t.Errorf("%s holds %s, want the Assertion beside it", picture, inside[0].Text)
		}
	}
	if doc, there := s.files[address.Credential(e.ID).File()]; there {
		want = append(want, baking.OB3)
		s.inPicture(t, picture, data, doc)
	}
	var got []baking.Version
	for _, c := range inside {
		got = append(got, c.Version)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s holds credentials of the versions %v, want %v", picture, got, want)
	}
}
