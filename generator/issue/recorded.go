package issue

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/credential"
)

// A record without a signature is text that a key never vouched for, and its
// digests anybody can make. So it is signed only where it says what the award's
// file says today.

// recorded returns what the recorded document of an item to be signed says.
func (p *Plan) recorded(it Item) (*credential.Facts, error) {
	line, err := p.passed.Issued().Line(it.Entry.Record)
	if err != nil {
		return nil, err
	}
	said, err := credential.Read(line.Credential)
	return said, named(it, err)
}

// genuine refuses to sign a recorded document that says anything else than one
// that were made of the award's file now. What may be said anew of achievement
// and issuer, such as their names, is as it was recorded.
func (r *run) genuine(it Item) error {
	line, err := r.plan.passed.Issued().Line(it.Entry.Record)
	if err != nil {
		return err
	}
	recorded := line.Credential
	a, err := r.plan.passed.Award(*it.Entry)
	if err != nil {
		return err
	}
	of, record, site := it.Entry.Achievement, it.Entry.Record, &r.plan.passed.Catalog().Site
	if record.Award != it.Entry.Key || int(record.Edition) != it.Edition || record.ID != it.ID {
		return otherwise(it, "address")
	}
	if record.Binding != credential.Binding(a, of, site) {
		return otherwise(it, "recipient")
	}
	today, err := r.builder.Credential(a, of, it.ID, credential.Status{})
	if err != nil {
		return named(it, err)
	}
	was, err := r.reader.Read(recorded)
	if err != nil {
		return fmt.Errorf("the record of %s is not readable, and was not signed: restore content/issued from git: %w", it.Entry.Key, err)
	}
	is, err := r.reader.Read(today)
	if err != nil {
		return named(it, err)
	}
	what := was.Changes(a, of, site)
	if was.SubjectID != is.SubjectID {
		what = append(what, "recipient")
	}
	if was.IssuerDID != is.IssuerDID {
		what = append(what, "issuer")
	}
	if credential.Frozen(was.Achievement) != credential.Frozen(is.Achievement) {
		what = append(what, "criteria")
	}
	if len(what) > 0 {
		return otherwise(it, strings.Join(what, ", "))
	}
	if same, err := alike(recorded, today); err != nil || !same {
		return otherwise(it, "more than an award says")
	}
	return nil
}

func otherwise(it Item, what string) error {
	return fmt.Errorf("the record of %s does not say what its file says (%s), and was not signed: restore content/issued from git", it.Entry.Key, what)
}

// alike reports whether two documents say the same beside what they say of
// achievement and issuer.
func alike(a, b []byte) (bool, error) {
	var docs [2]map[string]any
	for i, text := range [][]byte{a, b} {
		if err := json.Unmarshal(text, &docs[i]); err != nil {
			return false, err
		}
		delete(docs[i], "name") // that of the achievement
		delete(docs[i], "issuer")
		if subject, ok := docs[i]["credentialSubject"].(map[string]any); ok {
			delete(subject, "achievement")
		}
	}
	return reflect.DeepEqual(docs[0], docs[1]), nil
}

// Words are what a plan tells a person of an item.
type Words struct {
	Name        string // empty where the record names nobody
	Achievement string
	Results     []badge.Result
}

// Said returns what an item says: of one that is to be signed, its record; of
// others, the award's file.
func (p *Plan) Said(it Item) (Words, error) {
	if it.What == Sign {
		was, err := p.recorded(it)
		if err != nil {
			return Words{}, err
		}
		if len(was.Achievement.Assessments) == 1 {
			for i := range was.Results {
				was.Results[i].Assessment = "" // there is no other, and files leave it out
			}
		}
		return Words{was.Holder, was.Achievement.Name, was.Results}, nil
	}
	a, err := p.Award(it)
	if err != nil {
		return Words{}, err
	}
	return Words{a.Recipient.Name, it.Entry.Achievement.Name, a.Results}, nil
}
