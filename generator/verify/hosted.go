package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/standard/jcs"
)

// hosted judges a hosted Assertion of Open Badges 2.0. What counts is what its
// address answers today; the given copy has to say the same. Without a copy
// there is only the address.
func (j *judge) hosted(at string, given map[string]json.RawMessage) {
	j.out.Format, j.out.Hosted, j.out.ID = OB2Hosted, true, at
	j.pass(codeFormat, "Open Badges 2.0, hosted")
	if u, err := url.Parse(at); err != nil || checkAddress(at) != nil || !plainPath(u) || u.Fragment != "" {
		j.fail(codeHosted, "address", fmt.Sprintf("the id %.200q is not the address of a file", at))
		return
	}
	a, problem := j.document(codeHosted, Question{URL: at})
	if a != nil && a.Status == 410 {
		j.pass(codeHosted, at+" answered 410")
		j.fail(codeRevocation, "", at+" answered 410 Gone", "host", hostOf(at))
		return
	}
	if problem != nil {
		if problem.Case == "absent" && a != nil && a.Status == 404 {
			problem.Result = Failed // the host answers for itself: it has no such credential
		}
		j.describeAssertion(given)
		j.note(*problem)
		return
	}
	members, err := jcs.Members(a.Body)
	switch {
	case err != nil:
		j.unknown(codeHosted, "unreadable", at+": "+err.Error(), "host", hostOf(at))
		return
	case textOf(members["id"]) != at:
		j.fail(codeHosted, "id", fmt.Sprintf("the document at %s has the id %.200q", at, textOf(members["id"])), "host", hostOf(at))
		return
	}
	if isTrue(members["revoked"]) {
		j.pass(codeHosted, at, "host", hostOf(at))
		j.revoked(textOf(members["revocationReason"]), at)
		return
	}
	j.describeAssertion(members)
	if different := differing(given, members); len(different) > 0 {
		j.fail(codeHosted, "differs", "other than at "+at+": "+strings.Join(different, ", "), "host", hostOf(at), "members", strings.Join(different, ", "))
		return
	}
	j.pass(codeHosted, at, "host", hostOf(at))
	j.assertion(members, func(b badgeDocuments) bool { return j.scope(at, b) })
}

// differing names the members in which a copy is not what the issuer publishes.
func differing(given, published map[string]json.RawMessage) []string {
	if given == nil {
		return nil
	}
	var different []string
	names := slices.Collect(maps.Keys(given))
	for name := range published {
		if given[name] == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		a, errA := jcs.Transform(given[name])
		b, errB := jcs.Transform(published[name])
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			different = append(different, name)
		}
	}
	return different
}

// scope holds the address of an Assertion against the policy of its issuer: by
// default the same host, else what allowedOrigins and startsWith say. Where the
// issuer gives both, both hold.
func (j *judge) scope(at string, b badgeDocuments) bool {
	policy, _ := jcs.Members(verificationOf(b.profile)) // what is no object says nothing
	starts, origins := textsOf(policy["startsWith"]), textsOf(policy["allowedOrigins"])
	if policy["startsWith"] != nil && starts == nil || policy["allowedOrigins"] != nil && origins == nil {
		j.fail(codeScope, "policy", "the policy of the issuer cannot be read")
		return false
	}
	if len(origins) == 0 {
		origins = []string{hostOf(b.issuerID)}
	}
	evidence := fmt.Sprintf("%s; allowed hosts: %s", at, strings.Join(origins, ", "))
	if len(starts) > 0 {
		evidence += "; allowed beginnings: " + strings.Join(starts, ", ")
	}
	switch {
	case policy["allowedOrigins"] == nil && len(starts) > 0:
		// startsWith alone names hosts as well.
	case !slices.Contains(origins, hostOf(at)), b.badgeID != "" && !slices.Contains(origins, hostOf(b.badgeID)):
		j.fail(codeScope, "", evidence, "host", hostOf(at))
		return false
	}
	if len(starts) > 0 && !slices.ContainsFunc(starts, func(prefix string) bool { return startsWith(at, prefix) }) {
		j.fail(codeScope, "", evidence, "host", hostOf(at))
		return false
	}
	if policy["allowedOrigins"] == nil && len(starts) > 0 && b.badgeID != "" && hostOf(b.badgeID) != hostOf(b.issuerID) &&
		!slices.ContainsFunc(starts, func(prefix string) bool { return startsWith(b.badgeID, prefix) }) {
		j.fail(codeScope, "", evidence+"; the BadgeClass stands at "+b.badgeID, "host", hostOf(b.badgeID))
		return false
	}
	j.pass(codeScope, evidence, "host", hostOf(at))
	return true
}

// startsWith reports whether an address begins with another. The host is
// compared as a whole, so that example.org does not allow example.org.evil.
func startsWith(at, prefix string) bool {
	a, errA := url.Parse(at)
	p, errP := url.Parse(prefix)
	return errA == nil && errP == nil && p.Host != "" && a.Scheme == p.Scheme && a.Host == p.Host && plainPath(a) && strings.HasPrefix(at, prefix)
}

// revoked records that an Assertion is revoked, and what the reason tells.
func (j *judge) revoked(reason, evidence string) {
	if strings.HasPrefix(reason, "Suspended") {
		j.out.Suspended = true
	}
	if rest, ok := strings.CutPrefix(reason, "Replaced by "); ok {
		by, _, _ := strings.Cut(rest, " ")
		if by = strings.TrimRight(by, ":.,"); hostOf(by) != "" && hostOf(by) == hostOf(j.out.ID) {
			j.out.SupersededBy = by
		}
	}
	kind := ""
	if j.out.Suspended {
		kind = purposeSuspension
	}
	if reason == "" && kind == "" {
		j.fail(codeRevocation, "", evidence)
		return
	}
	if kind == "" {
		kind = "reason"
	}
	j.fail(codeRevocation, kind, evidence, "reason", reason)
}

// moment reads a time as Open Badges 2.0 writes it: ISO 8601 with a zone, in
// the forms that are about.
func moment(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05.999999999Z0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
