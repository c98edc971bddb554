// Package share makes what a learner takes elsewhere: the address that puts
// an award on a LinkedIn profile, addresses that share its page, a calendar
// entry for the day on which it ends, a card for the learner's own site, and a
// QR code.
//
// Everything here is text or a picture made from what the page of the award
// says. Nothing is asked of another host, and no address holds anything that
// follows who uses it.
package share
