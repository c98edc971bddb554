package load

import "github.com/sealpress/sealpress/generator/badge"

// Files lists every kind of file that an author writes, with all its keys.
func Files() []*File {
	return []*File{siteFile, issuerFile, issuerTextFile, achievementFile, achievementTextFile,
		pathwayFile, pageFile, textFile, cohortFile, decisionFile, signingKeyFile, importFile}
}

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

func listOf(t Type) *Key { return &Key{Type: t} }

var siteFile = &File{
	Slug: "site", Path: "content/site.yaml", Title: "The site",
	Help: "Where and how everything is published.",
	Key: Key{Type: Object, Keys: []Key{
		{Name: "title", Type: Text, Required: true, Max: 80, Help: "name of the site, shown on every page", Example: "Harbour Skills"},
		{Name: "url", Type: SiteURL, Required: true, Help: "address at which the site will be published; part of every credential, so it must not change later", Example: "https://credentials.harbour.example/"},
		{Name: "languages", Type: List, Item: listOf(Language), Default: "[en]", Max: 24, Help: "languages of the pages; the first is the default", Example: "[en, it]"},
		{Name: "seed", Type: SeedText, Required: true, Help: "made by `sealpress init`; addresses and salts derive from it, so it must not change", Example: "7b0c5e…"},
		{Name: "repository", Type: Choice, Choices: []string{"private", "public"}, Default: "private", Help: "who can read this folder and its history"},
		{Name: "theme", Type: Slug, Default: "default", Help: "look of the pages: a theme of Sealpress or a folder under themes/"},
		{Name: "brand", Type: Object, Help: "the look of the issuer", Keys: []Key{
			{Name: "color", Type: Color, Help: "main colour; its contrast is adjusted where needed", Example: `"#0b5cad"`},
			{Name: "logo", Type: FileName, Help: "PNG or SVG beside site.yaml, shown at the head of every page", Example: "logo.svg"},
		}},
		{Name: "privacy", Type: Object, Help: "what is shown of a person, unless an award says otherwise", Keys: []Key{
			{Name: "names", Type: Choice, Choices: words([]badge.Names{badge.FullName, badge.Initials, badge.NoName}), Default: "full", Help: "how names are shown on badges; a micro-credential always names its holder"},
			{Name: "listing", Type: Choice, Choices: words([]badge.Listing{badge.Unlisted, badge.Listed}), Default: "unlisted", Help: "whether award pages are listed on the site and may be indexed by search engines"},
			{Name: "numbers", Type: Choice, Choices: words([]badge.Numbers{badge.LargeNumbers, badge.AllNumbers, badge.NoNumbers}), Default: "large", Help: "whether the issuer's page shows how much was awarded in each year: large shows it only where at least ten awards stand behind each number, so that it tells nothing of a person"},
		}},
		{Name: "linkedin", Type: Number, Min: 1, Max: 999999999, Help: "your organisation's number on LinkedIn, for Add to profile", Example: "1234567"},
		{Name: "approval", Type: List, Item: &Key{Type: Choice, Choices: words(badge.Kinds())}, Max: 2, Help: "a cohort of these kinds needs `approved`", Example: "[micro-credential]"},
		{Name: "status", Type: List, Item: &Key{Type: Choice, Choices: []string{"revocation", "suspension"}}, Default: "[revocation]", Max: 2, Help: "what the status of a signed credential can say; decided before issuing: with suspension it names two lists, and the strict official schema knows one"},
		{Name: "outputs", Type: List, Item: &Key{Type: Choice, Choices: []string{"html", "ob2", "ob3", "png"}}, Default: "all", Max: 4, Help: "what is published for each award; leave some out on a small host. png is the picture with the credential inside; the drawing (SVG) with it belongs to ob3. Without ob3 awards are recorded and not signed", Example: "[html, ob2]"},
		allowKey,
	}},
}

var accreditationKeys = []Key{
	{Name: "body", Type: Text, Required: true, Help: "who accredits", Example: "National Agency for Training"},
	{Name: "reference", Type: Text, Help: "number or name under which it is found there", Example: "NAT-0412"},
	{Name: "url", Type: Web, Help: "where the accreditation can be looked up"},
	{Name: "valid-from", Type: Day, Help: "first day"},
	{Name: "valid-until", Type: Day, Help: "last day"},
}

