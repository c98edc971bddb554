// Package adopt takes over what was issued on another platform: Open Badges
// 2.0 and 3.0 become achievements and awards of this site.
//
// There are three steps, and none of them writes anything:
//
//	pile := &adopt.Pile{Ask: asker}                         // what was found
//	err := pile.Folder("export", os.DirFS("export"))        // also File, Archive, Address
//	found, err := adopt.Judge(ctx, pile, verifier, nil)     // what each is worth
//	plan, err := adopt.Plan(found, site, adopt.Options{…})  // what is to be written
//
// A Pile takes JSON, tokens, baked PNG and SVG, folders and ZIP archives of
// them, lists of addresses, and addresses. Judge asks the engine of generator/verify
// about each; what an Assertion refers to is taken from the answers that the
// engine itself was given, and only where its host does not answer from the
// pile. Forms of one award are joined. Planning makes achievements with
// artwork and criteria, award files, and the originals, and says of each award
// what becomes of it: new, already there, left out, or a problem.
//
// Everything here comes from anybody. An archive is never unpacked to disk;
// its entries, names and real sizes are bounded. No path, slug or label is
// made of a foreign word but by starter.Suggest. Texts are cleaned of what
// cannot be seen and cut to what content may hold; HTML becomes text; addresses
// count by their scheme. Pictures are admitted by generator/artwork or not at
// all, and what was baked into them does not come along. Nothing is asked here
// but through what the caller hands in, which guards.
//
// What cannot come along is what another signed: an award made here is this
// site's, and says where it came from. A hash of an address stays that hash,
// and nobody is guessed.
//
// Not covered: Open Badges 1, endorsements, results and levels of a badge.
package adopt

import (
	"strings"

	"github.com/sealpress/sealpress/generator/badge"
)

// The limits of what is taken in at once.
const (
	MaxDocuments = 20_000    // credentials and descriptions
	MaxFiles     = 50_000    // files of a folder, entries of an archive
	MaxArchive   = 256 << 20 // bytes of an archive
	MaxHeld      = 256 << 20 // bytes of all that was found, unpacked
)

// State says what becomes of a credential.
type State string

// The states.
const (
	New     State = "new"
	There   State = "already there"
	Out     State = "left out"
	Problem State = "problem"
)

// Row is a credential and what becomes of it. Every text in it was cleaned,
// and comes from a stranger all the same.
type Row struct {
	State   State
	From    string     // the file or address where it was found
	Title   string     // of the achievement; empty where that is not known
	Holder  string     // empty where nobody is named
	On      badge.Date // issued
	Outcome string     // of one that is new: one of badge.OriginOutcomes
	Why     string     // why it is unconfirmed, left out or a problem
	Mend    string     // what can be done about a problem
	Award   badge.Key  // of one that is new or already there

	ids  []string // of the credentials, as far as they are known
	bare bool     // a problem that is none where the award is there already
}

// digits writes a number with a comma before each three digits.
func digits(n int) string {
	s := []byte{}
	for i := 0; n > 0 || i == 0; i, n = i+1, n/10 {
		if i > 0 && i%3 == 0 {
			s = append(s, ',')
		}
		s = append(s, byte('0'+n%10))
	}
	var b strings.Builder
	for i := len(s) - 1; i >= 0; i-- {
		b.WriteByte(s[i])
	}
	return b.String()
}
