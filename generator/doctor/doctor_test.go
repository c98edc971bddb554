package doctor

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

var now = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

func day(s string) badge.Date {
	d, err := badge.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// well is a site with everything and nothing unwell.
func well() *Facts {
	return &Facts{
		Now: now,
		Content: Content{Host: "credentials.harbour.example", LastRun: now.Add(-time.Hour),
			Catalog: &badge.Catalog{
				Site:   badge.Site{Repository: "private", Privacy: badge.Privacy{Listing: badge.Unlisted}},
				Issuer: badge.Issuer{Accreditations: []badge.Accreditation{{Body: "Agency", ValidUntil: day("2026-12-02")}, {Body: "Agency", ValidUntil: day("2028-12-31")}}},
				Achievements: []*badge.Achievement{{Slug: "aid", Kind: badge.MicroCredential, Newest: true}, {Slug: "drill", Kind: badge.Badge, Newest: true},
					{Slug: "dive", Kind: badge.MicroCredential, Newest: true, AwardingBody: badge.AwardingBody{Name: "Coast", Accreditation: badge.Accreditation{Body: "Sea"}}}},
			}},
		Keys: Keys{Pairs: []Key{{SigningKey: &badge.SigningKey{Name: "2025", Created: day("2025-01-01"), Retired: day("2026-01-01")}},
			{SigningKey: &badge.SigningKey{Name: "2026", Created: day("2026-01-01")}, Signing: true, Here: true, Backup: Backup{On: day("2026-01-02"), Current: true}}}},
		Git:       Git{Asked: true, Repository: true, Branch: "main", LastCommit: now, Remote: true},
		Workflows: []Workflow{{Name: ".github/workflows/publish.yml", Key: true, Pages: "GitHub Pages"}},
		Output:    Output{Folder: "public/", Files: 500, Bytes: 5_000_000, Largest: "a.png", Size: 50_000, Host: "GitHub Pages", Limits: []Limit{{Host: "GitHub Pages", Bytes: 1_000_000_000}, {Host: "Cloudflare", Files: 400, File: 100_000}}},
	}
}

// lines writes findings as a person reads them, without the mends.
func lines(r *Report) []string {
	var all []string
	for _, f := range r.Findings {
		l := fmt.Sprintf("%s: %s [%s]", f.Severity, f.Message, strings.TrimPrefix(f.Rule, "doctor-"))
		for _, p := range f.Places {
			l += " | " + p
		}
		all = append(all, l)
	}
	return all
}

func TestWellSite(t *testing.T) {
	if diff := cmp.Diff([]string(nil), lines(Examine(well()))); diff != "" {
		t.Errorf("a healthy site (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string(nil), lines(Examine(&Facts{}))); diff != "" {
		t.Errorf("nothing is known (-want +got):\n%s", diff)
	}
}

// Each fact has its finding, and no other.
func TestFindings(t *testing.T) {
	public := func(f *Facts) { f.Content.Catalog.Site.Repository = "public" }
	const readable = "note: the repository is public: everyone can read the names in it and its seed, and so find unlisted pages [repository-public]"
	sealed := Committed{What: "an encrypted private key", File: "old/2026.jwe", Commit: "abc1234", On: day("2026-03-01"), Ours: true, Sealed: true}
	plain := Committed{What: "a private key (JWK)", File: "k.json", Commit: "abc1234", On: day("2026-03-01"), Ours: true}
	for _, test := range []struct {
		name   string
		change func(*Facts)
		want   []string
	}{
		{"key in the folder", func(f *Facts) { f.Secrets = []Secret{{"a private key (PEM)", "x.pem", true}} },
			[]string{"error: a private key lies in the site's folder [key-in-folder] | x.pem: a private key (PEM)"}},
		{"two keys", func(f *Facts) {
			f.Secrets = []Secret{{"a private key (PEM)", "x.pem", true}, {"a private key (PEM)", "y.pem", true}}
		},
			[]string{"error: 2 private keys lie in the site's folder [key-in-folder] | x.pem: a private key (PEM) | y.pem: a private key (PEM)"}},
		{"token", func(f *Facts) { f.Secrets = []Secret{{"a token of GitHub", "deploy.sh:3", false}} },
			[]string{"error: a password or token stands in a file of the site: move it to the environment [secret-in-file] | deploy.sh:3: a token of GitHub"}},
		{"readable key", func(f *Facts) { f.Keys.Pairs[1].Problem = "others can use k\n  close it: chmod 600 k" },
			[]string{"error: others can use k [key-readable]"}},
		{"no backup", func(f *Facts) { f.Keys.Pairs[1].Backup = Backup{} },
			[]string{"warning: no backup of the key 2026 is noted here, and it cannot be made again [key-backup]"}},
		{"old passphrase", func(f *Facts) { f.Keys.Pairs[1].Backup.Current = false },
			[]string{"note: the backup of the key 2026, of 2026-01-02, opens with a passphrase that the key had before [key-backup]"}},
		{"key elsewhere", func(f *Facts) { f.Keys.Pairs[1].Here = false },
			[]string{"note: the private half of the key 2026 is not on this computer; it can sign where it is [key-elsewhere]"}},
		{"key at the git host", func(f *Facts) { f.Keys.Pairs[1].Here, f.Keys.Elsewhere = false, true }, nil},
		{"unknown key", func(f *Facts) { f.Keys.Unknown = []string{"/k/2024.jwe"} },
			[]string{"note: a private half belongs to no file in content/keys [key-unknown] | /k/2024.jwe"}},
		{"sealed key in history", func(f *Facts) { f.Git.History.Keys = []Committed{sealed} },
			[]string{"warning: git holds an encrypted private key, committed on 2026-03-01 in abc1234 [key-in-history] | old/2026.jwe"}},
		{"plain key in history", func(f *Facts) { f.Git.History.Keys = []Committed{plain} },
			[]string{"warning: git holds a private key (JWK), committed on 2026-03-01 in abc1234 [key-in-history] | k.json"}},
		{"dealt with", func(f *Facts) {
			f.Git.History.Keys = []Committed{sealed}
			f.Keys.Pairs[1].Compromised = day("2026-03-01")
		},
			[]string{"note: git holds an encrypted private key, committed on 2026-03-01 in abc1234; 2026 is compromised since 2026-03-01, so it is dealt with [key-in-history] | old/2026.jwe"}},
		{"retired", func(f *Facts) { f.Git.History.Keys = []Committed{sealed}; f.Keys.Pairs[1].Retired = day("2026-03-01") },
			[]string{"note: git holds an encrypted private key, committed on 2026-03-01 in abc1234; 2026 was retired on 2026-03-01, and only its passphrase keeps others from signing with it [key-in-history] | old/2026.jwe"}},
		{"errors", func(f *Facts) { f.Content.Errors = 1 }, []string{"error: the content has 1 error, and nothing can be published [content-errors]"}},
		{"warnings", func(f *Facts) { f.Content.Warnings = 1200 }, []string{"note: the content has 1,200 warnings [content-warnings]"}},
		{"bits", func(f *Facts) { f.Content.Waiting.Bits = 1 },
			[]string{"error: 1 withdrawal is missing in the signed status lists, so verifiers still take the credential for valid [withdrawal-unsigned]"}},
		{"rekeyed", func(f *Facts) { f.Content.Waiting.Rekeyed = 2 },
			[]string{"warning: 2 status lists are signed with a key that may not sign any more [withdrawal-unsigned]"}},
		{"waiting", func(f *Facts) { f.Content.Waiting = Waiting{New: 2, Unsigned: 1, Reissues: 1} },
			[]string{"warning: 2 awards are not issued; 1 award is issued without a signature; 1 correction is not issued, so the former edition stands [awards-waiting]"}},
		{"accreditation soon", func(f *Facts) { f.Content.Catalog.Issuer.Accreditations[1].ValidUntil = day("2027-03-01") },
			[]string{"warning: the last accreditation, by Agency, on which aid rests, ends on 2027-03-01, in 90 days [accreditation-ending] | content/issuer.md"}},
		{"accreditation in 91 days", func(f *Facts) { f.Content.Catalog.Issuer.Accreditations[1].ValidUntil = day("2027-03-02") }, nil},
		{"accreditation ended", func(f *Facts) {
			f.Content.Catalog.Issuer.Accreditations = []badge.Accreditation{{Body: "Agency", ValidUntil: day("2026-11-30")}}
		}, []string{"warning: the last accreditation, by Agency, on which aid rests, ended on 2026-11-30 [accreditation-ending] | content/issuer.md"}},
		{"accreditation without end", func(f *Facts) { f.Content.Catalog.Issuer.Accreditations[1].ValidUntil = badge.Date{} }, nil},
		{"accreditation on which nothing rests", func(f *Facts) {
			f.Content.Catalog.Issuer.Accreditations = []badge.Accreditation{{Body: "Agency", ValidUntil: day("2026-11-30")}}
			f.Content.Catalog.Achievements[0].QualityAssurance = badge.QualityAssurance{Body: "B", URL: "https://b.example/"}
		}, nil},
		{"partner's accreditation", func(f *Facts) {
			f.Content.Catalog.Achievements[2].AwardingBody.Accreditation.ValidUntil = day("2026-12-02")
		},
			[]string{"warning: the accreditation of the awarding body of dive ends on 2026-12-02, tomorrow [accreditation-ending] | content/achievements/dive.md"}},
		{"public", public, []string{readable}},
		{"public, with the site in it", func(f *Facts) { public(f); f.Output.Tracked = true },
			[]string{"warning: the repository is public, and public/ in it lists the page of every award, also of unlisted ones [output-lists]", readable}},
		{"e-mails", func(f *Facts) {
			public(f)
			f.Git.History.Emails, f.Git.History.EmailsN = []Committed{{File: "content/awards/a.yaml", Commit: "abc", On: day("2026-01-01")}}, 9
		}, []string{"warning: the repository is public, and e-mail addresses of learners are readable in its history [email-in-history] | content/awards/a.yaml, committed on 2026-01-01 in abc", readable}},
		{"e-mails in private", func(f *Facts) { f.Git.History.Emails = []Committed{{File: "a"}} }, nil},
		{"readable after all", func(f *Facts) { f.Remote = Remote{Address: "https://git.example/x", Readable: true} },
			[]string{"error: content/site.yaml says that the repository is private, and everybody can read it [repository-readable] | https://git.example/x"}},
		{"example", func(f *Facts) { f.Content.Host = "a.example.org" }, []string{"note: a.example.org is an address from an example [address-example] | content/site.yaml"}},
		{"no example", func(f *Facts) { f.Content.Host = "myexample.org" }, nil},
		{"the host's address", func(f *Facts) { f.Content.Host = "harbour.github.io"; f.Content.LastRun = time.Time{} },
			[]string{"note: the address harbour.github.io belongs to the host, and nothing was issued yet [address-of-host] | content/site.yaml"}},
		{"the host's address, too late", func(f *Facts) { f.Content.Host = "harbour.github.io" }, nil},
		{"no repository", func(f *Facts) { f.Git = Git{Asked: true} }, []string{"warning: the site is in no git repository: its only copy may be on this computer [no-repository]"}},
		{"no repository, nothing issued", func(f *Facts) { f.Git = Git{Asked: true}; f.Content.LastRun = time.Time{} }, []string{"note: the site is in no git repository: its only copy may be on this computer [no-repository]"}},
		{"no git", func(f *Facts) { f.Git = Git{} }, nil},
		{"no remote", func(f *Facts) { f.Git.Remote = false }, []string{"warning: the repository has no remote: its only copy is on this computer [unpushed]"}},
		{"no remote, nothing issued", func(f *Facts) { f.Git.Remote, f.Content.LastRun = false, time.Time{} }, []string{"note: the repository has no remote: its only copy is on this computer [unpushed]"}},
		{"unpushed, nothing issued", func(f *Facts) { f.Git.Unpushed, f.Content.LastRun = 2, time.Time{} }, []string{"note: 2 commits are not pushed [unpushed]"}},
		{"unpushed", func(f *Facts) { f.Git.Unpushed = 1 }, []string{"warning: 1 commit is not pushed [unpushed]"}},
		{"ignored", func(f *Facts) { f.Git.Ignored = []string{"content/issued"} }, []string{"error: git ignores part of the content: it is never committed [content-ignored] | content/issued"}},
		{"attributes", func(f *Facts) { f.Git.Rewritten = []string{"content/issued", "public"} },
			[]string{"warning: .gitattributes does not keep git from changing line ends in content/issued and public [git-attributes]"}},
		{"uncommitted", func(f *Facts) {
			f.Git.Runs, f.Git.Uncommitted = []string{"content/issued/r"}, []string{"content/site.yaml", "content/issuer.md"}
		},
			[]string{"warning: 1 run in content/issued is not committed [issued-uncommitted] | content/issued/r", "note: 2 files of the content are not committed [content-uncommitted] | content/site.yaml | content/issuer.md"}},
		{"other branch", func(f *Facts) { f.Git.Elsewhere = []Branched{{"r", "may"}} }, []string{"warning: 1 run of issue is on another branch, and not here [issued-elsewhere] | r on may"}},
		{"clock", func(f *Facts) { f.Content.LastRun = now.Add(time.Hour) },
			[]string{"error: this computer says that it is 2026-12-01 12:00 UTC, and the last run of issue is of 2026-12-01 13:00 [clock]"}},
		{"clocks differ a little", func(f *Facts) { f.Content.LastRun = now.Add(time.Minute) }, nil},
		{"clock of a commit", func(f *Facts) { f.Git.LastCommit = now.AddDate(0, 0, 2) },
			[]string{"warning: this computer says that it is 2026-12-01 12:00 UTC, and the last commit is of 2026-12-03 12:00 [clock]"}},
		{"left behind", func(f *Facts) {
			f.Left = []Left{{".sealpress/new-1", LeftFiles}, {".sealpress/public", LeftBuild}, {".sealpress/again-r", LeftRun}}
		}, []string{"error: issuing again was cut off, and 1 run of issue is still set aside [run-aside] | .sealpress/again-r",
			"warning: a build was cut off while it put its files in place [build-cut] | .sealpress/public",
			"note: a command that was killed left files that nobody needs [work-left] | .sealpress/new-1"}},
		{"stale", func(f *Facts) { f.Output.Stale = "index.html" }, []string{"warning: the content was changed since public/ was committed, and a build would write other files [output-stale] | public/index.html"}},
		{"too large", func(f *Facts) { f.Output.Bytes = 1_000_000_001 }, []string{"error: the site has 1,000 MB, and GitHub Pages takes 1,000 MB [host-limit]"}},
		{"nearly too large", func(f *Facts) { f.Output.Bytes = 850_000_000 }, []string{"warning: the site has 850 MB, and GitHub Pages takes 1,000 MB: 85 % of it [host-limit]"}},
		{"no host is seen", func(f *Facts) { f.Output.Host = "" }, []string{"note: the site has 500 files, and Cloudflare takes 400 [host-limit]"}},
		{"folders count", func(f *Facts) {
			f.Output.Host = "GitLab"
			f.Output.Limits = []Limit{{Host: "GitLab", Files: 999, Folders: true}}
		},
			[]string{"error: the site has 500 files, which with their folders count as 1,000, and GitLab takes 999 [host-limit]"}},
		{"large file", func(f *Facts) {
			f.Output.Host, f.Output.Files, f.Output.Size = "Cloudflare", 1, 26_000_000
			f.Output.Limits[1].File = 25_000_000
		},
			[]string{"error: the site has a file of 26 MB, a.png, and Cloudflare takes files of 25 MB [host-limit]"}},
		{"dots", func(f *Facts) { f.Workflows[0].Dots = true },
			[]string{"error: a workflow leaves out folders whose names begin with a dot, and the site's keys are in one [workflow-dots] | .github/workflows/publish.yml"}},
		{"dots without keys", func(f *Facts) { f.Workflows[0].Dots = true; f.Keys = Keys{} },
			[]string{"note: a workflow leaves out folders whose names begin with a dot, where the keys of a site are published [workflow-dots] | .github/workflows/publish.yml"}},
		{"strangers", func(f *Facts) { f.Workflows[0].Stranger = true },
			[]string{"error: a workflow runs for pull requests of strangers, and is given the key [workflow-stranger] | .github/workflows/publish.yml"}},
		{"latest", func(f *Facts) { f.Workflows[0].Floating = true },
			[]string{"note: a workflow gives the key to whatever version of Sealpress is the newest [workflow-latest] | .github/workflows/publish.yml"}},
		{"online", func(f *Facts) { f.Remote.Judged = []string{"https://a.example/x: not valid"} },
			[]string{"error: 1 award that should be valid is judged otherwise at the address [award-online] | https://a.example/x: not valid"}},
	} {
		f := well()
		test.change(f)
		if diff := cmp.Diff(test.want, lines(Examine(f))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// KEY-19: the steps after a key was committed, in their order.
func TestStepsAfterCommittedKey(t *testing.T) {
	f := well()
	f.Git.History.Keys = []Committed{{What: "a private key (JWK)", File: "old/2026.jwe", Commit: "abc", On: day("2026-03-01"), Ours: true}}
	want := []string{
		"make a new key: sealpress key new",
		"end this one: sealpress key retire 2026 --compromised-since 2026-03-01",
		"replace what it signed: sealpress reissue --signed-by 2026 --reason issuer-key-compromised",
		"issue, build and put it online: sealpress publish",
		"take old/2026.jwe out of the history, for example with git filter-repo; copies that others have stay as they are, so this is no substitute",
	}
	if diff := cmp.Diff(want, Examine(f).Findings[0].Mend); diff != "" {
		t.Error(diff)
	}
	f.Git.History.Keys[0].Ours, f.Git.History.Keys[0].What = false, "a private key (PEM)"
	if got := Examine(f).Findings[0].Mend; len(got) != 2 || !strings.HasPrefix(got[0], "replace that key wherever") {
		t.Errorf("a key of something else: %q", got)
	}
}

// Only so many places are named, and all are counted.
func TestPlacesAreCounted(t *testing.T) {
	f := well()
	for i := range 12 {
		f.Git.Uncommitted = append(f.Git.Uncommitted, fmt.Sprint(i))
	}
	if got := Examine(f).Findings[0]; got.Count != 12 || len(got.Places) != shownPlaces || f.Git.Uncommitted[11] != "11" {
		t.Errorf("%d places of %d are named", len(got.Places), got.Count)
	}
}

// Every rule documents itself; those that are worse come first.
func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.Title == "" || r.Why == "" || r.Mend == "" || !strings.HasPrefix(r.ID, "doctor-") || seen[r.ID] {
			t.Errorf("%s is not documented, or there twice", r.ID)
		}
		seen[r.ID] = true
		for _, text := range []string{r.Title, r.Why, r.Mend} {
			if strings.Contains(text, "  ") {
				t.Errorf("%s: %q", r.ID, text)
			}
		}
	}
	f := well()
	f.Content.Warnings, f.Keys.Pairs[1].Backup, f.Content.Errors = 1, Backup{}, 1
	f.Output.Bytes = 1 << 40
	r := Examine(f)
	if !slices.IsSortedFunc(r.Findings, func(a, b Finding) int { return int(a.Severity - b.Severity) }) || r.Findings[0].Rule != "doctor-content-errors" || r.Count(diag.Error) != 2 {
		t.Errorf("the order is %q", lines(r))
	}
}
