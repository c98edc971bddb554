package trust

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/verify"
)

func TestParse(t *testing.T) {
	got, findings := Parse("known.yaml", []byte(`# schools that we know
- name: Harbour Skills
  url: https://credentials.harbour.example/
- did: did:web:college.example
- name: On a shared host
  url: https://org.example/badges
- name: Another platform
  url: https://platform.example/issuers/7.json
- url: https://platform.example/issuer?id=7
`))
	want := verify.Trust{
		"https://credentials.harbour.example/":                   "Harbour Skills",
		"did:web:credentials.harbour.example":                    "Harbour Skills",
		"https://credentials.harbour.example/issuer/issuer.json": "Harbour Skills",
		"did:web:college.example":                                "",
		"https://org.example/badges":                             "On a shared host",
		"did:web:org.example:badges":                             "On a shared host",
		"https://org.example/badges/issuer/issuer.json":          "On a shared host",
		"https://platform.example/issuers/7.json":                "Another platform",
		"https://platform.example/issuer?id=7":                   "",
	}
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("known issuers (-want +got):\n%s", diff)
	}
}

// Whatever is wrong is said at its place, and nobody is known then.
func TestStrict(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", "known.yaml:1:1: the file is empty"},
		{"# nobody\n", "known.yaml:1:1: the file is empty"},
		{"did: did:web:a.example\n", "known.yaml:1:1: expected a list of issuers"},
		{"- did: did:web:a.example\n  nane: A\n", `known.yaml:2:3: unknown key "nane"`},
		{"- name: A\n", "known.yaml:1:3: an issuer is known by its did or url, and neither stands here"},
		{"- did: did:web:a.example\n  url: https://a.example/\n", "known.yaml:1:3: expected did or url, found both"},
		{"- did: a.example\n", `known.yaml:1:8: "a.example" is not a DID`},
		{"- did: did:web:a.example#key\n", `known.yaml:1:8: "did:web:a.example#key" is not a DID`},
		{"- url: a.example\n", `known.yaml:1:8: "a.example" is not a web address`},
		{"- url: http://a.example/\n", `known.yaml:1:8: "http://a.example/": expected an address that starts with https://`},
		{"- url:\n", `known.yaml:1:3: "url" has no text as its value`},
		{"- did: [did:web:a.example]\n", `known.yaml:1:3: "did" has no text as its value`},
		{"- did: did:web:a.example\n  did: did:web:b.example\n", `known.yaml:2:3: "did" stands there twice`},
		{"- did: did:web:a.example\n- url: https://a.example/\n", `known.yaml:2:8: "did:web:a.example" is named in line 1 already`},
		{"- &a did: did:web:a.example\n", "known.yaml:1:3: anchors, aliases and tags are not read"},
		{"- did: !!str did:web:a.example\n", "known.yaml:1:8: anchors, aliases and tags are not read"},
		{"- did: did:web:a.example\n---\n- did: did:web:b.example\n", "known.yaml:2:1: expected one document, found a second one"},
		{"- \"did\n", "known.yaml:"},
		{"- did:web:a.example\n", "known.yaml:1:3: expected an issuer with did or url"},
	} {
		got, findings := Parse("known.yaml", []byte(tt.text))
		if got != nil || len(findings) == 0 {
			t.Errorf("%q: read as %v, want %q", tt.text, got, tt.want)
			continue
		}
		if said := fmt.Sprintf("%s: %s", findings[0].Pos, findings[0].Message); !strings.HasPrefix(said, tt.want) {
			t.Errorf("%q: %s, want %s", tt.text, said, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("- name: A\n  url: https://a.example/\n"))
	f.Add([]byte("- did: did:web:a.example\n"))
	f.Add([]byte("- &a [*a]\n"))
	f.Add([]byte("- name: A\n  url: httPs://am"))
	f.Fuzz(func(t *testing.T, text []byte) {
		trust, findings := Parse("known.yaml", text)
		if (trust == nil) == (len(findings) == 0) {
			t.Errorf("%q: trust %v and findings %v", text, trust, findings)
		}
		for id := range trust {
			if !strings.HasPrefix(id, "did:") && !strings.HasPrefix(id, "https://") && !strings.HasPrefix(id, "http://") {
				t.Errorf("%q makes %q known", text, id)
			}
		}
	})
}

func ExampleParse() {
	known, findings := Parse("known.yaml", []byte("- name: Harbour Skills\n  did: did:web:harbour.example\n- nmae: Coast College\n"))
	fmt.Println(known == nil)
	for _, f := range findings {
		fmt.Printf("%s: %s: %s\n", f.Pos, f.Severity, f.Message)
	}
	// Output:
	// true
	// known.yaml:3:3: error: unknown key "nmae"
}

// Scheme and host of an address mean the same in capitals.
func TestAddressInCapitals(t *testing.T) {
	known, findings := Parse("known.yaml", []byte("- name: Harbour Skills\n  url: HTTPS://Credentials.Harbour.Example/\n"))
	for _, id := range []string{"https://credentials.harbour.example/", "did:web:credentials.harbour.example"} {
		if known[id] != "Harbour Skills" {
			t.Errorf("%s is not known: %v %v", id, known, findings)
		}
	}
}
