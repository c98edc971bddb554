package load

import (
	"slices"

	"github.com/sealpress/sealpress/generator/badge"
)

// The keys of an award come in three groups: who earned it, what was awarded,
// and what belongs to one award alone. The second group may also stand at the
// top of a file as a default for all its awards.
var (
	recipientKeys = []Key{
		{Name: "name", Type: Name, Required: true, Max: 120, Help: "the person's full name, as it will be shown", Example: "Ada Rossi"},
		{Name: "email", Type: Email, Help: "the person's e-mail; published only as a hash", Example: "ada@example.org"},
		{Name: "identity", Type: Hash, Help: "in place of the e-mail: its hash"},
		{Name: "salt", Type: SaltText, Help: "the salt of `identity`"},
		{Name: "url", Type: Web, Help: "an address that is the person's own; published"},
		{Name: "did", Type: DID, Help: "the person's decentralised identifier; published", Example: `"did:key:z6Mk…"`},
	}
	awardedKeys = []Key{
		{Name: "achievement", Type: Versioned, Help: "what was awarded: slug, or slug@version", Example: "emergency-first-aid"},
		{Name: "awarded", Type: Day, Help: "the day it was awarded", Example: "2026-05-14"},
		{Name: "valid-until", Type: Day, Default: "from the achievement's valid-for", Help: "last day on which it is valid"},
		{Name: "evidence", Type: List, Max: 100, Help: "what was seen of the person's work", Item: &Key{Type: Object, Short: "name", Keys: []Key{
			{Name: "name", Type: Text, Required: true, Max: 200, Help: "what it is", Example: "Observed scenario sheet"},
			{Name: "description", Type: Lines, Max: 2000, Help: "more about it; say who keeps it"},
			{Name: "url", Type: Web, Help: "where it can be seen"},
			{Name: "date", Type: Day, Help: "when it was made"},
		}}},
		{Name: "result", Type: Text, Max: 40, Help: "the grade, where there is one assessment", Example: "merit"},
		{Name: "assessed", Type: Object, Help: "who assessed, and when", Keys: assessedKeys},
		{Name: "results", Type: List, Max: 12, Help: "in place of `result`, where there are several assessments", Item: &Key{Type: Object, Keys: append([]Key{
			{Name: "assessment", Type: Slug, Required: true, Help: "key of the assessment"},
			{Name: "grade", Type: Text, Max: 40, Required: true, Help: "the grade"},
		}, assessedKeys...)}},
		{Name: "listing", Type: Choice, Choices: words([]badge.Listing{badge.Unlisted, badge.Listed}), Default: "the site's", Help: "whether the page is listed and may be indexed"},
		{Name: "names", Type: Choice, Choices: words([]badge.Names{badge.FullName, badge.Initials, badge.NoName}), Default: "the site's", Help: "how the name is shown, on a badge"},
		{Name: "language", Type: Language, Default: "the site's first", Help: "language in which `sealpress notify` writes to the person; not published", Example: "it"},
	}
	assessedKeys = []Key{
		{Name: "by", Type: List, Item: &Key{Type: Text, Max: 120}, Single: true, Max: 12, Help: "a person or a role, or several", Example: "Tom Byrne"},
		{Name: "on", Type: Day, Help: "the day of the assessment"},
		{Name: "identity-checked", Type: Flag, Default: "false", Help: "whether the person's identity was checked"},
	}
	originKeys = []Key{
		{Name: "id", Type: Text, Required: true, Max: 2000, Help: "the id of the credential there: its web address, or a URN", Example: "https://old.example/assertions/123"},
		{Name: "issuer", Type: Text, Required: true, Max: 200, Help: "who issued it there, in the words of the credential"},
		{Name: "on", Type: Day, Required: true, Help: "the day it was issued there"},
		{Name: "checked", Type: Day, Required: true, Help: "the day it was verified"},
		{Name: "outcome", Type: Choice, Required: true, Choices: badge.OriginOutcomes(), Help: "what verifying it came to; unconfirmed: its host or keys could not confirm it any more"},
		{Name: "file", Type: Text, Max: 300, Help: "the credential as it was, below `content/`; kept, and not published", Example: "imported/old.example/a1.json"},
	}
	singleKeys = []Key{
		{Name: "person", Type: Text, Max: 80, Help: "a label that joins one person's awards; never published"},
		{Name: "renews", Type: AwardKey, Help: "the earlier award that this one renews"},
		{Name: "id", Type: PinnedID, Default: "derived", Help: "pins the address when files are renamed"},
		{Name: "origin", Type: Object, Help: "where it was first issued, shown on its page (written by `sealpress import`)", Keys: originKeys},
	}
)

// entryKey is one award in a cohort. The platform on which it was first issued
// may have known nothing but a hash.
var entryKey = Key{Type: Object, Keys: slices.Concat(nameUnlessOrigin(), recipientKeys[1:], awardedKeys, singleKeys)}

func nameUnlessOrigin() []Key {
	name := recipientKeys[0]
	name.Unless = "origin"
	return []Key{name}
}

var cohortFile = &File{
	Slug: "cohort", Path: "content/awards/<name>.yaml", Title: "Awards",
	Help: "Who was awarded what: a cohort under `awards`, or one award under `recipient`. What stands at the top holds for every award that does not say otherwise; `person`, `renews` and `id` belong to one award, so they stand below its label, or at the top of a file with one award.",
	Key: Key{Type: Object, Keys: slices.Concat(awardedKeys, []Key{
		{Name: "approved", Type: Object, Help: "who approved this cohort", Keys: []Key{
			{Name: "by", Type: Text, Required: true, Max: 120, Help: "a person or a role"},
			{Name: "on", Type: Day, Required: true, Help: "the day"},
		}},
		{Name: "awards", Type: Dict, Item: &entryKey, Max: 50000, Help: "the awards, each under a short label that is not the name; the label is part of the address, so it stays"},
		{Name: "recipient", Type: Object, Keys: recipientKeys, Help: "in a file with one award: who earned it"},
	}, singleKeys, []Key{allowKey})},
}