var issuerFile = &File{
	Slug: "issuer", Path: "content/issuer.md", Title: "The issuer", Body: "the issuer's story",
	Help: "Who issues.",
	Key: Key{Type: Object, Keys: []Key{
		{Name: "name", Type: Text, Required: true, Max: 120, Help: "name of the body that issues", Example: "Harbour Skills"},
		{Name: "description", Type: Lines, Max: 500, Help: "one or two sentences about the issuer"},
		{Name: "url", Type: Web, Required: true, Help: "the issuer's own web site", Example: "https://harbour.example/"},
		{Name: "email", Type: Email, Required: true, Help: "public contact for questions and corrections", Example: "credentials@harbour.example"},
		{Name: "country", Type: Country, Help: "country of the issuer, two letters; a micro-credential needs it", Example: "IE"},
		{Name: "logo", Type: FileName, Help: "PNG or SVG beside issuer.md", Example: "logo.svg"},
		{Name: "accreditations", Type: List, Item: &Key{Type: Object, Keys: accreditationKeys}, Max: 50, Help: "who accredited the issuer; shown as the issuer's own claim"},
		allowKey,
	}},
}

var issuerTextFile = &File{
	Slug: "issuer-translation", Path: "content/issuer.<language>.md", Title: "A translation of the issuer", Body: "the story, translated",
	Help: "What is not translated is shown in the original language.",
	Key: Key{Type: Object, Keys: []Key{
		{Name: "name", Type: Text, Max: 120, Help: "name of the body in this language"},
		{Name: "description", Type: Lines, Max: 500, Help: "description in this language"},
	}},
}

// The code lists of the European model for micro-credentials (WE BUILD
// Attestation Rulebook: Micro-credential, 0.1).
var (
	assessmentTypes    = []string{"written-examination", "oral-examination", "practical-assessment", "portfolio-assessment", "peer-assessment", "project-assessment"}
	participationForms = []string{"online", "on-site", "blended"}
	supervisionForms   = []string{"unsupervised-without-identity-verification", "supervised-without-identity-verification", "supervised-online-with-identity-verification", "on-site-with-identity-verification"}
	assuranceTypes     = []string{"institutional-accreditation", "programme-accreditation", "national-quality-agency", "sectoral-quality-assurance"}
)

