package themes_test

import (
	"html/template"

	"github.com/sealpress/sealpress/generator/page"
)

// fixture is a page with content; every theme must render all of them.
type fixture struct {
	name string
	file string
	data any
}

// evil is a name as a prankster would enter it.
const evil = `</title><script>alert(1)</script>"'><b>`

func frame(lang, kind, title, address string) page.Frame {
	prefix := func(l string) string {
		if l == "en" {
			return "/"
		}
		return "/" + l + "/"
	}
	var alternates []page.Alternate
	for _, l := range languages {
		alternates = append(alternates, page.Alternate{Lang: l, Name: l, Href: prefix(l) + address,
			URL: "https://credentials.harbour.example" + prefix(l) + address, Current: l == lang, Default: l == "en"})
	}
	dir := map[bool]string{false: "ltr", true: "rtl"}[lang == "ar"]
	home := prefix(lang)
	return page.Frame{
		Lang: lang, Dir: dir, Title: title, Description: "Manages common workplace emergencies until help arrives.",
		Site: page.Site{Title: "Harbour Skills", Home: home, Feed: "/feed.xml", Color: "#0b5cad", Contact: "credentials@harbour.example",
			Issuer: page.Name{Name: "Harbour Skills", Href: home + "issuer/"}, Guide: home + "guide/", Verify: home + "verify/", Root: "https://credentials.harbour.example/"},
		Canonical:  "https://credentials.harbour.example" + home + address,
		Alternates: alternates,
		Menu: []page.Link{
			{Key: "menu.home", Href: home, Current: kind == "home"}, {Key: "menu.catalogue", Href: home + "achievements/", Current: kind == "catalogue"},
			{Key: "menu.pathways", Href: home + "pathways/", Current: kind == "pathways"}, {Key: "menu.guide", Href: home + "guide/", Current: kind == "guide"},
			{Key: "menu.issuer", Href: home + "issuer/", Current: kind == "issuer"}, {Name: "Privacy", Href: home + "pages/privacy/"},
		},
		Image: "https://credentials.harbour.example/achievements/emergency-first-aid/card.png", Type: kind,
	}
}

var accreditations = []page.Accreditation{{Body: page.Name{Name: "National Agency for Training", Href: "https://agency.example/nat-0412"},
	Reference: "NAT-0412", ValidFrom: page.Date{Year: 2023, Month: 1, Day: 1}, ValidUntil: page.Date{Year: 2028, Month: 12, Day: 31}}}

func micro() page.Definition {
	return page.Definition{
		Kind: page.MicroCredential, Name: "Emergency First Aid at Work", Description: "Manages common workplace emergencies until help arrives.",
		Lang: "en", Href: "/achievements/emergency-first-aid/", Image: "/img/micro.svg", ImageAlt: "Emergency First Aid at Work",
		Criteria: page.Text{Lang: "en", HTML: template.HTML("<p>Earned by completing the two-day course and then managing two observed scenarios without help.</p><ul><li>Attend all eight sessions</li><li>Keep the practice log</li></ul>")},
		Outcomes: []page.Outcome{
			{Statement: "Assess an unresponsive casualty and give CPR with an AED", Framework: "ESCO", Skill: page.Name{Name: "apply first response", Href: "http://data.europa.eu/esco/skill/1"}},
			{Statement: "Control severe bleeding and treat for shock until help arrives"},
			{Statement: "Decide when to call for help, and report what was found and done"},
		},
		EQF: 3, ECTS: "1.5", Hours: 25, Participation: "blended",
		Assessments: []page.Assessment{
			{Type: "practical-assessment", Description: "Two observed scenarios and a debrief", Supervision: "on-site-with-identity-verification", Grades: []string{"pass", "merit"}},
			{Type: "written-examination", Description: "Thirty questions", Supervision: "supervised-online-with-identity-verification", From: "1", To: "10", Pass: "5.5"},
		},
		QualityAssurance: page.QualityAssurance{Type: "sectoral-quality-assurance", Body: page.Name{Name: "First Aid Council", Href: "https://council.example/"}},
		Recognition:      []page.Recognition{{By: page.Name{Name: "Coast Rescue Association", Href: "https://coast.example/"}, As: "entry requirement waived"}},
		ValidFor:         page.Period{Years: 3}, Prerequisites: []string{"Basic written English"}, StackableTowards: []string{"Diploma in Workplace Safety"},
		Field: "0912", AwardingBody: page.Name{}, Country: "IE", Issuer: page.Name{Name: "Harbour Skills", Href: "/issuer/"},
		Accreditations: accreditations, Tags: []string{"safety", "health"},
	}
}

