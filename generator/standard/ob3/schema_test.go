package ob3_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/sealpress/sealpress/generator/internal/reference"
	"github.com/sealpress/sealpress/generator/standard/ob3"
)

// official compiles one of the published schemas, with formats asserted.
func official(t testing.TB, file, part string) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open(filepath.Join(reference.Standards(t), "schemas/1edtech", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	document, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("https://example.org/schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("https://example.org/schema.json" + part)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func valid(t testing.TB, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(document)
}

const strict = "strict-2024-07/achievementcredential.json"

func TestExamplesGetTheVerdictOfTheSchema(t *testing.T) {
	dir, schema := reference.Standards(t), official(t, strict, "")
	names, err := filepath.Glob(filepath.Join(dir, "examples/ob3-*/*.json"))
	if err != nil || len(names) < 10 {
		t.Fatalf("%d examples, %v", len(names), err)
	}
	eu, _ := filepath.Glob(filepath.Join(dir, "eu/*.ob3.json"))
	stricter := map[string]string{
		"theed_regular_full_ho.json": "its result refers to a description that its achievement does not have",
	}
	for _, name := range append(names, eu...) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found, refused := ob3.Check(text), valid(t, schema, text)
		reason := stricter[filepath.Base(name)]
		switch {
		case refused != nil && len(found) == 0:
			t.Errorf("%s: the schema says %v", name, refused)
		case refused == nil && len(found) > 0 && reason == "":
			t.Errorf("%s: the schema takes it, Check found %v", name, found)
		case reason != "" && (refused != nil || len(found) == 0):
			t.Errorf("%s: no exception any more", name)
		}
	}
}

func TestSamplesAreValid(t *testing.T) {
	for name, c := range map[string]ob3.AchievementCredential{"micro": microCredential(), "full": fullCredential(t)} {
		text := marshal(t, c)
		if found := ob3.Check(text); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
		for _, file := range []string{strict, "ob_v3p0_achievementcredential_schema.json", "strict-2024-09-jsonld/ob_v3p0_achievementcredential_schema.json"} {
			if err := valid(t, official(t, file, ""), text); err != nil {
				t.Errorf("%s: %s: %v", name, file, err)
			}
		}
		profile, achievement := c.Issuer, c.CredentialSubject.Achievement
		profile.Context, achievement.Context = ob3.Contexts(), ob3.Contexts()
		if found := ob3.CheckProfile(marshal(t, profile)); len(found) > 0 {
			t.Errorf("%s: profile: %v", name, found)
		}
		if found := ob3.CheckAchievement(marshal(t, achievement)); len(found) > 0 {
			t.Errorf("%s: achievement: %v", name, found)
		}
		for _, e := range c.Endorsement {
			if found := ob3.CheckEndorsement(e); len(found) > 0 {
				t.Errorf("%s: endorsement: %v", name, found)
			}
		}
	}
}

// Whatever the schema refuses, Check refuses, and what Check calls a breach of
// the schema is one: each value of valid documents is taken away and replaced
// in turn by everything that it must not be. By default every absence and one
// other change in eight is tried, with SEALPRESS_LONG=1 every one.
func TestWhateverTheSchemaRefusesIsRefused(t *testing.T) {
	full := fullCredential(t)
	profile, achievement := full.Issuer, full.CredentialSubject.Achievement
	profile.Context, achievement.Context = ob3.Contexts(), ob3.Contexts()
	bare := microCredential()
	bare.CredentialSubject.Identifier, bare.Evidence, bare.CredentialStatus, bare.CredentialSubject.Result = nil, nil, nil, nil
	for _, c := range []struct {
		name     string
		document any
		schema   *jsonschema.Schema
		check    func([]byte) []ob3.Violation
	}{
		{"micro", microCredential(), official(t, strict, ""), ob3.Check},
		{"bare", bare, official(t, strict, ""), ob3.Check},
		{"full", full, official(t, strict, ""), ob3.Check},
		{"achievement", achievement, official(t, strict, "#/$defs/Achievement"), ob3.CheckAchievement},
		{"profile", profile, official(t, "strict-2024-07/profile.json", ""), ob3.CheckProfile},
		{"endorsement", full.Endorsement[0], official(t, "strict-2024-07/endorsementcredential.json", ""), ob3.CheckEndorsement},
	} {
		t.Run(c.name, func(t *testing.T) {
			var document any
			if err := json.Unmarshal(marshal(t, c.document), &document); err != nil {
				t.Fatal(err)
			}
			stride := 8
			if os.Getenv("SEALPRESS_LONG") != "" {
				stride = 1
			}
			made, tried, refused := 0, 0, 0
			mutate(document, func(v any) { document = v }, "", func(path string) {
				if made++; made%stride != 0 && !strings.Contains(path, " without ") {
					return
				}
				tried++
				text, err := json.Marshal(document)
				if err != nil {
					t.Fatal(err)
				}
				found, err := c.check(text), c.schema.Validate(document)
				if err != nil {
					refused++
				}
				if err != nil && len(found) == 0 {
					t.Errorf("%s: the schema says %v", path, err)
				}
				if i := slices.IndexFunc(found, ofSchema); err == nil && i >= 0 {
					t.Errorf("%s: the schema takes it, Check found %v", path, found[i])
				}
			})
			if err := c.schema.Validate(document); err != nil {
				t.Fatalf("not put back: %v", err)
			}
			t.Logf("%d changes, of which the schema refuses %d", tried, refused)
			if refused < tried/4 {
				t.Errorf("the schema refuses only %d of %d changes", refused, tried)
			}
		})
	}
}

func TestEnumerationsAreThoseOfTheSchema(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(reference.Standards(t), "schemas/1edtech", strict))
	if err != nil {
		t.Fatal(err)
	}
	type property struct {
		Enum  []string
		OneOf []struct{ Enum []string }
	}
	var schema struct {
		Defs map[string]struct{ Properties map[string]property } `json:"$defs"`
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		class, member string
		got           []string
	}{
		{"Achievement", "achievementType", ob3.AchievementTypes()},
		{"Alignment", "targetType", ob3.AlignmentTypes()},
		{"IdentityObject", "identityType", ob3.IdentityTypes()},
		{"IdentifierEntry", "identifierType", ob3.IdentityTypes()},
		{"ResultDescription", "resultType", ob3.ResultTypes()},
		{"Result", "status", ob3.ResultStatuses()},
	} {
		p := schema.Defs[c.class].Properties[c.member]
		if len(p.OneOf) > 0 {
			p.Enum = p.OneOf[0].Enum
		}
		if diff := cmp.Diff(p.Enum, c.got); diff != "" {
			t.Errorf("%s.%s (-schema +got):\n%s", c.class, c.member, diff)
		}
	}
}

