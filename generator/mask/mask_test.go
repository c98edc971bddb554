package mask

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/load"
)

const seed = badge.Seed("00112233445566778899aabbccddeeff")

// read loads an award file named knots in a site of its own; good says that
// nothing of it is wrong.
func read(t testing.TB, text []byte) (co *badge.Cohort, good bool) {
	t.Helper()
	site := "title: T\nurl: https://b.example/\nlanguages: [en]\nseed: " + string(seed) + "\nrepository: private\n"
	c, err := load.Dir(t.Context(), fstest.MapFS{"site.yaml": {Data: []byte(site)}, "awards/knots.yaml": {Data: text}}, "content")
	if err != nil {
		t.Fatal(err)
	}
	for _, co = range c.Cohorts(t.Context()) {
	}
	for _, f := range c.Report.Findings() {
		if strings.HasPrefix(f.Pos.File, "content/awards") {
			return co, false
		}
	}
	return co, co != nil
}

// words puts the hash and the salt of an award of ada@example.org where a test
// says H and S.
func words(t *testing.T, text string, key badge.Key) string {
	t.Helper()
	id, _ := credential.Recipient(&badge.Award{Key: key, Recipient: badge.Recipient{Email: "ada@example.org"}}, seed)
	return strings.NewReplacer("<H>", id.Identity, "<S>", id.Salt).Replace(text)
}

