package issue

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/credential"
	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/standard/dataintegrity"
	"github.com/sealpress/sealpress/generator/standard/ob2"
	"github.com/sealpress/sealpress/generator/standard/ob3"
	"github.com/sealpress/sealpress/generator/store"
)

func listName(purpose string, number int) string { return fmt.Sprintf("%s-%d", purpose, number) }

// numberOf returns the number in a list's name.
func numberOf(name string) int {
	_, number, _ := strings.Cut(name, "-")
	n, _ := strconv.Atoi(number) // names are ours
	return n
}

func sorted(set map[string]bool) []string {
	return slices.SortedFunc(maps.Keys(set), func(a, b string) int { return cmp.Or(cmp.Compare(numberOf(a), numberOf(b)), cmp.Compare(a, b)) })
}

// lists signs the status lists that have to say something new: those that the
// plan names, those with places of this run, and those that hold a former
// edition which this run replaces.
func (r *run) lists(w *store.Writer) error {
	if r.signer == nil {
		return nil
	}
	all, err := r.plan.passed.StatusLists()
	if err != nil {
		return fmt.Errorf("reading status lists: %w", err)
	}
	known := map[string]*check.Bits{}
	for _, l := range all {
		known[l.Name] = l
	}
	wanted := map[string]bool{}
	for _, l := range r.plan.Lists {
		wanted[l.Name] = true
	}
	for name := range r.revoked {
		wanted[name] = true
	}
	for name := range r.indexes.blocks {
		number := numberOf(name)
		for _, purpose := range (credential.Status{List: number, Suspends: r.indexes.suspends}).Purposes() {
			if l := known[listName(purpose, number)]; l == nil || l.Signed == nil {
				wanted[listName(purpose, number)] = true
			}
		}
	}
	for _, name := range sorted(wanted) {
		text, err := r.list(name, known[name])
		if err != nil {
			return fmt.Errorf("signing the status list %s: %w", name, err)
		}
		if err := w.AddList(name, text); err != nil {
			return err
		}
	}
	return nil
}

// list returns a status list as it is to be said now, signed.
func (r *run) list(name string, known *check.Bits) ([]byte, error) {
	purpose, _, _ := strings.Cut(name, "-")
	list := bitstring.New(bitstring.MinEntries)
	if known != nil {
		var err error
		if list, err = known.List(); err != nil {
			return nil, err
		}
	}
	for _, i := range r.revoked[name] {
		if err := list.Set(i); err != nil {
			return nil, err
		}
	}
	url := r.plan.passed.Site().URL(address.StatusList(purpose, numberOf(name)))
	text, err := json.Marshal(bitstring.NewCredential(url, r.builder.DID(), purpose, r.manifest.Time, list))
	if err != nil {
		return nil, fmt.Errorf("writing the list: %w", err)
	}
	return dataintegrity.Sign(text, r.signer.real.options, r.signer.real.pair.Ed25519)
}

func marshalRecipient(id ob2.IdentityObject) (json.RawMessage, error) {
	text, err := ob2.Marshal(id)
	if err != nil {
		return nil, err
	}
	return json.RawMessage(strings.TrimSpace(string(text))), nil
}

// conforms holds a document against everything that the official JSON Schema
// demands and verifiers ask beyond it. Two entries of credentialStatus are an
// array, which the strict schema dislikes; who turned suspension on was told.
func conforms(doc []byte, suspends bool) error {
	var problems []error
	for _, v := range ob3.Check(doc) {
		if suspends && v.Rule == ob3.RuleStatusList {
			continue
		}
		problems = append(problems, errors.New(v.String()))
	}
	return errors.Join(problems...)
}
