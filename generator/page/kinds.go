package page

// Template is a page template of a theme and the struct it is given.
type Template struct {
	File string // below the theme's folder
	Data any    // a zero value of the struct
}

// Templates lists every page template that a theme has, itself or from its
// parent.
func Templates() []Template {
	return []Template{
		{"pages/home.html", Home{}},
		{"pages/catalogue.html", Catalogue{}},
		{"pages/achievement.html", Achievement{}},
		{"pages/award.html", Award{}},
		{"pages/withdrawn.html", Withdrawn{}},
		{"pages/issuer.html", Issuer{}},
		{"pages/pathways.html", Pathways{}},
		{"pages/pathway.html", Pathway{}},
		{"pages/guide.html", Guide{}},
		{"pages/verify.html", Verify{}},
		{"pages/page.html", Page{}},
		{"pages/missing.html", Missing{}},
	}
}
