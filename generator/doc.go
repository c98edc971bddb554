// Package generator turns a content folder into a static site of credentials.
//
// # The way through
//
// Data flows one way; each arrow is a type, so that no step can be skipped:
//
//	content/ → load → check → render → publish → public/
//	  fs.FS   Content  Passed   Plan
//
// load reads Markdown and YAML, strictly, and collects every finding of a run
// with its place and mend. check holds what was read against the rule book
// and alone makes a check.Passed, which render demands. render makes a plan:
// a sequence of files, each with a fingerprint of everything it depends on
// and a function that makes it. publish puts the plan on disk: what has the
// fingerprint of last time is neither rendered nor written, and a run that is
// killed leaves every file whole.
//
// # The rooms
//
//	source       where the author wrote a thing: file and keys, line and column
//	diag         findings, and how people and machines read them
//	badge        the domain in the author's words
//	address      every published address, computed in one place
//	load         content folder → catalogue; one table of all keys
//	markdown     an author's Markdown → HTML that is safe to publish
//	check        the rule book, and the index of all awards
//	render       catalogue and theme → plan of files
//	page         the structs that a theme's templates see
//	theme        themes: templates, type-checked; texts; assets
//	artwork      pictures: admitted when given, drawn when not
//	publish      a plan onto the disk: crash-safe, incremental
//	preview      the site while it is written: watched, served on loopback
//	starter      what init and new write
//	standard/ob2 Open Badges 2.0
//
// Imports run downward; arch_test.go holds the table.
//
// # Size
//
// A site of a million awards never stands in memory. The catalogue holds
// everything but the awards; check streams the award files once, several at a
// time, and keeps a small index entry for each award; render reads a file
// again when one of its pages is made. Up to some thousands of awards stay in
// memory between the two, so a usual site is read once. Places in files are
// kept as file and keys, and become lines and columns only when a finding
// needs them.
//
// # What does not vary
//
// The same content, theme and program give the same bytes on any machine, in
// any time zone, on any day. The clock, the environment and randomness are
// known to the command alone; what day it is reaches rules (an award must not
// be dated in the future) and nothing that is published. Expiry is printed as
// a date and judged in the reader's browser.
//
// # Safety
//
// Content is not trusted: Markdown has no raw HTML, artwork is admitted by
// allow-list, links by scheme; symbolic links are refused; files are read
// through fs.FS and written through os.Root. A theme is trusted code: it comes
// with the program or from the site's own themes folder, never from content.
package generator
