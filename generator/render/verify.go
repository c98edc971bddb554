package render

import (
	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/page"
)

// verify is the page on which a reader has a credential checked. It says
// nothing of the site's own catalogue, so that it changes with the theme alone.
func (s *site) verify(lang string) page.Verify {
	return page.Verify{Frame: s.frame(lang, about{kind: "verify", path: address.Verify(), title: s.theme.Text(lang, "title.verify"),
		description: s.theme.Text(lang, "description.verify")})}
}
