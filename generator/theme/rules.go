package theme

import "github.com/sealpress/sealpress/generator/diag"

// Rules documents the findings that loading a theme makes. Those that it
// shares with the reading of content ("unknown-key", "yaml-syntax",
// "file-link", …) are documented there.
func Rules() []diag.Rule {
	return []diag.Rule{
		{ID: "template-syntax", Title: "A template can be read", Why: "No page could be made from it.", Mend: "Correct the line that the message names."},
		{ID: "template-field-unknown", Title: "Templates name fields that their page has", Why: "The page would break while a site is built, or only for some awards.", Mend: "Write the field that the message suggests."},
		{ID: "template-type", Title: "Templates use values for what they are", Why: "The page would break while a site is built, or only for some awards.", Mend: "Give the function or the part the kind of value that the message names."},
		{ID: "template-part-unknown", Title: "Parts that a page calls are there", Why: "The page could not be made.", Mend: "Add parts/<name>.html, or correct the name."},
		{ID: "template-name-taken", Title: "A part is defined once", Why: "Of two parts of one name, one would silently win.", Mend: "Give one of them another name."},
		{ID: "template-escape", Title: "Every value stands where it can be escaped", Why: "A name or a title could otherwise become part of the page's code.", Mend: "Put attribute values in quotes, and no values into scripts, styles or comments."},
		{ID: "template-text-missing", Title: "Texts that templates ask for exist in every language of the site", Why: "Readers of that language would meet a gap.", Mend: "Add the text to i18n/<language>.yaml."},
		{ID: "template-text-argument", Title: "Texts name what their template gives", Why: "A {name} that nobody fills in would be shown as it is.", Mend: "Use the names that the template gives."},
		{ID: "theme-unknown", Title: "The theme of a site exists", Why: "No page could be made.", Mend: "Name one of the themes in site.yaml."},
		{ID: "theme-parent-loop", Title: "A theme is not its own ancestor", Why: "It would never end.", Mend: "Remove the parent, or name another."},
		{ID: "theme-manifest-missing", Title: "A theme has a theme.yaml", Why: "It says where missing pages come from.", Mend: "Add theme.yaml with: parent: default"},
		{ID: "theme-page-missing", Title: "A theme with its parents has every page", Why: "Addresses of the site would lead nowhere.", Mend: "Name a complete theme as parent."},
		{ID: "theme-page-unknown", Severity: diag.Warning, Title: "Every file in pages/ is a page that is made", Why: "A slip in its name would leave the parent's page in place.", Mend: "Rename it."},
		{ID: "theme-language-missing", Title: "The theme has texts in every language of the site", Why: "Pages of that language could not be made.", Mend: "Add themes/<name>/i18n/<language>.yaml."},
		{ID: "theme-plural", Title: "A text with plural forms has the form \"other\"", Why: "It is used for every number that the other forms do not cover.", Mend: "Add it."},
		{ID: "theme-asset-missing", Title: "Assets that are named exist", Why: "Pages would load without their style or picture.", Mend: "Add the file to assets/, or correct the name."},
		{ID: "theme-asset-foreign", Title: "A theme loads nothing from elsewhere", Why: "Another site would learn who reads which award, and the pages' own rules block it.", Mend: "Put a copy into assets/."},
		{ID: "theme-asset-loop", Title: "Style sheets do not import one another in a circle", Why: "Their names hold a digest of their content, which could then not be computed.", Mend: "Remove one of the imports."},
		{ID: "theme-asset-syntax", Title: "Style sheets and scripts can be read", Why: "Browsers would ignore what follows the mistake.", Mend: "Correct the line that the message names."},
	}
}