// Whatever way an author writes an address, its hash stands in the same place,
// in the same style, and every other byte stays.
func TestEmails(t *testing.T) {
	const (
		top  = "achievement: knots\nawarded: 2026-03-01\n"
		many = top + "awards:\n  k1:\n    name: Ada Rossi\n"
	)
	for _, c := range []struct{ name, text, want string }{
		{"block", many + "    email: ada@example.org\n    listing: listed\n", many + "    identity: <H>\n    salt: <S>\n    listing: listed\n"},
		{"capitals", many + "    email: Ada@Example.ORG\n", many + "    identity: <H>\n    salt: <S>\n"},
		{"comment behind", many + "    email:   ada@example.org   # by phone\n", many + "    identity: <H>\n    salt:   <S>   # by phone\n"},
		{"comments around", many + "    # first\n    email: ada@example.org\n    # last\n\n# end\n", many + "    # first\n    identity: <H>\n    salt: <S>\n    # last\n\n# end\n"},
		{"no end of line", many + "    email: ada@example.org", many + "    identity: <H>\n    salt: <S>"},
		{"double quotes", many + "    \"email\": \"ada@example.org\"\n", many + "    \"identity\": \"<H>\"\n    \"salt\": \"<S>\"\n"},
		{"single quotes", many + "    'email': 'ada@example.org' # x\n", many + "    'identity': '<H>'\n    'salt': '<S>' # x\n"},
		{"escapes", many + "    \"em\\x61il\": \"\\u0061da@example.org\"\n", many + "    \"identity\": \"<H>\"\n    \"salt\": \"<S>\"\n"},
		{"quotes over two lines", many + "    email: \"ada@\\\n      example.org\"\n", many + "    identity: \"<H>\"\n    salt: \"<S>\"\n"},
		{"spaces in quotes", many + "    email: ' ada@example.org '\n", many + "    identity: '<H>'\n    salt: '<S>'\n"},
		{"on the next line", many + "    email: # private\n      ada@example.org\n", many + "    identity: <H>\n    salt: # private\n      <S>\n"},
		{"literal", many + "    email: | # private\n      ada@example.org\n    url: https://ada.example/\n", many + "    identity: <H>\n    salt: | # private\n      <S>\n    url: https://ada.example/\n"},
		{"folded", many + "    email: >-\n\n      ada@example.org\n", many + "    identity: <H>\n    salt: >-\n\n      <S>\n"},
		{"space before the colon", many + "    email : ada@example.org\n", many + "    identity: <H>\n    salt : <S>\n"},
		{"deep", top + "awards:\n        \"k1\":\n            email: ada@example.org\n            name: Ada ☂ Rossi\n", top + "awards:\n        \"k1\":\n            identity: <H>\n            salt: <S>\n            name: Ada ☂ Rossi\n"},
		{"braces", top + "awards:\n  k1: {name: Ada ☂, email: ada@example.org} # e\n", top + "awards:\n  k1: {name: Ada ☂, identity: <H>, salt: <S>} # e\n"},
		{"braces, email first", top + "awards:\n  k1: {email: ada@example.org, name: A}\n", top + "awards:\n  k1: {identity: <H>, salt: <S>, name: A}\n"},
		{"braces over lines", top + "awards: {\n  k1: {\n    name: \"A, {d}\",\n    email: ada@example.org, # c\n    listing: listed,\n  },\n}\n",
			top + "awards: {\n  k1: {\n    name: \"A, {d}\",\n    identity: <H>,\n    salt: <S>, # c\n    listing: listed,\n  },\n}\n"},
		{"like JSON", `{"achievement":"knots","awarded":"2026-03-01","awards":{"k1":{"name":"A","email":"ada@example.org"}}}`,
			`{"achievement":"knots","awarded":"2026-03-01","awards":{"k1":{"name":"A","identity": "<H>", "salt":"<S>"}}}`},
		{"Windows", strings.ReplaceAll("\ufeff"+many+"    email: ada@example.org # x\n", "\n", "\r\n"), strings.ReplaceAll("\ufeff"+many+"    identity: <H>\n    salt: <S> # x\n", "\n", "\r\n")},
		{"old Mac", strings.ReplaceAll(many+"    email: ada@example.org\n", "\n", "\r"), strings.ReplaceAll(many+"    identity: <H>\n    salt: <S>\n", "\n", "\r")},
		{"one document", "---\n" + many + "    email: ada@example.org\n...\n", "---\n" + many + "    identity: <H>\n    salt: <S>\n...\n"},
		{"hidden already", many + "    identity: sha256$4debb05d5118bf1b485e9b5482dedf4dad6d73796d1da119c65c05958e50e77e\n    salt: 9ddbc096a8dc71cc\n", ""},
		{"no address", many + "    url: https://ada.example/ # ada@example.org\n", ""},
		{"one award", top + "recipient:\n  name: Ada\n  email: ada@example.org # x\n", top + "recipient:\n  name: Ada\n  identity: <H>\n  salt: <S> # x\n"},
		{"one award in braces", top + "recipient: {name: Ada, email: 'ada@example.org'}\nlisting: listed\n", top + "recipient: {name: Ada, identity: '<H>', salt: '<S>'}\nlisting: listed\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			co, good := read(t, []byte(c.text))
			if !good {
				t.Fatalf("no award file:\n%s", c.text)
			}
			want, n := words(t, c.want, co.Awards[0].Key), 1
			if want == "" {
				want, n = c.text, 0
			}
			got, hidden, err := Emails([]byte(c.text), co, seed)
			if err != nil || hidden != n {
				t.Fatalf("%d hidden, %v; want %d", hidden, err, n)
			}
			if diff := cmp.Diff(want, string(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			follows(t, []byte(c.text), co, got)
		})
	}
}

// follows holds a masked file against the law: the same awards, but that each
// e-mail is the identity that was published all along; nothing left to hide.
func follows(t *testing.T, text []byte, was *badge.Cohort, masked []byte) {
	t.Helper()
	is, good := read(t, masked)
	if !good {
		t.Fatalf("%q\nbecame no award file:\n%q", text, masked)
	}
	for i, a := range was.Awards {
		before, ok := credential.Recipient(a, seed)
		after, still := credential.Recipient(is.Awards[i], seed)
		if before != after || ok != still {
			t.Errorf("%s: published %+v, was %+v", a.Key, after, before)
		}
		if at := is.Awards[i].Recipient.Email; at != "" {
			t.Errorf("%s: an address is left", a.Key)
		}
	}
	ignore := cmp.Options{cmpopts.IgnoreFields(badge.Recipient{}, "Email", "Identity", "Salt"), cmpopts.IgnoreFields(badge.Award{}, "Digest")}
	if diff := cmp.Diff(was, is, ignore); diff != "" {
		t.Errorf("%q\nbecame\n%q\n(-was +is):\n%s", text, masked, diff)
	}
	again, n, err := Emails(masked, is, seed)
	if n != 0 || err != nil || !bytes.Equal(again, masked) {
		t.Errorf("a second time %d were hidden, %v", n, err)
	}
}

// What cannot be changed safely is left alone, and the message says where,
// without the address.
func TestUnsafe(t *testing.T) {
	const top = "achievement: knots\nawarded: 2026-03-01\nawards:\n  k1:\n    name: Ada\n"
	for text, want := range map[string]string{
		top + "    ? email\n    : ada@example.org\n": "line 6: an award is written here in a way that cannot be changed safely",
		top + "    email: ada@example.org\n    identity: sha256$4debb05d5118bf1b485e9b5482dedf4dad6d73796d1da119c65c05958e50e77e\n    salt: 9ddbc096a8dc71cc\n": "line 7: an award has both an e-mail and its hash",
	} {
		co, good := read(t, []byte(text))
		if !good {
			t.Fatalf("no award file:\n%s", text)
		}
		got, n, err := Emails([]byte(text), co, seed)
		if got != nil || n != 0 || err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "@") {
			t.Errorf("%q became %q, %d, %v; want %s", text, got, n, err, want)
		}
	}
}

