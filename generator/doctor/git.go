package doctor

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// Git is what git says of the site. The zero value is a site that git was not
// asked about.
type Git struct {
	Asked       bool // git is there
	Repository  bool // and the site is in one of its repositories
	Branch      string
	LastCommit  time.Time
	Ignored     []string // folders of content that git leaves out
	Rewritten   []string // folders in which git may change line ends
	Runs        []string // runs that are not committed
	Uncommitted []string // other files of content that are not
	Remote      bool     // the repository has one
	Unpushed    int      // commits that are on no remote, as far as is known here
	Elsewhere   []Branched
	History     History
}

// Branched is a run that is on another branch alone.
type Branched struct{ Run, Branch string }

// History is what was found in all that was ever committed.
type History struct {
	Keys    []Committed
	Emails  []Committed // files of learners with e-mail addresses, of a public repository
	EmailsN int         // how many such files there are
}

// Committed is something in the history that should not be there.
type Committed struct {
	What   string
	File   string // from the top of the repository
	Commit string // that brought it
	On     badge.Date
	Ours   bool // it may be a key that signs credentials
	Sealed bool // a passphrase protects it
}

// Remote is what the network said.
type Remote struct {
	Address  string   // of the repository; empty: it was not asked
	Readable bool     // everybody can read it
	Judged   []string // awards that are to be valid and are not, with the verdict: "https://…: not valid"
}

var repositoryReadable = rule{diag.Rule{ID: "doctor-repository-readable", Severity: diag.Error,
	Title: "A repository that is called private is private",
	Why:   "It holds names, e-mail addresses and the seed, from which the addresses of unlisted pages are computed.",
	Mend:  "make the repository private at your git host; where it has to be public, write repository: public in content/site.yaml, and check says what else has to change"},
	func(f *Facts, report func(Finding)) {
		if f.Remote.Readable && f.Content.site().Repository != "public" {
			report(say("content/site.yaml says that the repository is private, and everybody can read it").at(f.Remote.Address))
		}
	}}

var contentIgnored = rule{diag.Rule{ID: "doctor-content-ignored", Severity: diag.Error,
	Title: "Git keeps all of the content",
	Why:   "What was issued cannot be made again, and what git ignores is on this computer alone.",
	Mend:  "take the line out of .gitignore that leaves it out, then commit the folder; git check-ignore -v FILE names that line"},
	func(f *Facts, report func(Finding)) {
		if len(f.Git.Ignored) > 0 {
			report(say("git ignores part of the content: it is never committed").at(f.Git.Ignored...))
		}
	}}

// clockSlack is how far the clocks of two computers may differ.
const clockSlack = 10 * time.Minute

var clockBehind = rule{diag.Rule{ID: "doctor-clock", Severity: diag.Error,
	Title: "The clock of this computer is right",
	Why:   "A credential says when it was signed, and a run from another age stands in the way of all later ones.",
	Mend:  "set the clock of this computer; where it is right, the other one was wrong: sealpress issue --help explains --despite-clock"},
	func(f *Facts, report func(Finding)) {
		const form = "2006-01-02 15:04"
		switch last := f.Content.LastRun; {
		case f.Now.IsZero():
		case last.Sub(f.Now) > clockSlack:
			report(say("this computer says that it is %s UTC, and the last run of issue is of %s", f.Now.UTC().Format(form), last.UTC().Format(form)))
		case f.Git.LastCommit.Sub(f.Now) > 24*time.Hour:
			report(say("this computer says that it is %s UTC, and the last commit is of %s", f.Now.UTC().Format(form), f.Git.LastCommit.UTC().Format(form)).milder(diag.Warning).
				mend("set the clock of this computer; where it is right, that of whoever committed was wrong, and nothing is to be done"))
		}
	}}

var issuedUncommitted = rule{diag.Rule{ID: "doctor-issued-uncommitted", Severity: diag.Warning,
	Title: "What was issued is committed",
	Why:   "Git is the ledger. A run that is not committed is on this computer alone, and cannot be made again.",
	Mend:  "git add content, then git commit"},
	func(f *Facts, report func(Finding)) {
		if n := len(f.Git.Runs); n > 0 {
			report(say("%s in content/issued %s not committed", count(n, "run"), be(n)).at(f.Git.Runs...))
		}
	}}

var contentUncommitted = rule{diag.Rule{ID: "doctor-content-uncommitted", Severity: diag.Note,
	Title: "The content is committed",
	Why:   "Others do not see it, and no host builds from it.",
	Mend:  "git add content, then git commit"},
	func(f *Facts, report func(Finding)) {
		if n := len(f.Git.Uncommitted); n > 0 {
			report(say("%s of the content %s not committed", count(n, "file"), be(n)).at(f.Git.Uncommitted...))
		}
	}}

