package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/ob2"
)

// input finds out what was given, by its bytes alone: names and content types
// are what somebody says.
func (j *judge) input(in Input) {
	data := in.Data
	if data == nil {
		a, problem := j.document(codeFormat, Question{URL: in.URL})
		if a != nil && problem != nil && problem.Case == "page" {
			j.page(a)
			return
		}
		if problem != nil && (a == nil || problem.Case != "large" || len(a.Body) > MaxPicture) {
			j.note(*problem)
			return
		}
		data = a.Body
	}
	switch kind := sniff(data); {
	case kind == FromPNG, kind == FromSVG:
		j.picture(data, kind)
	case len(data) > MaxSize:
		j.fail(codeFormat, "large", fmt.Sprintf("%d bytes", len(data)))
	case kind == FromJSON:
		j.out.Source = FromJSON
		j.json(data)
	case kind == FromToken:
		j.out.Source = FromToken
		j.token(strings.TrimSpace(string(data)))
	case kind == FromPage:
		j.unknown(codeFormat, "page", "a page for people, without its address")
	default:
		j.foreign(data)
	}
}

// sniff tells the kinds of input apart; empty for none that is read.
func sniff(data []byte) Source {
	head := bytes.TrimSpace(data[:min(len(data), 4096)])
	lower := bytes.ToLower(head)
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return FromPNG
	case bytes.HasPrefix(head, []byte("{")):
		return FromJSON
	case isPage(data):
		return FromPage
	case bytes.HasPrefix(head, []byte("<")) && bytes.Contains(lower, []byte("<svg")):
		return FromSVG
	case bytes.HasPrefix(head, []byte("<")):
		return FromPage
	case bytes.HasPrefix(head, []byte("ey")) && !bytes.ContainsAny(head, " \n\t<>{}~") && bytes.IndexByte(bytes.TrimSpace(data), '.') > 0:
		return FromToken
	}
	return ""
}

// foreign says of input that is read as nothing what it seems to be.
func (j *judge) foreign(data []byte) {
	text := strings.TrimSpace(string(data[:min(len(data), 4096)]))
	switch {
	case len(text) == 0:
		j.unknown(codeFormat, "empty", "no bytes")
	case strings.HasPrefix(text, "https://") && !strings.ContainsAny(text, " \n\t"):
		j.input(Input{URL: text})
	case strings.HasPrefix(text, "ey") && strings.Contains(text, "~"):
		j.unknown(codeFormat, "selective", "an SD-JWT, with selective disclosure")
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")), bytes.HasPrefix(data, []byte("GIF8")), bytes.HasPrefix(data, []byte("RIFF")), bytes.HasPrefix(data, []byte("%PDF")):
		j.unknown(codeFormat, "picture", "a picture or document of a kind that holds no credential")
	default:
		j.unknown(codeFormat, "", "neither JSON, nor a token, nor PNG, nor SVG")
	}
}

// json judges a document that is JSON.
func (j *judge) json(text []byte) {
	members, err := jcs.Limits{Size: MaxSize, Depth: MaxDepth}.Members(text)
	if err != nil {
		reason := "damaged"
		switch {
		case errors.Is(err, jcs.ErrSize):
			reason = "large"
		case errors.Is(err, jcs.ErrDepth):
			reason = "deep"
		case errors.Is(err, jcs.ErrDuplicate), errors.Is(err, jcs.ErrCase):
			reason = "twice"
		}
		j.fail(codeFormat, reason, err.Error())
		return
	}
	contexts, err := listOf(members["@context"])
	switch {
	case err != nil:
		j.fail(codeFormat, "damaged", "@context: "+err.Error())
	case tangled(text):
		j.fail(codeFormat, "complex", fmt.Sprintf("more than %d objects, or %d values", MaxObjects, MaxValues))
	case isStub(members):
		j.stub(members)
	case len(contexts) > 0 && textOf(contexts[0]) == ob2.Context:
		j.openBadge2(members)
	case members["payload"] != nil && (members["signature"] != nil || members["signatures"] != nil):
		j.fail(codeFormat, "serialisation", "a JWS in JSON form")
	case members["uid"] != nil && members["verify"] != nil:
		j.unknown(codeFormat, "version", "an Assertion of Open Badges 1")
	case j.otherVersion(members):
	case len(contexts) == 0:
		j.unknown(codeFormat, "", "JSON without @context")
	case !hasType(members, "VerifiableCredential"):
		j.unknown(codeFormat, "", "JSON that is no credential: its type is "+strings.Join(textsOf(members["type"]), ", "))
	default:
		j.out.Format = DataIntegrity
		j.pass(codeFormat, "JSON")
		j.credential(text, members, j.proofs)
	}
}

// tangled reports whether a text has more objects, or more values, than it may.
// Each object, and each of its types, costs as much as a small document, because
// it may bring a context of its own. A brace or comma inside a text counts as
// well: honest ones have few enough.
func tangled(text []byte) bool {
	return bytes.Count(text, []byte("{")) > MaxObjects || bytes.Count(text, []byte(",")) > MaxValues
}

// isStub reports whether a document is what is left of a credential that was
// replaced or erased: it names nobody and claims nothing.
func isStub(members map[string]json.RawMessage) bool {
	if textOf(members["id"]) == "" || !hasType(members, "OpenBadgeCredential", "AchievementCredential") {
		return false
	}
	for name := range members {
		switch name {
		case "@context", "id", "type", "supersededBy":
		default:
			return false
		}
	}
	return true
}

// stub judges what is left of a credential. It is not signed, and need not be:
// nobody gains by it.
func (j *judge) stub(members map[string]json.RawMessage) {
	j.out.Format, j.out.ID = Stub, textOf(members["id"])
	j.pass(codeFormat, "what is left where a credential was withdrawn")
	if by := textOf(members["supersededBy"]); by != "" {
		j.out.SupersededBy = by
		j.fail(codeRevocation, "replaced", j.out.ID+" has supersededBy", "by", by)
		return
	}
	j.fail(codeRevocation, "withdrawn", j.out.ID+" holds nothing but its id")
}