func FuzzEmails(f *testing.F) {
	const top = "achievement: knots # a\nawarded: 2026-03-01\nawards:\n  k1:\n    name: Ada\n    email: ada@example.org # b\n  'k2': {name: \"B, {o}\", email: 'Bo@example.org', listing: listed}\n"
	f.Add([]byte(top))
	f.Add([]byte("\ufeff" + strings.ReplaceAll(top, "\n", "\r\n")))
	f.Add([]byte(top + "  k3:\n    email: |\n      c@d.example\n    name: >\n      C\n      D\n"))
	f.Add([]byte("{awards: {k1: {\n\tname: A,\n\temail: \"a@b.example\"}}, achievement: knots, awarded: 2026-03-01}"))
	f.Add([]byte("achievement: knots\nawarded: 2026-03-01\nrecipient:\n  'email'  : \"ada@\\\n    example.org\"\n  name: x@y.example\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		co, good := read(t, text)
		if !good {
			return
		}
		got, n, err := Emails(text, co, seed)
		if err != nil {
			return
		}
		follows(t, text, co, got)
		if n == 0 && !bytes.Equal(got, text) {
			t.Errorf("%q became %q, and nothing was hidden", text, got)
		}
		if gone := lost(string(text), string(got), co.Awards); gone != "" {
			t.Errorf("%q\nbecame\n%q\nwithout %q", text, got, gone)
		}
	})
}

var putIn = regexp.MustCompile(`["']?identity["']?: ["']?sha256\$[0-9a-f]{64}["']?[, \r\n\t]*["']?salt["']?`)

// lost returns what is not in a text any more, in its order, when what was put
// in for its awards is taken out of the new one.
func lost(was, is string, awards []*badge.Award) string {
	for _, a := range awards {
		is = strings.ReplaceAll(is, seed.Salt(a.Key), "\x00")
	}
	pieces := strings.Split(putIn.ReplaceAllString(is, "\x00"), "\x00")
	for i, p := range pieces {
		at := strings.Index(was, p)
		if i == len(pieces)-1 {
			at = len(was) - len(p)
		}
		if at < 0 || i == 0 && at > 0 || !strings.HasPrefix(was[at:], p) {
			return p
		}
		was = was[at+len(p):]
	}
	return ""
}

