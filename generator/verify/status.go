package verify

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/standard/bitstring"
	"github.com/sealpress/sealpress/generator/standard/jcs"
	"github.com/sealpress/sealpress/generator/standard/jose"
	"github.com/sealpress/sealpress/generator/standard/vc"
)

// The purposes of status lists that mean something here.
const (
	purposeRevocation = "revocation"
	purposeSuspension = "suspension"
	purposeRefresh    = "refresh"
)

// status looks a credential up in the status lists that it names.
func (j *judge) status(s *subject) {
	switch n := len(s.Status); {
	case n == 0:
		j.skip(codeStatus, "none", "no credentialStatus")
		return
	case n > MaxStatus:
		j.fail(codeStatusList, "many", fmt.Sprintf("%d status entries, at most %d are read", n, MaxStatus))
		return
	}
	for i := range s.Status {
		j.entry(&s.Status[i], s.Issuer)
	}
}

// entry looks one status up.
func (j *judge) entry(status *vc.Status, issuer string) {
	if !status.Is(vc.TypeStatus) {
		j.unknown(codeStatus, "type", "a status of the type "+strings.Join(status.Type, ", "), "type", strings.Join(status.Type, ", "))
		return
	}
	e, err := bitstring.ParseEntry(status.Raw)
	if err != nil {
		j.fail(codeStatusList, "entry", err.Error())
		return
	}
	if !slices.Contains([]string{purposeRevocation, purposeSuspension, purposeRefresh}, e.StatusPurpose) {
		j.unknown(codeStatus, "purpose", fmt.Sprintf("statusPurpose %.60q", e.StatusPurpose), "purpose", e.StatusPurpose)
		return
	}
	if _, err := bitstring.ParseIndex(e.StatusListIndex); err != nil {
		j.fail(codeStatusList, "entry", err.Error())
		return
	}
	l := j.statusList(e.StatusListCredential)
	if l.problem != nil {
		j.note(*l.problem)
		return
	}
	host := hostOf(e.StatusListCredential)
	if l.issuer != issuer {
		j.fail(codeStatusList, "issuer", "the list is that of "+l.issuer+", the credential that of "+issuer, "host", host)
		return
	}
	set, err := l.get(e)
	if err != nil {
		j.fail(codeStatusList, "entry", err.Error(), "host", host)
		return
	}
	j.pass(codeStatusList, l.evidence, "host", host)
	at := fmt.Sprintf("bit %s of %s (%s)", e.StatusListIndex, e.StatusListCredential, e.StatusPurpose)
	switch {
	case set && e.StatusPurpose == purposeRefresh:
		j.note(Check{Code: codeStatus, Result: Passed, Case: "refresh", Evidence: at + " is set"})
	case set && e.StatusPurpose == purposeSuspension:
		j.out.Suspended = true
		j.fail(codeStatus, purposeSuspension, at+" is set", "host", host)
	case set:
		j.fail(codeStatus, "", at+" is set", "host", host)
	default:
		j.note(Check{Code: codeStatus, Result: Passed, Case: e.StatusPurpose, Evidence: at + " is not set", Params: pairs([]string{"host", host})})
	}
}

// statusList is a status list that was judged.
type statusList struct {
	problem  *Check // why it cannot be relied on
	issuer   string
	evidence string
	list     *bitstring.Credential
	bits     *bitstring.List
}

// get returns the bit of an entry, after comparing list and entry as §3.2 of
// Bitstring Status List says.
func (l *statusList) get(e bitstring.Entry) (bool, error) {
	switch {
	case l.list.ID != e.StatusListCredential:
		return false, fmt.Errorf("%w: the entry names the list %.200q, the list is %.200q", bitstring.ErrVerification, e.StatusListCredential, l.list.ID)
	case l.list.CredentialSubject.StatusPurpose != e.StatusPurpose:
		return false, fmt.Errorf("%w: the entry has the purpose %.40q, the list %.40q", bitstring.ErrVerification, e.StatusPurpose, l.list.CredentialSubject.StatusPurpose)
	}
	i, err := bitstring.ParseIndex(e.StatusListIndex)
	if err != nil {
		return false, err
	}
	return l.bits.Get(i)
}