func drillBadge() page.Definition {
	return page.Definition{
		Kind: page.Badge, Name: "First Drill", Description: "Took part in the first rescue drill of the season.", Lang: "en", Href: "/achievements/first-drill/",
		Image: "/img/badge.svg", ImageAlt: "First Drill", Criteria: page.Text{Lang: "en", HTML: "<p>Turn up, join a team and take part until the debrief.</p>"},
		Country: "IE", Issuer: page.Name{Name: "Harbour Skills", Href: "/issuer/"}, Tags: []string{"drill"},
	}
}

func card(d page.Definition) page.Card {
	return page.Card{Kind: d.Kind, Name: d.Name, Description: d.Description, Lang: d.Lang, Href: d.Href, Image: d.Image, Tags: d.Tags, EQF: d.EQF, ECTS: d.ECTS, Hours: d.Hours}
}

var (
	aed            = page.Card{Kind: page.Badge, Name: "AED Basics", Description: "Knows where the defibrillators are and how to switch one on.", Lang: "en", Href: "/achievements/aed-basics/", Image: "/img/badge.svg", Tags: []string{"health"}}
	lookout        = page.Card{Kind: page.Badge, Name: "Night Lookout", Description: "Kept watch for one whole night.", Lang: "en", Href: "/achievements/night-lookout/"}
	firstResponder = page.PathwayCard{Name: "First Responder", Description: "From the first drill to the certificate.", Lang: "en", Href: "/pathways/first-responder/", Badges: 3,
		Goal: page.Name{Name: "Emergency First Aid at Work", Href: "/achievements/emergency-first-aid/"}}
)

func award(lang string) page.Award {
	f := frame(lang, "award", "Emergency First Aid at Work: Ada Rossi", "awards/k4f1k4f1k4f1k4f1k4f1k4f1aa/")
	f.NoIndex = true
	f.Data = []page.Data{{Type: "application/json", Title: "Open Badges 2.0 Assertion", Href: "/awards/k4f1k4f1k4f1k4f1k4f1k4f1aa/assertion.json"}}
	return page.Award{
		Frame: f, ID: "k4f1k4f1k4f1k4f1k4f1k4f1aa", Holder: "Ada Rossi", Achievement: micro(), Version: 1,
		Awarded: page.Date{Year: 2026, Month: 5, Day: 14}, ValidUntil: page.Date{Year: 2029, Month: 5, Day: 14},
		Evidence: []page.Evidence{{Name: "Observed scenario sheet", Description: "Kept by us for six years, shown on request"}, {Name: "Practice log", URL: "https://harbour.example/logs/1", Date: page.Date{Year: 2026, Month: 5, Day: 2}}},
		Results: []page.Result{
			{Type: "practical-assessment", Description: "Two observed scenarios and a debrief", Supervision: "on-site-with-identity-verification", Grade: "merit", Grades: []string{"pass", "merit"}, By: []string{"Tom Byrne", "Assessor on duty"}, On: page.Date{Year: 2026, Month: 5, Day: 13}, IdentityChecked: true},
			{Type: "written-examination", Description: "Thirty questions", Supervision: "supervised-online-with-identity-verification", Grade: "8.5", To: "10", By: []string{"Tom Byrne"}, On: page.Date{Year: 2026, Month: 5, Day: 12}},
		},
		Pathway: page.PathwayPlace{Pathway: page.Name{Name: "First Responder", Href: "/pathways/first-responder/"}, Lang: "en", Steps: 3, Goal: firstResponder.Goal},
		URL:     f.Canonical, Assertion: "/awards/k4f1k4f1k4f1k4f1k4f1k4f1aa/assertion.json",
		Badge: "/awards/k/badge.png", BadgeName: "harbour-first-aid.png", Credential: "/awards/k/credential.json", CredentialName: "harbour-first-aid.json", Token: "/awards/k/credential.jwt",
		Drawing: "/awards/k/badge.svg", DrawingName: "harbour-first-aid.svg", TokenName: "harbour-first-aid.jwt", CredentialURL: "https://credentials.harbour.example/awards/k/credential.json",
		CredentialQR: `src="data:image/png;base64,iVBORw0KGgo="`, QR: `src="data:image/png;base64,iVBORw0KGgo="`, LinkedIn: "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&name=First",
		Services: []page.Name{{Name: "LinkedIn", Href: "https://www.linkedin.com/sharing/share-offsite/?url=x"}}, Card: `<p><a href="https://credentials.harbour.example/">First aid</a></p>`,
		Calendar: `href="data:text/calendar;base64,QkVHSU4="`, CalendarName: "first-aid.ics",
	}
}

