// Package generator turns a content folder into a static site of credentials.
//
// # The way through
//
// Data flows one way; each arrow is a type, so that no step can be skipped:
//
//	content/ → load → check → [issue] → render → publish → public/
//	  fs.FS   Content  Passed   Store     Plan
//
// load reads Markdown and YAML, strictly, and collects every finding of a run
// with its place and mend. check holds what was read against the rule book
// and alone makes a check.Passed, which issue and render demand. issue is a
// step of its own, which Build does not run: it turns passed awards into
// records of the store and signs them. render makes a plan: a sequence of
// files, each with a fingerprint of everything it depends on and a function
// that makes it. publish puts the plan on disk: what has the fingerprint of
// last time is neither rendered nor written, and a run that is killed leaves
// every file whole.
//
// # The rooms
//
//	source       where the author wrote a thing: file and keys, line and column
//	diag         findings, and how people and machines read them
//	badge        the domain in the author's words
//	address      every published address, computed in one place
//	load         content folder → catalogue; one table of all keys
//	markdown     an author's Markdown → HTML that is safe to publish
//	check        the rule book, the index of all awards, and what waits to be issued
//	credential   an award → an unsigned credential, and back: what a credential says
//	store        what was issued: content/issued, the ledger
//	audit        every signature of the store, verified against the site's keys
//	issue        passed awards → records and signatures; the only room that uses a private key
//	keyring      private halves of keys: encrypted, kept outside the site
//	shape        the canonical form of many alike credentials at the cost of few
//	manuscript   an author's YAML, edited in place: every other byte stays
//	decide       what happens afterwards: revoke, suspend, reinstate, reissue, erase
//	mask         e-mails of an award file → salted hashes, in place
//	render       catalogue, store and theme → plan of files
//	page         the structs that a theme's templates see
//	theme        themes: templates, type-checked; texts; assets
//	artwork      pictures: admitted when given, drawn when not
//	wording      what a text claims, and how vague it is, in six languages
//	advise       badge or micro-credential: what an achievement really is
//	compare      what a change means: two states of the content
//	share        what a learner takes elsewhere: links, QR code, card, calendar
//	leak         what must not be published, found in what is about to be
//	publish      a plan onto the disk: crash-safe, incremental
//	preview      the site while it is written: watched, served on loopback
//	starter      what init and new write, and the content as it will be then
//	notify       a message for each learner, to be sent by others
//	intake       what a spreadsheet holds
//	adopt        what another platform issued → achievements, awards and originals
//	enrol        the rows of a spreadsheet → a file of awards
//	verify       judges any credential as a stranger would
//	fetch        untrusted addresses, asked behind a guard
//	trust        the issuers that a verifier knows, from a file of theirs
//	survey       what is in a folder, and what a host serves of a site
//	doctor       what is unwell about a site: facts → findings
//	report       what verify found, in words: text and a page to print
//
// and under standard/ one public standard each, knowing nothing of the rest:
//
//	ob2            Open Badges 2.0
//	ob3            Open Badges 3.0
//	vc             Verifiable Credentials 2.0, and their claims as a JWT
//	bitstring      Bitstring Status List 1.0
//	did            did:web, did:key and their documents
//	dataintegrity  Data Integrity 1.0 with its proof suites
//	jose           JWS, JWK and JWE
//	jsonld, rdfc   JSON-LD → RDF, and its canonical form
//	jcs            the canonical form of JSON
//	multibase      bytes and keys as text
//	baking         credentials in PNG and SVG pictures
//
// Beside them, internal/reference finds the published standards for tests; nothing
// else imports it.
//
// Imports run downward; arch_test.go holds the table.
//
// # What was issued
//
// A record of the store holds a credential as it is published, the detached
// signature of its JWT form, the recipient as Open Badges 2.0 names it, and a
// digest of what was promised. load opens the store with the content; check
// compares each award with the digest of what was promised, and works out from
// decisions and records which bits the status lists must have. A build reads the indexes of all runs, the newest form of
// each status list, and of the records those whose files it renders: the page
// of an issued award is made from its record, that of another from the same
// document as it would be issued. sealpress check reads every record.
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
// What one change costs follows what changed. check.Memory, below the work
// folder, knows which award files were judged before with all that their
// judgement hangs on, and keeps their index entries: such a file is read and
// hashed, not parsed. publish remembers of each file the digest of everything
// that it depends on, its size and its time; it asks the system about each, and
// renders those whose digest is another. Both are always safe to delete.
//
// # What does not vary
//
// The same content, theme and program give the same bytes on any machine, in
// any time zone, on any day. The clock, the environment and randomness are
// known to the command alone; what day it is reaches rules (an award must not
// be dated in the future) and nothing that is published. Expiry is printed as
// a date and judged in the reader's browser. Issuing is another matter: its
// time, places drawn at random and signatures are made once and kept in the
// store.
//
// # Safety
//
// Private keys are opened by cmd/sealpress, which asks for the passphrase, with
// keyring; issue is handed the pair and signs. Nothing else imports keyring, so
// no build, preview, theme or content can reach a key. What publish writes is
// looked through for private keys before it becomes visible.
//
// Content is not trusted: Markdown has no raw HTML, artwork is admitted by
// allow-list, links by scheme; symbolic links are refused; files are read
// through fs.FS and written through os.Root. A theme is trusted code: it comes
// with the program or from the site's own themes folder, never from content.
package generator