// statusList fetches and judges a status list, once.
func (j *judge) statusList(at string) *statusList {
	m := &j.v.memory
	m.mu.Lock()
	l := m.lists[at]
	m.mu.Unlock()
	if l != nil {
		*j.asked = append(*j.asked, at)
		return l
	}
	l = j.readList(at)
	if j.ctx.Err() == nil && (l.problem == nil || l.problem.Case != "limit") {
		m.mu.Lock()
		if m.lists == nil || len(m.lists) >= maxLists {
			m.lists = map[string]*statusList{}
		}
		m.lists[at] = l
		m.mu.Unlock()
	}
	return l
}

// maxLists bounds what is remembered: a list takes up to 1 MiB of bits and as
// much text.
const maxLists = 24

// readList fetches a list and judges it as the credential that it is.
func (j *judge) readList(at string) *statusList {
	host := hostOf(at)
	bad := func(c *Check) *statusList {
		if c.Params == nil {
			c.Params = pairs([]string{"host", host})
		}
		return &statusList{problem: c}
	}
	a, problem := j.document(codeStatusList, Question{URL: at})
	if problem != nil {
		return bad(problem)
	}
	inside := j.inside()
	inside.list = true
	document := inside.bytes(a.Body)
	if c := worst(inside.out.Checks); c != nil {
		reason := "proof"
		switch {
		case c.Code == codeDates:
			// An expired list says nothing about today.
			return bad(&Check{Code: codeStatusList, Case: "expired", Evidence: at + ": " + c.Evidence})
		case c.Result == Unknown:
			return bad(&Check{Code: codeStatusList, Case: "proof", Evidence: at + ": " + c.Code + ": " + c.Evidence})
		case c.Code == codeFormat || c.Code == codeSchema:
			reason = "type"
		}
		return bad(failed(codeStatusList, reason, at+": "+c.Code+": "+c.Evidence))
	}
	if document == nil || conclusion(inside.out.Checks) != Valid {
		return bad(failed(codeStatusList, "type", at+" is no BitstringStatusListCredential"))
	}
	list, err := bitstring.ParseCredential(document)
	if err != nil {
		return bad(failed(codeStatusList, "type", at+": "+err.Error()))
	}
	bits, err := bitstring.Decode(list.CredentialSubject.EncodedList, 0)
	if err != nil {
		reason := "damaged"
		if errors.Is(err, bitstring.ErrLength) {
			reason = "length"
		}
		return bad(failed(codeStatusList, reason, at+": "+err.Error()))
	}
	list.CredentialSubject.EncodedList = ""
	return &statusList{issuer: inside.out.Issuer.ID, list: list, bits: bits,
		evidence: fmt.Sprintf("%s, of %s, as of %s", at, inside.out.Issuer.ID, j.v.Now.UTC().Format(time.RFC3339))}
}

// bytes judges a credential that is JSON or a token, and returns its JSON
// without claims.
func (j *judge) bytes(data []byte) []byte {
	text := strings.TrimSpace(string(data))
	if strings.HasPrefix(text, "{") {
		j.json([]byte(text))
		return []byte(text)
	}
	j.token(text)
	_, payload, err := jose.Detach(text)
	if err != nil {
		return nil
	}
	document, err := vc.RemoveClaims(payload)
	if err != nil {
		return nil
	}
	return document
}

// worst returns the check that stands in the way, or nothing.
func worst(checks []Check) *Check {
	var unknown *Check
	for i := range checks {
		c := &checks[i]
		switch {
		case c.Result == Failed && c.Code != codeDates:
			return c
		case c.Result == Failed, c.Result == Unknown && codeOf(c.Code).Necessary && unknown == nil:
			unknown = c
		}
	}
	return unknown
}

// supersession asks for what replaced a credential that is revoked: its own
// address then answers with the address of the new one.
func (j *judge) supersession(s *subject) {
	if c, there := find(j.out.Checks, codeStatus); !there || c.Result != Failed || j.out.Suspended || checkAddress(s.ID) != nil {
		return
	}
	a, problem := j.document(codeStatus, Question{URL: s.ID})
	if problem != nil {
		return // the credential is revoked all the same
	}
	members, err := jcs.Members(a.Body)
	if err != nil || textOf(members["id"]) != s.ID {
		return
	}
	j.out.SupersededBy = textOf(members["supersededBy"])
}
