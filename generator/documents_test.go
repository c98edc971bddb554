package generator

import (
	"encoding/json"
	"image/png"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
)

// object is a JSON document, read without the types that wrote it.
type object = map[string]any

// walkDocuments holds every Open Badges 2.0 document of a tree against the
// specification and against what verifiers demand beyond it.
func walkDocuments(t *testing.T, s tree) {
	t.Helper()
	docs := s.documents(t)
	count := map[string]int{}
	for _, file := range slices.Sorted(maps.Keys(docs)) {
		if signedFile.MatchString(file) {
			continue // walkCredentials looks at it
		}
		d := docs[file]
		if d["@context"] != "https://w3id.org/openbadges/v2" {
			t.Errorf("%s: @context is %v", file, d["@context"])
		}
		if d["id"] != s.url(file) {
			t.Errorf("%s: id is %v, and it is served at %s", file, d["id"], s.url(file))
		}
		kind, _ := d["type"].(string)
		count[kind]++
		switch kind {
		case "Assertion":
			if d["revoked"] != nil {
				s.revokedAssertion(t, file, d)
			} else {
				s.assertion(t, file, d, docs)
			}
		case "BadgeClass":
			s.badgeClass(t, file, d, docs)
		case "Profile":
			s.profile(t, file, d, docs)
		case "RevocationList":
			s.revocationList(t, file, d, docs)
		default:
			t.Errorf("%s: type is %v", file, d["type"])
		}
	}
	want := map[string]int{"Profile": 1, "RevocationList": 1, "BadgeClass": len(s.catalog.Achievements)}
	if s.publishes("ob2") {
		for _, e := range s.passed.Awards() {
			if e.Known {
				want["Assertion"]++
			}
		}
		want["Assertion"] += len(s.passed.Withdrawn())
	}
	for kind, n := range want {
		if count[kind] != n {
			t.Errorf("found %d documents of type %s, want %d", count[kind], kind, n)
		}
	}
	if s.publishes("ob2") {
		s.recipients(t, docs)
	}
	s.baked(t, docs)
}

func (s tree) publishes(output string) bool {
	return len(s.catalog.Site.Outputs) == 0 || slices.Contains(s.catalog.Site.Outputs, output)
}

// documents parses every JSON file of the site but those of static/.
func (s tree) documents(t *testing.T) map[string]object {
	t.Helper()
	docs := map[string]object{}
	for name, text := range s.files {
		if !strings.HasSuffix(name, ".json") || slices.ContainsFunc(s.catalog.Static, func(f badge.File) bool { return f.Name == name }) {
			continue
		}
		if strings.ContainsAny(text, "&<>") {
			t.Errorf("%s: holds a character that a loader may decode before parsing", name)
		}
		var d object
		if err := json.Unmarshal([]byte(text), &d); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		docs[name] = d
	}
	return docs
}

// members checks that the members of an object are of the types named:
// required ones are there, others may be, no further ones are.
func members(t *testing.T, where string, d object, required, optional map[string]any) {
	t.Helper()
	for key, v := range d {
		want, known := required[key]
		if !known {
			want, known = optional[key]
		}
		if !known {
			t.Errorf("%s: unexpected member %q", where, key)
			continue
		}
		if !sameType(v, want) {
			t.Errorf("%s: %s is %#v, want a value like %#v", where, key, v, want)
		}
		if text, ok := v.(string); ok && strings.TrimSpace(text) == "" {
			t.Errorf("%s: %s is empty", where, key)
		}
	}
	for key := range required {
		if _, there := d[key]; !there {
			t.Errorf("%s: %s is missing", where, key)
		}
	}
}

func sameType(v, like any) bool {
	switch like.(type) {
	case string:
		_, ok := v.(string)
		return ok
	case bool:
		_, ok := v.(bool)
		return ok
	case []any:
		_, ok := v.([]any)
		return ok
	case object:
		_, ok := v.(object)
		return ok
	}
	return false
}

var common = map[string]any{"@context": "", "type": "", "id": ""}

// with returns the common members and more.
func with(more map[string]any) map[string]any {
	all := maps.Clone(common)
	maps.Copy(all, more)
	return all
}

