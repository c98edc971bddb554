package share

import "net/url"

// Link is an address at which a service lets somebody share a page.
type Link struct {
	Service string // as the service writes its name
	Href    string
}

// Links returns addresses that share a page, with a text where the service
// takes one. Nothing is loaded from a service before its link is followed.
func Links(page, text string) []Link {
	p, t := url.QueryEscape(page), url.QueryEscape(text)
	return []Link{
		{"LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url=" + p},
		{"Bluesky", "https://bsky.app/intent/compose?text=" + t + "+" + p},
		{"Facebook", "https://www.facebook.com/sharer/sharer.php?u=" + p},
		{"WhatsApp", "https://wa.me/?text=" + t + "+" + p},
		{"X", "https://x.com/intent/post?text=" + t + "&url=" + p},
	}
}