// fixtures returns every page in a language: rich, with the least that a
// page can have, and with names that try to break out of where they stand.
func fixtures(lang string) []fixture {
	def := micro()
	if lang != "en" {
		def.Translated, def.Original = true, page.Name{Name: "English", Href: "/achievements/emergency-first-aid/"}
	}
	drill := award(lang)
	drill.Achievement, drill.Holder, drill.Initials, drill.ValidUntil, drill.Results, drill.Evidence = drillBadge(), "A. R.", true, page.Date{}, nil, nil
	drill.Title, drill.Renews = "First Drill: A. R.", "/awards/old/"
	drill.Pathway.Step = 1
	expired := award(lang)
	expired.ValidUntil, expired.Newer = page.Date{Year: 2021, Month: 5, Day: 14}, "/achievements/emergency-first-aid/"
	withdrawn := func(state, reason string) page.Withdrawn {
		w := page.Withdrawn{Frame: frame(lang, "withdrawn", "An award that no longer stands", "awards/w/"), ID: "k4f1k4f1k4f1k4f1k4f1k4f1ab", State: state,
			On: page.Date{Year: 2026, Month: 2, Day: 1}, Reason: reason, Achievement: page.Name{Name: def.Name, Href: def.Href}, Lang: "en", Kind: def.Kind, Assertion: "/awards/w/assertion.json"}
		w.NoIndex = true
		return w
	}
	superseded := withdrawn("superseded", "corrected")
	superseded.ReplacedBy, superseded.Text = "/awards/new/", "The name was misspelt."
	erased := page.Withdrawn{Frame: frame(lang, "withdrawn", "An award that no longer stands", "awards/e/"), ID: "k4f1k4f1k4f1k4f1k4f1k4f1ac", State: "erased"}
	steps := []page.Step{{Card: card(drillBadge()), Number: 1}, {Card: aed, Number: 2, Required: true}, {Card: lookout, Number: 3}}
	issuer := page.Issuer{Frame: frame(lang, "issuer", "Harbour Skills", "issuer/"), Name: "Harbour Skills", Description: "Safety training on the water and at work since 1998.", URL: "https://harbour.example/",
		Email: "credentials@harbour.example", Country: "IE", Logo: "/img/logo.svg", Lang: "en", Story: page.Text{Lang: "en", HTML: "<p>Harbour Skills began as four volunteers with one boat.</p><h2>How we teach</h2><p>In small groups, outdoors, with <a href=\"https://harbour.example/\">people who do the job</a>.</p>"},
		Accreditations: accreditations, Profile: "/issuer/issuer.json", Revocations: "/issuer/revocations.json",
		DID: "did:web:credentials.harbour.example", DIDDocument: "/.well-known/did.json", Years: []page.Year{{Year: 2026, Badges: 40, MicroCredentials: 12}},
		Keys:  []page.Key{{Name: "2026", Made: page.Date{Year: 2026, Month: 1, Day: 2}, Files: []string{"/keys/a.json", "/keys/b.json"}}, {Name: "2025", Made: page.Date{Year: 2025, Month: 1, Day: 2}, Retired: page.Date{Year: 2026, Month: 1, Day: 2}}, {Name: "2024", Made: page.Date{Year: 2024, Month: 1, Day: 2}, Compromised: page.Date{Year: 2025, Month: 1, Day: 2}}},
		Chart: page.Chart{Width: 112, Height: 232, Base: 204, Bars: []page.Bar{{Kind: page.Badge, X: 17, Y: 24, Width: 36, Height: 180, LabelX: 35, LabelY: 17, Count: 40}}, Years: []page.Label{{X: 56, Y: 224, Year: 2026}}}}

	all := []fixture{
		{"home", "pages/home.html", page.Home{Frame: frame(lang, "home", "Harbour Skills", ""), Issuer: issuer, MicroCredentials: []page.Card{card(def)}, Badges: []page.Card{card(drillBadge()), aed, lookout}, Pathways: []page.PathwayCard{firstResponder}, Catalogue: "/achievements/"}},
		{"catalogue", "pages/catalogue.html", page.Catalogue{Frame: frame(lang, "catalogue", "What can be earned", "achievements/"), MicroCredentials: []page.Card{card(def)}, Badges: []page.Card{card(drillBadge()), aed, lookout}, Tags: []string{"drill", "health"}, Levels: []int{3}, Languages: []page.Link{{Key: "en", Name: "English"}, {Key: "it", Name: "italiano"}}}},
		{"achievement", "pages/achievement.html", page.Achievement{Frame: frame(lang, "achievement", def.Name, "achievements/emergency-first-aid/"), Achievement: def, Version: 2,
			Versions: []page.Version{{Number: 2, Href: "/a/", Current: true}, {Number: 1, Href: "/b/"}}, Pathways: []page.PathwayCard{firstResponder},
			Holders: []page.Holder{{Name: "Bruno Ek", Href: "/awards/b/", Awarded: page.Date{Year: 2026, Month: 5, Day: 14}}, {Href: "/awards/c/", Awarded: page.Date{Year: 2026, Month: 5, Day: 14}}}, HoldersMore: 1200}},
		{"achievement-old", "pages/achievement.html", page.Achievement{Frame: frame(lang, "achievement", def.Name, "achievements/emergency-first-aid/v1/"), Achievement: def, Version: 1, Newest: "/achievements/emergency-first-aid/"}},
		{"achievement-badge", "pages/achievement.html", page.Achievement{Frame: frame(lang, "achievement", "First Drill", "achievements/first-drill/"), Achievement: drillBadge(), Version: 1}},
		{"award", "pages/award.html", award(lang)},
		{"award-expired", "pages/award.html", expired},
		{"award-badge", "pages/award.html", drill},
		{"withdrawn-revoked", "pages/withdrawn.html", withdrawn("revoked", "assessment-invalid")},
		{"withdrawn-suspended", "pages/withdrawn.html", withdrawn("suspended", "under-review")},
		{"withdrawn-superseded", "pages/withdrawn.html", superseded},
		{"withdrawn-erased", "pages/withdrawn.html", erased},
		{"issuer", "pages/issuer.html", issuer},
		{"pathways", "pages/pathways.html", page.Pathways{Frame: frame(lang, "pathways", "Pathways", "pathways/"), Pathways: []page.PathwayCard{firstResponder}}},
		{"pathway", "pages/pathway.html", page.Pathway{Frame: frame(lang, "pathway", "First Responder", "pathways/first-responder/"), Name: firstResponder.Name, Description: firstResponder.Description, Lang: "en", Steps: steps, Goal: card(def),
			Track: page.Track{Width: 320, Height: 150, Line: "M80 52L240 52", Stops: []page.Stop{{X: 80, Y: 52, Number: 1, Name: "First Drill", Lines: []string{"First Drill"}, Href: "/achievements/first-drill/", Image: "/img/badge.svg"}, {X: 240, Y: 52, Goal: true, Name: def.Name, Lines: []string{"Emergency First", "Aid at Work"}, Href: def.Href}}},
			Story: page.Text{Lang: "en", HTML: "<p>Most people take about a season.</p>"}}},
		{"guide", "pages/guide.html", page.Guide{Frame: frame(lang, "guide", "Badge or micro-credential?", "guide/"), ExampleBadge: card(drillBadge()), ExampleMicroCredential: card(def), Signs: true}},
		{"verify", "pages/verify.html", page.Verify{Frame: frame(lang, "verify", "Check a credential", "verify/")}},
		{"page", "pages/page.html", page.Page{Frame: frame(lang, "page", "Privacy", "pages/privacy/"), Name: "Privacy", Lang: "en", Body: page.Text{Lang: "en", HTML: "<p>We publish what you see, and nothing else.</p>"}}},
		{"missing", "pages/missing.html", page.Missing{Frame: frame(lang, "missing", "This page does not exist", "404.html"), Catalogue: "/achievements/"}},
	}
	return append(all, breaking(lang)...)
}

