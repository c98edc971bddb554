package starter

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// A key ends by one line; comments, order and line ends stay.
func TestEndKey(t *testing.T) {
	for _, test := range []struct{ name, text, key, want string }{
		{"a line more", "# ours\ncreated: 2026-01-01 # then\np256: zD\n", "retired", "# ours\ncreated: 2026-01-01 # then\np256: zD\nretired: 2027-01-01\n"},
		{"no end of line", "created: 2026-01-01", "retired", "created: 2026-01-01\nretired: 2027-01-01\n"},
		{"a comment at the end", "created: 2026-01-01\n# the end", "retired", "created: 2026-01-01\nretired: 2027-01-01\n# the end\n"},
		{"Windows", "created: 2026-01-01\r\np256: zD\r\n", "retired", "created: 2026-01-01\r\np256: zD\r\nretired: 2027-01-01\r\n"},
		{"another day", "compromised-since: \"2026-12-31\" # found\ncreated: 2026-01-01\n", "compromised-since", "compromised-since: \"2027-01-01\" # found\ncreated: 2026-01-01\n"},
		{"after retiring", "created: 2026-01-01\nretired: 2026-02-01\n", "compromised-since", "created: 2026-01-01\nretired: 2026-02-01\ncompromised-since: 2027-01-01\n"},
		{"flow", "{created: 2026-01-01}\n", "retired", "{retired: 2027-01-01, created: 2026-01-01}\n"},
	} {
		got, err := EndKey(fstest.MapFS{"keys/2026.yaml": {Data: []byte(test.text)}}, "2026", test.key, "2027-01-01")
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if diff := cmp.Diff(test.want, string(got.Data)); diff != "" || got.Name != "content/keys/2026.yaml" {
			t.Errorf("%s: %s (-want +got):\n%s", test.name, got.Name, diff)
		}
	}
}

func TestEndKeyRefuses(t *testing.T) {
	for _, test := range []struct{ file, text, want string }{
		{"keys/b.yaml", "x: y\n", `there is no key "2026"; there are: b`},
		{"awards/b.yaml", "x: y\n", "content/keys holds none"},
		{"keys/2026.yaml", "", "expected keys and values"},
		{"keys/2026.yaml", "- x\n", "expected keys and values"},
		{"keys/2026.yaml", "x: [\n", "not readable as YAML"},
		{"keys/2026.yaml", "x: y\nretired:\n", `line 2: the value is written in a way that cannot be changed safely: write it as ""`},
		{"keys/2026.yaml", "x: y\n  z\n", "line 1: the value is written in a way that cannot be changed safely: write each key with its value on one line"},
	} {
		_, err := EndKey(fstest.MapFS{test.file: {Data: []byte(test.text)}}, "2026", "retired", "2027-01-01")
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s with %q: %v, want %q", test.file, test.text, err, test.want)
		}
	}
}
