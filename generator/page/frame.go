package page

import "html/template"

// Frame is what every page has: its head, menu, language switch and foot.
type Frame struct {
	Lang         string // of the interface on this page, BCP 47
	Dir          string // "ltr" or "rtl"
	Title        string // of the page, without the site's
	Description  string
	Site         Site
	Canonical    string      // absolute address of this page; empty on the page that stands for missing ones
	Alternates   []Alternate // this page in every language, this one included; empty with one language
	NoIndex      bool        // not to be indexed
	Menu         []Link
	Data         []Data        // machine-readable forms of this page
	Image        string        // absolute address of a picture for link previews; may be empty
	ImageAlt     string        // the picture in words
	ImageWidth   int           // of the picture, in pixels; 0: not said
	ImageHeight  int           // likewise
	PreviewTitle string        // in place of Title where links are previewed, without the name of an unlisted award's holder; empty: Title
	Schema       template.HTML // what the page is about, in the terms of schema.org, for search engines; may be empty
	Type         string        // "home", "catalogue", "achievement", "award", "withdrawn", "issuer", "pathways", "pathway", "guide", "verify", "page", "missing"
}

// Site is what every page knows of the site.
type Site struct {
	Title   string
	Home    string // address of the front page in this language
	Root    string // absolute address that every page of the site begins with
	Feed    string
	Logo    string // may be empty
	Color   string // brand colour, "#rrggbb"; empty: the theme's
	Issuer  Name   // who issues, with the address of its page
	Contact string // the issuer's public e-mail
	Guide   string // address of the guide
	Verify  string // address of the page that checks a credential
}

// Name is a name with an address; the address may be empty.
type Name struct {
	Name, Href string
}

// Link is an entry of a menu.
type Link struct {
	Name    string // as the author wrote it; empty where Key is set
	Key     string // of the theme's text, for example "menu.catalogue"
	Href    string
	Current bool // the page itself
}

// Alternate is a page in another language.
type Alternate struct {
	Lang    string // BCP 47
	Name    string // of the language, in itself: "italiano"
	Href    string // for the switch
	URL     string // absolute, for search engines
	Current bool
	Default bool // of the site
}

// Data is a machine-readable form of a page.
type Data struct {
	Type  string // media type
	Title string // "Open Badges 2.0 Assertion"
	Href  string
}
