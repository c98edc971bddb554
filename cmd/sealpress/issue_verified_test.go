package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What was verified is not verified again by issue, as long as its files look
// the same; check always verifies. Without its memory issue does, too.
func TestIssueRemembersWhatWasVerified(t *testing.T) {
	i := newIssuer(t)
	i.must("", "issue", "--yes")
	memory := filepath.Join(i.site, ".sealpress", "verified")
	if _, err := os.Stat(memory); err != nil {
		t.Fatal(err)
	}

	// A change that nothing but reading the file shows.
	run := i.store().Last().Name
	segment := filepath.Join(i.site, "content", "issued", run, "0001.jsonl")
	info, err := os.Stat(segment)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(segment)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), `"name":"`, `"name":"X`, 1)
	changed = strings.Replace(changed, `"proofValue":"z`, `"proofValue":"`, 1)
	if err := os.WriteFile(segment, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(segment, time.Time{}, info.ModTime()); err != nil {
		t.Fatal(err)
	}
	place := "content/issued/" + run + "/0001.jsonl"
	i.fails(exitFindings, "", []string{"check"}, place)
	i.awards("more", "a")
	i.must("", "issue", "--yes")

	if err := os.Remove(memory); err != nil {
		t.Fatal(err)
	}
	i.awards("again", "a")
	i.fails(exitFindings, "", []string{"issue", "--yes"}, place)
	i.fails(exitFindings, "", []string{"issue", "--yes"}, place) // what was found is not remembered as good
	if err := os.WriteFile(segment, text, 0o644); err != nil {
		t.Fatal(err)
	}
	i.must("", "issue", "--yes")
	i.must("", "check")
}
