package load

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
)

// What is taken over from a former state is what would have been read: every
// change in between, and everything that was wrong, is seen again.
func TestFollowingReadsTheSame(t *testing.T) {
	const good, bad = "achievement: a\nawarded: 2026-01-01\nawards:\n  k1:\n    name: Ada\n    email: ada@example.org\n", "awards:\n  k1:\n    nmae: Bo\n"
	read := func(files map[string]string, former *Content) (*Content, []*badge.Cohort, []string) {
		fsys := fstest.MapFS{}
		for name, text := range files {
			fsys["awards/"+name+".yaml"] = &fstest.MapFile{Data: []byte(text)}
		}
		c, err := Dir(context.Background(), fsys, "content")
		if err != nil {
			t.Fatal(err)
		}
		if former != nil {
			c.Follow(former)
		}
		var all []*badge.Cohort
		for _, co := range c.Cohorts(context.Background()) {
			all = append(all, co)
		}
		var found []string
		for _, f := range c.Report.Findings() {
			found = append(found, f.Pos.String()+" "+f.Message)
		}
		return c, all, found
	}
	before := map[string]string{"a": good, "a-b": good, "bad": bad, "gone": good}
	former, was, _ := read(before, nil)
	after := map[string]string{"a": good, "a-b": strings.Replace(good, "Ada", "Eve", 1), "bad": bad, "new": good}
	_, fresh, want := read(after, nil)
	next, got, found := read(after, former)
	if diff := cmp.Diff(fresh, got); diff != "" {
		t.Errorf("awards (-fresh +following):\n%s", diff)
	}
	if diff := cmp.Diff(want, found); diff != "" || len(found) == 0 {
		t.Errorf("findings (-fresh +following):\n%s", diff)
	}
	taken := func(c *badge.Cohort) bool { return c == was[0] || c == was[1] || c == was[2] || c == was[3] }
	n := 0
	for _, c := range got {
		if taken(c) {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d files were taken over, want the one that is unchanged and good", n)
	}
	if next.former != nil {
		t.Error("a state holds on to the one before it")
	}
}
