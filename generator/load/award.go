package load

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/source"
)

// cohort turns the checked tree of an award file into its awards.
func (r *reader) cohort(root *yaml.Node, name string) *badge.Cohort {
	place := source.Place{File: r.file}
	top := object{node: root, place: place}
	co := &badge.Cohort{Place: place, Name: name,
		Approved: badge.Approval{By: top.sub("approved").text("by"), On: top.sub("approved").date("on")}}
	awards, recipient := find(root, "awards"), find(root, "recipient")
	switch {
	case awards != nil && recipient != nil:
		r.fail(root, place, "award-file", "keep awards: for several persons, or recipient: for one", "the file has both awards and recipient")
	case recipient != nil:
		if recipient.Kind == yaml.MappingNode {
			co.Awards = append(co.Awards, award(top, object{node: recipient, place: place.At("recipient")}, badge.MakeKey(name, name)))
		}
	case awards == nil && (misspelt(root, "awards", &cohortFile.Key) || misspelt(root, "recipient", &cohortFile.Key)):
		r.broken(place) // the slip was reported
	case awards == nil:
		r.fail(root, place, "award-file", "add awards: and below it, indented, a label with name and e-mail for each person", "the file awards nothing to nobody")
	case awards.Kind == yaml.MappingNode:
		for _, k := range singleKeys {
			if n := find(root, k.Name); n != nil {
				r.fail(n, place.At(k.Name), "award-file", "move it to the award that it is about", "%s belongs to one award and cannot stand at the top of a cohort", k.Name)
			}
		}
		co.Awards = make([]*badge.Award, 0, len(awards.Content)/2)
		for i := 0; i+1 < len(awards.Content); i += 2 {
			label, node := awards.Content[i], awards.Content[i+1]
			at := place.At("awards", label.Value)
			if !slugForm.MatchString(label.Value) || len(label.Value) > 40 {
				r.fail(label, at, "award-label", "use a short label such as k4f1", "the label %q is part of the award's address: expected lower-case letters, digits and hyphens", clip(label.Value))
				continue
			}
			if node.Kind != yaml.MappingNode {
				continue
			}
			o := object{node: node, fallback: root, place: at}
			r.resultForm(o, label)
			co.Awards = append(co.Awards, award(o, o, badge.MakeKey(name, label.Value)))
		}
	}
	r.resultForm(top, root)
	for _, a := range co.Awards {
		a.Digest = digest(a)
	}
	return co
}

// digest sums up everything that the author wrote of an award.
func digest(a *badge.Award) [16]byte {
	text, err := json.Marshal(a)
	if err != nil {
		panic(fmt.Sprintf("load: an award that cannot be written down: %v", err))
	}
	sum := sha256.Sum256(text)
	return [16]byte(sum[:16])
}

// resultForm refuses two forms of result beside one another.
func (r *reader) resultForm(o object, at *yaml.Node) {
	if o.has("result") && o.has("results") {
		r.fail(at, o.place.At("result"), "award-file", "keep `results` where there are several assessments, else `result`", "both result and results are given")
	}
}

// award picks up one award: what was awarded from o, who earned it from who.
func award(o, who object, key badge.Key) *badge.Award {
	a := &badge.Award{
		Place: o.place, Key: key, ID: o.text("id"), Person: o.text("person"),
		Awarded: o.date("awarded"), ValidUntil: o.date("valid-until"), Renews: o.text("renews"),
		Listing: badge.Listing(o.text("listing")), Names: badge.Names(o.text("names")), Language: o.text("language"),
		Recipient: badge.Recipient{Name: who.text("name"), Email: strings.ToLower(who.text("email")), Identity: strings.ToLower(who.text("identity")),
			Salt: who.text("salt"), URL: who.text("url"), DID: who.text("did")},
	}
	a.Achievement, _ = parseReference(o.text("achievement"))
	from := o.sub("origin")
	a.Origin = badge.Origin{ID: from.text("id"), Issuer: from.text("issuer"), On: from.date("on"), Checked: from.date("checked"), Outcome: from.text("outcome"), File: from.text("file")}
	for _, e := range o.list("evidence", "name") {
		a.Evidence = append(a.Evidence, badge.Evidence{Name: e.text("name"), Description: e.text("description"), URL: e.text("url"), Date: e.date("date")})
	}
	a.Results = results(o)
	return a
}

// results reads the results of an award. An award's own form of result counts
// before a default at the top; what a result does not say about who assessed
// it comes from assessed.
func results(o object) []badge.Result {
	assessed := o.sub("assessed")
	said := badge.Result{By: assessed.texts("by"), On: assessed.date("on"), IdentityChecked: assessed.flag("identity-checked")}
	if o.get("results") != nil && !o.has("result") {
		var out []badge.Result
		for _, e := range o.list("results", "") {
			r := badge.Result{Assessment: e.text("assessment"), Grade: e.text("grade"), By: e.texts("by"), On: e.date("on"), IdentityChecked: e.flag("identity-checked")}
			if len(r.By) == 0 {
				r.By = said.By
			}
			if r.On.IsZero() {
				r.On = said.On
			}
			if !e.has("identity-checked") {
				r.IdentityChecked = said.IdentityChecked
			}
			out = append(out, r)
		}
		return out
	}
	said.Grade = o.text("result")
	if said.Grade == "" && o.get("assessed") == nil {
		return nil
	}
	return []badge.Result{said}
}