// breaking returns pages whose every author's text is evil, and the barest
// page of each kind.
func breaking(lang string) []fixture {
	f := frame(lang, "award", evil, "awards/x/")
	f.Description, f.Site.Title, f.Site.Issuer.Name, f.Site.Contact, f.Alternates, f.Menu = evil, evil, evil, evil, nil, []page.Link{{Name: evil, Href: evil}}
	d := micro()
	d.Name, d.Description, d.ImageAlt, d.Lang, d.Issuer, d.Tags, d.Prerequisites = evil, evil, evil, evil, page.Name{Name: evil, Href: "javascript:alert(1)"}, []string{evil}, []string{evil}
	d.Outcomes = []page.Outcome{{Statement: evil, Framework: evil, Skill: page.Name{Name: evil, Href: evil}}}
	d.Translated, d.Original, d.AwardingBody, d.Field = true, page.Name{Name: evil, Href: evil}, page.Name{Name: evil}, evil
	c := card(d)
	p := page.PathwayCard{Name: evil, Description: evil, Lang: evil, Href: evil, Goal: page.Name{Name: evil, Href: evil}}
	bare := page.Frame{Lang: lang, Dir: "ltr", Title: "Bare", Site: page.Site{Title: "Bare", Home: "/", Guide: "/guide/", Issuer: page.Name{Name: "Bare", Href: "/issuer/"}}, Type: "bare"}
	return []fixture{
		{"evil-home", "pages/home.html", page.Home{Frame: f, Issuer: page.Issuer{Name: evil, Description: evil}, Badges: []page.Card{c}, Pathways: []page.PathwayCard{p}}},
		{"evil-catalogue", "pages/catalogue.html", page.Catalogue{Frame: f, Badges: []page.Card{c}}},
		{"evil-achievement", "pages/achievement.html", page.Achievement{Frame: f, Achievement: d, Pathways: []page.PathwayCard{p}, Holders: []page.Holder{{Name: evil, Href: evil}}}},
		{"evil-award", "pages/award.html", page.Award{Frame: f, ID: evil, Holder: evil, Achievement: d, Evidence: []page.Evidence{{Name: evil, Description: evil, URL: evil}}, Results: []page.Result{{Description: evil, Grade: evil, To: evil, By: []string{evil}}},
			Pathway: page.PathwayPlace{Pathway: page.Name{Name: evil, Href: evil}, Lang: evil}, URL: evil, Assertion: evil}},
		{"evil-withdrawn", "pages/withdrawn.html", page.Withdrawn{Frame: f, ID: evil, State: "revoked", Text: evil, Achievement: page.Name{Name: evil, Href: evil}, Lang: evil, ReplacedBy: evil}},
		{"evil-issuer", "pages/issuer.html", page.Issuer{Frame: f, Name: evil, Description: evil, URL: evil, Email: evil, Country: evil, Lang: evil, Profile: evil}},
		{"evil-pathways", "pages/pathways.html", page.Pathways{Frame: f, Pathways: []page.PathwayCard{p}}},
		{"evil-pathway", "pages/pathway.html", page.Pathway{Frame: f, Name: evil, Description: evil, Lang: evil, Steps: []page.Step{{Card: c, Number: 1}}, Goal: c}},
		{"evil-guide", "pages/guide.html", page.Guide{Frame: f, ExampleBadge: c, ExampleMicroCredential: c, Signs: true}},
		{"evil-page", "pages/page.html", page.Page{Frame: f, Name: evil, Lang: evil}},
		{"evil-missing", "pages/missing.html", page.Missing{Frame: f, Catalogue: evil}},

		{"bare-home", "pages/home.html", page.Home{Frame: bare}},
		{"bare-catalogue", "pages/catalogue.html", page.Catalogue{Frame: bare}},
		{"bare-achievement", "pages/achievement.html", page.Achievement{Frame: bare, Achievement: page.Definition{Kind: page.MicroCredential, Name: "Bare"}}},
		{"bare-award", "pages/award.html", page.Award{Frame: bare, Achievement: page.Definition{Kind: page.Badge, Name: "Bare"}}},
		{"bare-withdrawn", "pages/withdrawn.html", page.Withdrawn{Frame: bare, State: "erased"}},
		{"bare-issuer", "pages/issuer.html", page.Issuer{Frame: bare, Name: "Bare"}},
		{"bare-pathways", "pages/pathways.html", page.Pathways{Frame: bare}},
		{"bare-pathway", "pages/pathway.html", page.Pathway{Frame: bare, Name: "Bare"}},
		{"bare-guide", "pages/guide.html", page.Guide{Frame: bare}},
		{"bare-page", "pages/page.html", page.Page{Frame: bare, Name: "Bare"}},
		{"bare-missing", "pages/missing.html", page.Missing{Frame: bare}},
	}
}