// The benchmark is a cohort of 10,000 awards.
func BenchmarkEmails10000(b *testing.B) {
	var text bytes.Buffer
	text.WriteString("achievement: knots\nawarded: 2026-03-01\nawards:\n")
	for i := range 10_000 {
		fmt.Fprintf(&text, "  k%d:\n    name: Learner %d\n    email: learner%d@example.org\n", i, i, i)
	}
	co, good := read(b, text.Bytes())
	if !good {
		b.Fatal("no award file")
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, n, err := Emails(text.Bytes(), co, seed); n != 10_000 || err != nil {
			b.Fatal(n, err)
		}
	}
}

// One line of braces is as quick as many lines.
func BenchmarkEmails10000Braces(b *testing.B) {
	var text bytes.Buffer
	text.WriteString("{achievement: knots, awarded: 2026-03-01, awards: {k: {name: A, email: a@example.org}")
	for i := range 9_999 {
		fmt.Fprintf(&text, ", k%d: {name: Learner %d, email: learner%d@example.org}", i, i, i)
	}
	text.WriteString("}}\n")
	co, good := read(b, text.Bytes())
	if !good {
		b.Fatal("no award file")
	}
	for b.Loop() {
		if _, n, err := Emails(text.Bytes(), co, seed); n != 10_000 || err != nil {
			b.Fatal(n, err)
		}
	}
}

func ExampleEmails() {
	text := []byte("achievement: knots\nawarded: 2026-03-01\nrecipient:\n  name: Ada Rossi\n  email: ada@example.org  # by phone\n")
	cohort := &badge.Cohort{Name: "knots", Awards: []*badge.Award{{Key: "knots/knots", Recipient: badge.Recipient{Name: "Ada Rossi", Email: "ada@example.org"}}}}
	masked, _, err := Emails(text, cohort, seed)
	if err != nil {
		panic(err)
	}
	os.Stdout.Write(masked)
	// Output:
	// achievement: knots
	// awarded: 2026-03-01
	// recipient:
	//   name: Ada Rossi
	//   identity: sha256$256c6be31a1295fe5ef8ffb7ea24d69209991be369b835c60633faa8bfb64ef6
	//   salt: f823ae17cd2fd0fe9fda301bdf594c13  # by phone
}

func TestRemaining(t *testing.T) {
	content := fstest.MapFS{
		"awards/knots.yaml":      {Data: []byte("# ada@example.org\nawards:\n  k1:\n    person: bea@example.org, cy@example.org\n    evidence: Write to Office@school.example.\n")},
		"awards/other.yaml":      {Data: []byte("email: dan@example.org\n# ADA@EXAMPLE.ORG, o'hara@example.org\n")},
		"imported/old/a1.json":   {Data: []byte(`{"identity":"eve@example.org"}`)},
		"imported/old/a1.png":    {Data: []byte("\x89PNG\nx@y.zz \nada@example.org\xff")},
		"pages/about.md":         {Data: []byte("<info@school.example>\n")},
		"pages/thanks.md":        {Data: []byte("To\n[Ada](mailto:ada@example.org) and '@nobody', a@b, ada@example.org.example\n")},
		"issued/a/0001.jsonl":    {Data: []byte("ada@example.org")},
		"decisions/revoke.yaml":  {Data: []byte("note: a letter from fay@example.org\n")},
		"achievements/knots.svg": {Data: []byte("<svg/>")},
	}
	hidden := map[string]bool{"ada@example.org": true, "o'hara@example.org": true}
	got, err := Remaining(content, hidden, "office@school.example", func(file string) bool {
		return file == "awards/knots.yaml" || strings.HasPrefix(file, "imported/") || strings.HasPrefix(file, "decisions/")
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []Line{{"awards/knots.yaml", 1}, {"awards/knots.yaml", 4}, {"awards/other.yaml", 2}, {"decisions/revoke.yaml", 1},
		{"imported/old/a1.json", 1}, {"imported/old/a1.png", 3}, {"pages/thanks.md", 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
