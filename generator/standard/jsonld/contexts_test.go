package jsonld_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jsonld"
)

// published says under which name the folder of standards keeps a context.
var published = map[string]string{
	"credentials-v1.json":        "w3c/credentials-v1.jsonld",
	"credentials-v2.json":        "w3c/credentials-v2.jsonld",
	"credentials-status-v1.json": "w3c/vc-bitstring-status-list-v1.jsonld",
	"data-integrity-v1.json":     "w3c/data-integrity-v1.jsonld",
	"data-integrity-v2.json":     "w3c/data-integrity-v2.jsonld",
	"multikey-v1.json":           "w3c/multikey-v1.jsonld",
	"ed25519-2020-v1.json":       "w3c/ed25519-signature-2020-v1.jsonld",
	"did-v1.json":                "w3c/did-v1.jsonld",
	"ob-3.0.0.json":              "1edtech/ob_v3p0_context.json",
	"ob-3.0.1.json":              "1edtech/ob_v3p0_context-3.0.1.json",
	"ob-3.0.2.json":              "1edtech/ob_v3p0_context-3.0.2.json",
	"ob-3.0.3.json":              "1edtech/ob_v3p0_context-3.0.3.json",
	"ob-extensions.json":         "1edtech/ob_v3p0_extensions.json",
}

// What is compiled in is what its row says, with its licence beside it.
func TestContextsArePinned(t *testing.T) {
	for _, c := range jsonld.Contexts() {
		sum := sha256.Sum256(read(t, "contexts", c.File))
		if got := hex.EncodeToString(sum[:]); got != c.SHA256 {
			t.Errorf("%s has SHA-256 %s, pinned is %s", c.File, got, c.SHA256)
		}
		if len(read(t, "contexts", c.Terms)) < 500 || c.Licence == "" || c.Source == "" {
			t.Errorf("%s has no licence or no source", c.File)
		}
	}
	entries, err := os.ReadDir("contexts")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, c := range jsonld.Contexts() {
		listed[c.File], listed[c.Terms] = true, true
	}
	for _, e := range entries {
		if !listed[e.Name()] {
			t.Errorf("contexts/%s is in no row", e.Name())
		}
	}
}

func TestContextsAreThePublishedOnes(t *testing.T) {
	dir := filepath.Join(reference.Standards(t), "contexts")
	for _, c := range jsonld.Contexts() {
		want, err := jcs.Transform(read(t, dir, published[c.File]))
		if err != nil {
			t.Fatal(err)
		}
		got, err := jcs.Transform(read(t, "contexts", c.File))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.URL, diff)
		}
	}
	// The digest printed in the VC Data Model 2.0, appendix B.1.
	sum := sha256.Sum256(read(t, dir, "w3c/credentials-v2.jsonld"))
	if got := hex.EncodeToString(sum[:]); got != "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734" {
		t.Errorf("the published credentials/v2 has SHA-256 %s", got)
	}
}

func TestVocabulary(t *testing.T) {
	p, err := jsonld.Standard()
	if err != nil {
		t.Fatal(err)
	}
	v := p.Vocabulary()
	for _, name := range []string{"type", "@type", "proofPurpose", "@language", "@context", "jsonSchema"} {
		if !v.Fixed[name] {
			t.Errorf("%s is taken for data", name)
		}
	}
	for _, name := range []string{"id", "@id", "@value", "name", "narrative", "verificationMethod", "created", "achievementType"} {
		if v.Fixed[name] {
			t.Errorf("%s is not taken for data", name)
		}
	}
	for _, name := range []string{"id", "cred", "sec", "Achievement", "narrative"} {
		if !v.Terms[name] {
			t.Errorf("%s is not known as a term", name)
		}
	}
	for _, scheme := range []string{"https", "http", "did", "urn", "data", "mailto", "ext"} {
		if v.Terms[scheme] {
			t.Errorf("%s is a term", scheme)
		}
	}
}