var achievementFile = &File{
	Slug: "achievement", Path: "content/achievements/<slug>.md", Title: "An achievement", Body: "the criteria: what a person must show to earn it",
	Help: "What can be earned. Older versions are kept as <slug>@<n>.md; artwork stands beside it as <slug>.png or <slug>.svg.",
	Key: Key{Type: Object, Keys: []Key{
		{Name: "kind", Type: Choice, Choices: words(badge.Kinds()), Required: true, Help: "a badge is informal and marks a step; a micro-credential certifies specific skills after assessment"},
		{Name: "version", Type: Number, Min: 1, Max: 999, Default: "1", Help: "raised by `sealpress new version`"},
		{Name: "name", Type: Text, Required: true, Max: 120, Help: "title of the achievement", Example: "Emergency First Aid at Work"},
		{Name: "description", Type: Lines, Required: true, Max: 500, Help: "what it shows of a holder, in one or two sentences"},
		{Name: "language", Type: Language, Default: "the site's first", Help: "language of this file, and so of what is published as data", Example: "en"},
		{Name: "outcomes", Type: List, Max: 50, Help: "what a holder can do", Item: &Key{Type: Object, Short: "statement", Keys: []Key{
			{Name: "statement", Type: Lines, Required: true, Max: 500, Help: "one outcome, beginning with an active verb"},
			{Name: "skill", Type: Object, Help: "the same skill in a public framework", Keys: []Key{
				{Name: "framework", Type: Text, Required: true, Max: 120, Help: "name of the framework", Example: "ESCO"},
				{Name: "name", Type: Text, Required: true, Max: 200, Help: "name of the skill there"},
				{Name: "url", Type: Web, Required: true, Help: "address of the skill there"},
				{Name: "code", Type: Text, Max: 80, Help: "code of the skill there"},
			}},
		}}},
		{Name: "level", Type: Object, Help: "level of learning", Keys: []Key{
			{Name: "eqf", Type: Number, Required: true, Min: 1, Max: 8, Help: "level in the European Qualifications Framework", Example: "3"},
		}},
		{Name: "workload", Type: Object, Help: "how much work it takes a learner", Keys: []Key{
			{Name: "ects", Type: Decimal, Help: "ECTS credits", Example: "1"},
			{Name: "hours", Type: Number, Min: 1, Max: 10000, Help: "hours of learning, all included", Example: "25"},
		}},
		{Name: "participation", Type: Choice, Choices: participationForms, Help: "how learners take part"},
		{Name: "assessment", Type: List, Max: 12, Help: "how it is established that a person can do it", Item: &Key{Type: Object, Keys: []Key{
			{Name: "key", Type: Slug, Help: "short name; needed when there are several", Example: "practical"},
			{Name: "type", Type: Choice, Choices: assessmentTypes, Required: true, Help: "form of the assessment"},
			{Name: "description", Type: Lines, Max: 500, Help: "what is done and seen"},
			{Name: "supervision", Type: Choice, Choices: supervisionForms, Help: "who watches, and whether identity is checked"},
			{Name: "grades", Type: List, Item: &Key{Type: Text, Max: 40}, Max: 30, Help: "grades in rising order, every one a pass", Example: "[pass, merit]",
				Or: &Key{Type: Object, Help: "or a scale of numbers", Keys: []Key{
					{Name: "from", Type: Decimal, Required: true, Help: "lowest number"},
					{Name: "to", Type: Decimal, Required: true, Help: "highest number"},
					{Name: "pass", Type: Decimal, Required: true, Help: "lowest number that passes"},
				}}},
		}}},
		{Name: "quality-assurance", Type: Object, Help: "who assures the quality", Keys: []Key{
			{Name: "type", Type: Choice, Choices: assuranceTypes, Required: true, Help: "form of quality assurance"},
			{Name: "body", Type: Text, Max: 200, Help: "who assures it"},
			{Name: "url", Type: Web, Help: "where that can be looked up"},
		}},
		{Name: "pathway", Type: Slug, Help: "pathway that this belongs to", Example: "first-responder"},
		{Name: "recognition", Type: List, Max: 50, Help: "what others grant to holders", Item: &Key{Type: Object, Keys: []Key{
			{Name: "by", Type: Text, Required: true, Max: 200, Help: "who recognises it"},
			{Name: "as", Type: Text, Required: true, Max: 200, Help: "as what", Example: "entry requirement waived"},
			{Name: "url", Type: Web, Help: "where that can be looked up"},
		}}},
		{Name: "valid-for", Type: Span, Default: "no end", Help: "how long an award is valid", Example: "P3Y"},
		{Name: "prerequisites", Type: List, Item: &Key{Type: Text, Max: 300}, Single: true, Max: 30, Help: "what a learner needs before starting"},
		{Name: "stackable-towards", Type: List, Item: &Key{Type: Text, Max: 300}, Single: true, Max: 30, Help: "larger qualifications that it counts towards"},
		{Name: "field", Type: Text, Max: 4, Help: "field of education, ISCED-F 2013 code", Example: `"0913"`},
		{Name: "awarding-body", Type: Object, Short: "name", Help: "the body that awards formally, where that is not the issuer", Keys: []Key{
			{Name: "name", Type: Text, Required: true, Max: 200, Help: "name of the body"},
			{Name: "url", Type: Web, Help: "its web site"},
			{Name: "accreditation", Type: Object, Keys: accreditationKeys, Help: "who accredited that body"},
		}},
		{Name: "origin", Type: Text, Max: 2000, Help: "its id on the platform where it was first defined, shown on its page (written by `sealpress import`)"},
		{Name: "tags", Type: List, Item: &Key{Type: Text, Max: 40}, Max: 20, Help: "words to find it by", Example: "[safety, sea]"},
		{Name: "image", Type: FileName, Default: "the file of the same name, else drawn", Help: "artwork beside this file: PNG or SVG, square"},
		{Name: "image-alt", Type: Text, Max: 300, Help: "the artwork in words, for those who cannot see it"},
		allowKey,
	}},
}

var achievementTextFile = &File{
	Slug: "achievement-translation", Path: "content/achievements/<slug>.<language>.md", Title: "A translation of an achievement", Body: "the criteria, translated",
	Help: "What is not translated is shown in the original language. Pages mark a translation and link to the original.",
	Key: Key{Type: Object, Keys: []Key{
		{Name: "name", Type: Text, Max: 120, Help: "title in this language"},
		{Name: "description", Type: Lines, Max: 500, Help: "description in this language"},
		{Name: "outcomes", Type: List, Item: &Key{Type: Lines, Max: 500}, Max: 50, Help: "the statements of the outcomes, in the same order"},
		{Name: "assessment", Type: List, Item: &Key{Type: Lines, Max: 500}, Single: true, Max: 12, Help: "the descriptions of the assessments, in the same order"},
		{Name: "image-alt", Type: Text, Max: 300, Help: "the artwork in words"},
	}},
}