// ofSchema reports whether a violation is one of the schema itself. Not in the
// schema are contexts of documents that stand alone and the members of a
// status, of a proof and of criteria that come from other specifications.
func ofSchema(v ob3.Violation) bool {
	if strings.Contains(v.Path, "/credentialStatus/status") || strings.HasSuffix(v.Path, "/expires") || strings.HasSuffix(v.Path, "/criteria/type") ||
		strings.HasPrefix(v.Path, "/@context") || v.Want == `expected a member "@context"` {
		return false
	}
	return slices.Contains([]ob3.Rule{ob3.RuleRequired, ob3.RuleShape, ob3.RuleType, ob3.RuleClosed, ob3.RuleStatusList}, v.Rule)
}

// foreign are values that stand in place of every other.
func foreign() []any {
	return []any{nil, true, 0.0, -1.5, "", "x", "ext:", "ext:x", "a b", "2026-05-14", "2026-05-14T00:00:00", "2026-05-14T00:00:00Z", "2026-02-30T00:00:00Z",
		"https://a.example/", "EN", "en_GB", "en-Latn-GB", "a.b", "a..b", "a.b.c", "Image", "Completed", "MicroCredential", "name", []any{}, []any{nil}, []any{"x"}, []any{map[string]any{}},
		[]any{0.0}, map[string]any{}, map[string]any{"en": "x"}, map[string]any{"x": nil}, map[string]any{"id": "https://a.example/", "type": "Image"}, map[string]any{"id": "https://a.example/", "type": []any{"Profile"}}}
}

// mutate changes a value and everything in it, one change at a time, calls try
// after each and puts the old value back.
func mutate(value any, set func(any), path string, try func(path string)) {
	change := func(what string, to any) {
		set(to)
		try(path + " " + what)
		set(value)
	}
	for i, f := range foreign() {
		change(fmt.Sprintf("replaced by foreign %d", i), f)
	}
	change("put in an array", []any{value})
	change("put in an array twice", []any{value, value})
	switch v := value.(type) {
	case string:
		change("made longer", v+"x")
		change("made shorter", v[:max(len(v)-1, 0)])
		change("in a language map", map[string]any{"en": v})
	case []any:
		if len(v) > 0 {
			change("taken out of its array", v[0])
			change("without its first", v[1:])
			change("with its first as its last", append(slices.Clone(v[1:]), v[0]))
		}
		change("with one more text", append(slices.Clone(v), "x"))
		change("with one more null", append(slices.Clone(v), nil))
		change("with one more object", append(slices.Clone(v), map[string]any{}))
		for i := range v {
			mutate(v[i], func(to any) { v[i] = to }, fmt.Sprintf("%s/%d", path, i), try)
		}
	case map[string]any:
		change("with one more member", with(v, "x", "y"))
		change("with a member of another class", with(v, "targetName", "y"))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			old := v[name]
			delete(v, name)
			try(path + " without " + name)
			v[name] = old
			mutate(old, func(to any) { v[name] = to }, path+"/"+name, try)
		}
	}
}

func with(v map[string]any, name string, value any) map[string]any {
	more := maps.Clone(v)
	more[name] = value
	return more
}