var (
	dateTime    = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`)
	hashedEmail = regexp.MustCompile(`^sha256\$[0-9a-f]{64}$`)
	hostName    = regexp.MustCompile(`^[a-z0-9.-]+(:[0-9]+)?$`)
)

func moment(t *testing.T, where string, v any) time.Time {
	t.Helper()
	text, _ := v.(string)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil || !dateTime.MatchString(text) {
		t.Errorf("%s is %q, not a DateTime in whole seconds of UTC", where, text)
	}
	return at
}

func isWeb(v any) bool {
	text, _ := v.(string)
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// target returns the document that an address leads to, which must be there
// and of a type.
func (s tree) target(t *testing.T, where string, addr any, docs map[string]object, kind string) object {
	t.Helper()
	text, _ := addr.(string)
	file, own := s.file(text)
	if !own || docs[file] == nil || docs[file]["type"] != kind {
		t.Errorf("%s leads to %v, which is not a %s of the site", where, addr, kind)
		return nil
	}
	return docs[file]
}

func (s tree) assertion(t *testing.T, file string, d object, docs map[string]object) {
	t.Helper()
	members(t, file, d,
		with(map[string]any{"recipient": object{}, "badge": "", "verification": object{}, "issuedOn": ""}),
		map[string]any{"expires": "", "image": "", "evidence": []any{}, "narrative": ""})
	recipient, _ := d["recipient"].(object)
	members(t, file+" recipient", recipient, map[string]any{"type": "", "hashed": true, "identity": ""}, map[string]any{"salt": ""})
	switch hashed, identity := recipient["hashed"] == true, recipient["identity"].(string); recipient["type"] {
	case "email":
		if !hashed || !hashedEmail.MatchString(identity) || recipient["salt"] == nil {
			t.Errorf("%s: an e-mail that is not hashed with a salt: %v", file, recipient)
		}
	case "url":
		if u, err := url.Parse(identity); hashed || err != nil || u.Scheme == "" {
			t.Errorf("%s: not an address of the recipient: %v", file, recipient)
		}
	default:
		t.Errorf("%s: recipient type %v", file, recipient["type"])
	}
	verification, _ := d["verification"].(object)
	if len(verification) != 1 || verification["type"] != "HostedBadge" {
		t.Errorf("%s: verification is %v", file, verification)
	}
	issued := moment(t, file+" issuedOn", d["issuedOn"])
	if d["expires"] != nil && !moment(t, file+" expires", d["expires"]).After(issued) {
		t.Errorf("%s: expires before it was issued", file)
	}
	evidence, _ := d["evidence"].([]any)
	for _, e := range evidence {
		e, _ := e.(object)
		members(t, file+" evidence", e, map[string]any{"type": "", "name": ""}, map[string]any{"id": "", "description": "", "narrative": ""})
		if e["type"] != "Evidence" || e["id"] != nil && !isWeb(e["id"]) {
			t.Errorf("%s: evidence is %v", file, e)
		}
	}
	class := s.target(t, file+" badge", d["badge"], docs, "BadgeClass")
	if class == nil {
		return
	}
	if issuer := s.target(t, file+" issuer", class["issuer"], docs, "Profile"); issuer != nil {
		s.scope(t, file, issuer, d["id"].(string), class["id"].(string))
	}
}

// scope applies the rule by which a verifier ties a hosted Assertion to its
// issuer: startsWith and allowedOrigins, where the Profile has them.
func (s tree) scope(t *testing.T, file string, issuer object, ids ...string) {
	t.Helper()
	policy, _ := issuer["verification"].(object)
	starts, _ := policy["startsWith"].([]any)
	origins, _ := policy["allowedOrigins"].([]any)
	for _, id := range ids {
		u, err := url.Parse(id)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(starts, func(p any) bool { return strings.HasPrefix(id, p.(string)) }) {
			t.Errorf("%s: %s begins with none of %v", file, id, starts)
		}
		if !slices.Contains(origins, any(u.Host)) {
			t.Errorf("%s: %s has none of the origins %v", file, id, origins)
		}
	}
	neighbour := strings.TrimSuffix(s.at.String(), s.at.Base()) + "/neighbour/assertion.json"
	if s.at.Base() != "/" && slices.ContainsFunc(starts, func(p any) bool { return strings.HasPrefix(neighbour, p.(string)) }) {
		t.Errorf("%s: a neighbour on the same host could mint %s", file, neighbour)
	}
}

func (s tree) revokedAssertion(t *testing.T, file string, d object) {
	t.Helper()
	members(t, file, d, with(map[string]any{"revoked": true}), map[string]any{"revocationReason": ""})
	if d["revoked"] != true {
		t.Errorf("%s: revoked is %v", file, d["revoked"])
	}
}

func (s tree) badgeClass(t *testing.T, file string, d object, docs map[string]object) {
	t.Helper()
	members(t, file, d,
		with(map[string]any{"name": "", "description": "", "image": "", "criteria": object{}, "issuer": ""}),
		map[string]any{"@language": "", "version": "", "alignment": []any{}, "tags": []any{}})
	s.target(t, file+" issuer", d["issuer"], docs, "Profile")
	image, own := s.file(d["image"].(string))
	if pic, err := png.Decode(strings.NewReader(s.files[image])); !own || err != nil {
		t.Errorf("%s: the image %s: %v", file, d["image"], err)
	} else if b := pic.Bounds(); b.Dx() != b.Dy() || b.Dx() < 90 {
		t.Errorf("%s: the image measures %v", file, b)
	}
	criteria, _ := d["criteria"].(object)
	members(t, file+" criteria", criteria, map[string]any{"id": ""}, map[string]any{"narrative": ""})
	if page, own := s.file(criteria["id"].(string)); !own || !strings.HasSuffix(page, ".html") || s.files[page] == "" {
		t.Errorf("%s: criteria.id leads to %s, which is no page", file, criteria["id"])
	}
	alignment, _ := d["alignment"].([]any)
	for _, a := range alignment {
		a, _ := a.(object)
		members(t, file+" alignment", a, map[string]any{"targetName": "", "targetUrl": ""},
			map[string]any{"targetDescription": "", "targetFramework": "", "targetCode": ""})
		if !isWeb(a["targetUrl"]) {
			t.Errorf("%s: targetUrl is %v", file, a["targetUrl"])
		}
	}
	tags, _ := d["tags"].([]any)
	for _, tag := range tags {
		if text, ok := tag.(string); !ok || text == "" {
			t.Errorf("%s: a tag is %v", file, tag)
		}
	}
}

func (s tree) profile(t *testing.T, file string, d object, docs map[string]object) {
	t.Helper()
	members(t, file, d,
		with(map[string]any{"name": "", "url": "", "email": "", "revocationList": "", "verification": object{}}),
		map[string]any{"description": "", "image": ""})
	if !isWeb(d["url"]) || !strings.Contains(d["email"].(string), "@") {
		t.Errorf("%s: url or email: %v, %v", file, d["url"], d["email"])
	}
	s.target(t, file+" revocationList", d["revocationList"], docs, "RevocationList")
	if image, ok := d["image"].(string); ok {
		if f, own := s.file(image); !own || s.files[f] == "" || !strings.HasSuffix(f, ".png") && !strings.HasSuffix(f, ".svg") {
			t.Errorf("%s: the image is %s", file, image)
		}
	}
	policy, _ := d["verification"].(object)
	members(t, file+" verification", policy, map[string]any{"type": "", "allowedOrigins": []any{}, "startsWith": []any{}}, nil)
	origins, _ := policy["allowedOrigins"].([]any)
	for _, o := range origins {
		if text, _ := o.(string); !hostName.MatchString(text) {
			t.Errorf("%s: the allowed origin %v is not a host alone", file, o)
		}
	}
}

func (s tree) revocationList(t *testing.T, file string, d object, docs map[string]object) {
	t.Helper()
	members(t, file, d, with(map[string]any{"issuer": "", "revokedAssertions": []any{}}), nil)
	s.target(t, file+" issuer", d["issuer"], docs, "Profile")
	listed := map[string]bool{}
	list, _ := d["revokedAssertions"].([]any)
	for _, e := range list {
		e, _ := e.(object)
		members(t, file+" revokedAssertions", e, map[string]any{"id": ""}, map[string]any{"revocationReason": ""})
		id, _ := e["id"].(string)
		if listed[id] {
			t.Errorf("%s lists %s twice", file, id)
		}
		listed[id] = true
		if a := s.target(t, file, id, docs, "Assertion"); a != nil && (a["revoked"] != true || a["revocationReason"] != e["revocationReason"]) {
			t.Errorf("%s says of %s %v, and its Assertion says %v", file, id, e, a)
		}
	}
	for name, a := range docs {
		if id, _ := a["id"].(string); a["revoked"] == true && !listed[id] {
			t.Errorf("%s is revoked and not listed in %s", name, file)
		}
	}
}