var issuedElsewhere = rule{diag.Rule{ID: "doctor-issued-elsewhere", Severity: diag.Warning,
	Title: "All that was issued is on the branch that is published",
	Why:   "An award that was issued on another branch has an address that leads nowhere, and is not withdrawn by what is decided here.",
	Mend:  "git merge BRANCH: runs never conflict. Where nobody has seen its awards yet, you may drop the branch instead: git branch -D BRANCH"},
	func(f *Facts, report func(Finding)) {
		var at []string
		for _, b := range f.Git.Elsewhere {
			at = append(at, b.Run+" on "+b.Branch)
		}
		if n := len(at); n > 0 {
			report(say("%s of issue %s on another branch, and not here", count(n, "run"), be(n)).at(at...))
		}
	}}

var unpushed = rule{diag.Rule{ID: "doctor-unpushed", Severity: diag.Warning,
	Title: "Another place has all that was committed",
	Why:   "Until it is pushed, the only copy of your ledger is on this disk, and a git host publishes an older state.",
	Mend:  "git push"},
	func(f *Facts, report func(Finding)) {
		switch g := &f.Git; {
		case !g.Repository:
		case !g.Remote:
			report(f.onceIssued(say("the repository has no remote: its only copy is on this computer").mend("make a private repository at a git host, then: git remote add origin ADDRESS, and git push -u origin " + orHead(g.Branch))))
		case g.Unpushed > 0:
			report(f.onceIssued(say("%s %s not pushed", count(g.Unpushed, "commit"), be(g.Unpushed))))
		}
	}}

// onceIssued makes a finding milder while there is nothing that could be lost for
// good.
func (f *Facts) onceIssued(found Finding) Finding {
	if f.Content.LastRun.IsZero() {
		return found.milder(diag.Note)
	}
	return found
}

func orHead(branch string) string {
	if branch == "" {
		return "HEAD"
	}
	return branch
}

var noRepository = rule{diag.Rule{ID: "doctor-no-repository", Severity: diag.Warning,
	Title: "The site is in a git repository",
	Why:   "Git is the ledger: it keeps what was issued, shows who changed what, and makes a second copy easy.",
	Mend:  "git init, git add . and git commit; then push it to a private repository. Without git, keep copies of content/ on another disk"},
	func(f *Facts, report func(Finding)) {
		if f.Git.Asked && !f.Git.Repository {
			report(f.onceIssued(say("the site is in no git repository: its only copy may be on this computer")))
		}
	}}

// writeAttributes is a mend that a judge adds to.
const writeAttributes = "write into the file .gitattributes beside content/:"

var gitAttributes = rule{diag.Rule{ID: "doctor-git-attributes", Severity: diag.Warning,
	Title: "Git keeps what was issued byte for byte",
	Why:   "On Windows git changes line ends unless .gitattributes says otherwise. Then the digests of what was issued do not match any more.",
	Mend:  writeAttributes},
	func(f *Facts, report func(Finding)) {
		if len(f.Git.Rewritten) == 0 {
			return
		}
		steps := []string{writeAttributes}
		for _, folder := range f.Git.Rewritten {
			steps = append(steps, "  "+folder+"/** -text")
		}
		report(say(".gitattributes does not keep git from changing line ends in %s", strings.Join(f.Git.Rewritten, " and ")).mend(steps...))
	}}

var emailInHistory = rule{diag.Rule{ID: "doctor-email-in-history", Severity: diag.Warning,
	Title: "The history of a public repository holds no e-mail address of a learner",
	Why:   "Everyone can read what was deleted: hide-emails changes the files of today, and the history keeps those of yesterday.",
	Mend:  "make the repository private",
	Cite:  "Regulation (EU) 2016/679, article 5(1)(f), confidentiality"},
	func(f *Facts, report func(Finding)) {
		h := f.Git.History
		if f.Content.site().Repository != "public" || len(h.Emails) == 0 {
			return
		}
		var at []string
		for _, c := range h.Emails {
			where := c.File
			if c.Commit != "" {
				where += fmt.Sprintf(", committed on %s in %s", c.On, c.Commit)
			}
			at = append(at, where)
		}
		found := say("the repository is public, and e-mail addresses of learners are readable in its history").at(at...).
			mend("make the repository private, and write repository: private; or",
				"take them out of the history: git filter-repo --replace-text FILE, then push with --force and ask your git host to drop what it keeps",
				"copies and forks that others have stay as they are: tell the learners, and ask your data protection officer what else is due")
		found.Count = max(len(at), h.EmailsN)
		report(found)
	}}

// SortBranched orders runs on other branches by run, each once.
func SortBranched(all []Branched) []Branched {
	slices.SortStableFunc(all, func(a, b Branched) int { return strings.Compare(a.Run, b.Run) })
	return slices.CompactFunc(all, func(a, b Branched) bool { return a.Run == b.Run })
}