var pathwayFile = &File{
	Slug: "pathway", Path: "content/pathways/<slug>.md", Title: "A pathway", Body: "more about the pathway",
	Help: "Ordered steps (badges) towards a micro-credential.",
	Key: Key{Type: Object, Keys: []Key{
		{Name: "name", Type: Text, Required: true, Max: 120, Help: "name of the pathway", Example: "First Responder"},
		{Name: "description", Type: Lines, Required: true, Max: 500, Help: "where it leads, in one or two sentences"},
		{Name: "language", Type: Language, Default: "the site's first", Help: "language of this file"},
		{Name: "steps", Type: List, Required: true, Max: 50, Help: "badges, in order", Item: &Key{Type: Object, Short: "badge", Keys: []Key{
			{Name: "badge", Type: Slug, Required: true, Help: "slug of a badge"},
			{Name: "required", Type: Flag, Default: "false", Help: "whether the goal is awarded only to who holds it"},
		}}},
		{Name: "goal", Type: Slug, Required: true, Help: "slug of the micro-credential at the end", Example: "emergency-first-aid"},
		allowKey,
	}},
}

var pageFile = &File{
	Slug: "page", Path: "content/pages/<slug>.md", Title: "A free page", Body: "the page",
	Help: "About, privacy, contact, or whatever you need.",
	Key: Key{Type: Object, Keys: []Key{
		{Name: "name", Type: Text, Required: true, Max: 120, Help: "title of the page", Example: "About us"},
		{Name: "description", Type: Lines, Max: 300, Help: "one sentence for search engines and link previews"},
		{Name: "language", Type: Language, Default: "the site's first", Help: "language of this file"},
		{Name: "menu", Type: Flag, Default: "false", Help: "whether the menu of every page shows it"},
		allowKey,
	}},
}

var textFile = &File{
	Slug: "translation", Path: "content/{pathways,pages}/<slug>.<language>.md", Title: "A translation of a pathway or page", Body: "the text, translated",
	Help: "What is not translated is shown in the original language.",
	Key: Key{Type: Object, Keys: []Key{
		{Name: "name", Type: Text, Max: 120, Help: "name in this language"},
		{Name: "description", Type: Lines, Max: 500, Help: "description in this language"},
	}},
}

var decisionFile = &File{
	Slug: "decision", Path: "content/decisions/<name>.yaml", Title: "A decision",
	Help: "What was decided about an award after it was made; one file each.",
	Key: Key{Type: Object, Keys: []Key{
		{Name: "award", Type: AwardKey, Required: true, Help: "the award: name of its file, a slash, its label", Example: "2025-11-first-aid/k2c9"},
		{Name: "id", Type: PinnedID, Help: "the award's id, where the award pinned one"},
		{Name: "action", Type: Choice, Choices: words(badge.Actions()), Required: true, Help: "what is decided"},
		{Name: "on", Type: Day, Required: true, Help: "the day of the decision", Example: "2026-02-01"},
		{Name: "reason", Type: Choice, Choices: badge.Reasons(), Help: "published: a neutral reason"},
		{Name: "text", Type: Text, Max: 500, Help: "published: a sentence about the decision; name nobody in it"},
		{Name: "note", Type: Lines, Max: 2000, Help: "for yourselves; never published"},
	}},
}

var signingKeyFile = &File{
	Slug: "key", Path: "content/keys/<name>.yaml", Title: "A signing key",
	Help: "The public half of a pair of keys that signs credentials; written by `sealpress key`. The private half never belongs in content/.",
	Key: Key{Type: Object, Keys: []Key{
		{Name: "created", Type: Day, Required: true, Help: "the day it was made; the newest key that is neither retired nor compromised signs", Example: "2026-11-26"},
		{Name: "ed25519", Type: PublicKey, Required: true, Help: "public key that Data Integrity proofs are verified with", Example: "z6MkpxcQaWu94MUoHE3oTKP4Tue7d9PezqNvjj89thCUTR8K"},
		{Name: "p256", Type: PublicKey, Required: true, Help: "public key that JWTs are verified with", Example: "zDnaezoKJakAfjbkh4T9dnXQYo16ULUwEx8xSQhEQFuYmSeEq"},
		{Name: "retired", Type: Day, Help: "written by `sealpress key retire`: from this day on it signs no more; what it signed stays valid"},
		{Name: "compromised-since", Type: Day, Help: "written by `sealpress key retire --compromised-since`: from this day on others may have signed with it, so nothing that it signed is to be believed"},
	}},
}
