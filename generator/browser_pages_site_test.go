package generator

import (
	"compress/gzip"
	"fmt"
	"maps"
	"mime"
	"net"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/badge"
)

// What the pages are tried with: names and texts that are as long, as many and
// as foreign as people have them.
const (
	longName    = "Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaftschaferswessenschafewarenwohl" // 90 letters
	arabicName  = "عبد الرحمن بن محمد بن عبد العزيز بن سليمان آل الشيخ المنصوري الهاشمي القرشي"
	chineseName = "欧阳司马诸葛慕容长孙宇文令狐皇甫"
	longTitle   = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
	longTag     = "Rindfleischetikettierungsüberwachung"
)

// hard is the sample with awards in every state and with what is hard to lay
// out, in every language that the pages are tried in.
type hard struct {
	stateful
	hosted tree // the same without keys: nothing is signed
}

// hardSite returns the site, which is made once.
func hardSite(t *testing.T) hard {
	t.Helper()
	needsBrowser(t)
	hardOnce.Do(func() { hardTree = makeHard(t) })
	if hardTree.files == nil {
		t.Fatal("the site with hard content could not be made")
	}
	return hardTree
}

var (
	hardOnce sync.Once
	hardTree hard
)

// pageLanguages are those of the site. Arabic runs from right to left.
func pageLanguages() []string { return []string{"en", "it", "ar"} }

func makeHard(t *testing.T) hard {
	t.Helper()
	s := newIssuing(sample(t))
	s.drop(t, "decisions/*")
	suspends(s.files)
	s.replace(t, "site.yaml", "  - en\n  - it\n", "  - "+strings.Join(pageLanguages(), "\n  - ")+"\n")
	hardAwards(s.files)
	hardPathway(s.files)
	inArabic(s.files)
	hosted := rendered(t, s.config(), ".png")
	s.newKey(t, "main", "2026-01-01")
	s.issue(t)
	decide(s.files, "2026-06-01-a", string(suspended), "suspend", "reason: under-review\n")
	decide(s.files, "2026-06-02-b", string(revoked), "revoke", "reason: awarded-in-error\ntext: Two files were mixed up.\n")
	decide(s.files, "2026-06-03-c", string(superseded), "reissue", "reason: corrected\n")
	s.erase(t, erased, brunoEk, "2026-06-04")
	s.issue(t)
	s.files["awards/2026-10-late.yaml"] = "achievement: safety-morning\nawarded: 2026-10-03\nawards:\n  k9:\n    name: Late Arrival\n    email: late@example.org\n"
	return hard{stateful{tree: rendered(t, s.config(), ".png"), key: s.pairs[0].P256}, hosted}
}

// Every link between the pages of the site with hard content, and every place
// that it names on a page, is there; no page allows what stands inside it to
// run.
func TestHardPagesLead(t *testing.T) {
	s := hardSite(t)
	for _, tree := range []tree{s.tree, s.hosted} {
		// Pictures are not drawn here; that they are there is enough.
		tree.files = maps.Clone(tree.files)
		for _, name := range tree.files.names() {
			if text := tree.files[name]; strings.HasSuffix(name, ".html") {
				for _, m := range hrefs.FindAllStringSubmatch(strings.ReplaceAll(text, `content="`+tree.at.String(), `href="/`), -1) {
					if strings.HasSuffix(m[1], ".png") {
						tree.files[strings.TrimPrefix(m[1], "/")] = unbaked
					}
				}
			}
		}
		walkPages(t, tree)
		for name, text := range tree.files {
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			policy := parsePage(t, name, text).policy()
			if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "script-src 'self'") || !strings.Contains(policy, "style-src 'self'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") {
				t.Errorf("%s: the policy is %q", name, policy)
			}
		}
	}
}

// policy is what a page lets itself do.
func (d *document) policy() string {
	for _, n := range d.all("meta") {
		if strings.EqualFold(attr(n, "http-equiv"), "Content-Security-Policy") {
			return attr(n, "content")
		}
	}
	return ""
}

// The awards that are hard to lay out: those of the micro-credential and, with
// the same labels, those of the badge.
const (
	hardMicro   = "2026-11-hard/"
	hardBadge   = "2026-11-hard-badges/"
	longHolder  = "h1"
	arabHolder  = "h2"
	chinaHolder = "h3"
	muchProof   = "h4"
)

func hardAwards(c files) {
	names := []string{longName, arabicName, chineseName, "Maria Much"}
	evidence := "    evidence:\n"
	for i := range 40 {
		evidence += fmt.Sprintf("      - name: Observation sheet %d\n        description: What the assessor saw on day %d.\n        url: https://harbour.example/evidence/2026/observations/of-the-whole-autumn-term/sheet-%d.pdf\n        date: 2026-10-%02d\n", i+1, i+1, i+1, i%30+1)
	}
	list := func(more string) string {
		var b strings.Builder
		for i, name := range names {
			fmt.Fprintf(&b, "  h%d:\n    name: %s\n    email: h%d@example.org\n    listing: listed\n%s", i+1, name, i+1, more)
			if i == 3 {
				b.WriteString(evidence)
			}
		}
		return b.String()
	}
	c["awards/2026-11-hard.yaml"] = "achievement: emergency-first-aid\nawarded: 2026-11-02\nevidence:\n  - name: Observed scenario sheets\n    date: 2026-11-01\nassessed:\n  by: Tom Byrne\n  on: 2026-11-01\n  identity-checked: true\napproved:\n  by: Orla Keane\n  on: 2026-11-02\nawards:\n" + list("    result: merit\n")
	c["awards/2026-11-hard-badges.yaml"] = "achievement: safety-morning\nawarded: 2026-10-30\nawards:\n" + list("")
	for _, step := range []string{"first-drill", "aed-basics"} { // required on the way to the micro-credential
		c["awards/2026-10-"+step+".yaml"] = "achievement: " + step + "\nawarded: 2026-10-29\nawards:\n" + strings.ReplaceAll(list(""), evidence, "")
	}
}

// hardPathway adds twelve badges, one of them with a very long name, and the
// pathway over them.
func hardPathway(c files) {
	steps := ""
	for i := range 12 {
		name, slug := fmt.Sprintf("Station %d of the long way round the harbour", i+1), fmt.Sprintf("station-%d", i+1)
		if i == 6 {
			name = longTitle
		}
		c["achievements/"+slug+".md"] = "---\nkind: badge\nversion: 1\nname: " + name + "\ndescription: A station of the long way.\nlanguage: en\npathway: long-way\ntags:\n  - " + longTag + "\n---\nGo there and come back.\n\n| What | " + longTitle + " |\n|---|---|\n| when | " + strings.Repeat("always and ever ", 12) + "|\n\n    " + strings.Repeat("code that is wide ", 12) + "\n"
		steps += "  - " + slug + "\n"
	}
	c["achievements/master-of-the-way.md"] = strings.NewReplacer("Emergency First Aid at Work", "Master of the "+longTitle, "pathway: first-responder", "pathway: long-way").Replace(c["achievements/emergency-first-aid.md"])
	c["pathways/long-way.md"] = "---\nname: The long way\ndescription: Twelve stations and a goal.\nlanguage: en\nsteps:\n" + steps + "goal: master-of-the-way\n---\nOne after the other.\n"
}

// inArabic translates a few of the author's own texts.
func inArabic(c files) {
	c["achievements/emergency-first-aid.ar.md"] = "---\nname: الإسعافات الأولية الطارئة في مكان العمل\ndescription: يتعامل مع حالات الطوارئ الشائعة في مكان العمل حتى وصول المساعدة.\n---\nتتضمن الدورة تسع ساعات من الدراسة الذاتية عبر الإنترنت و**اثنتي عشرة ساعة** من التدريب.\n\n- تأمين المكان قبل الاقتراب؛\n- طلب المساعدة خلال دقيقة.\n"
	c["achievements/safety-morning.ar.md"] = "---\nname: صباح السلامة\ndescription: صباح واحد على الرصيف.\n---\nالحضور من البداية إلى النهاية.\n"
	c["pathways/first-responder.ar.md"] = "---\nname: المستجيب الأول\ndescription: من أول صباح على الرصيف إلى التعامل مع حالة طارئة.\n---\nابدأ من حيث أنت.\n"
	c["pages/about.ar.md"] = "---\nname: من نحن\ndescription: من يعلّم في هاربر سكيلز وأين تجدنا.\n---\nمركز تدريب صغير على الرصيف.\n\n## الأسئلة\n\nاكتبوا إلى credentials@harbour.example.\n"
}

// pageKind is a page that stands for all of its kind.
type pageKind struct {
	name   string
	at     address.Path // in the first language
	hosted bool         // on the site without keys
}

// pageKinds lists every kind of page, in each state that it can have.
func (s hard) pageKinds() []pageKind {
	award := func(key badge.Key) address.Path { return address.Award(s.id(key)) }
	return []pageKind{
		{"home", address.Home(), false},
		{"catalogue", address.Catalogue(), false},
		{"achievement: micro-credential", address.Achievement("emergency-first-aid"), false},
		{"achievement: badge", address.Achievement("safety-morning"), false},
		{"achievement: older version", address.AchievementVersion("marine-vhf-radio", 1), false},
		{"achievement: long name", address.Achievement("station-7"), false},
		{"award: micro-credential", award(standing), false},
		{"award: badge", award("2026-04-first-aid-steps/k1"), false},
		{"award: long name", award(hardMicro + longHolder), false},
		{"award: badge, long name", award(hardBadge + longHolder), false},
		{"award: Arabic name", award(hardMicro + arabHolder), false},
		{"award: badge, Chinese name", award(hardBadge + chinaHolder), false},
		{"award: much evidence", award(hardMicro + muchProof), false},
		{"award: not signed", award(hostedOnly), false},
		{"award: expired", award(expired), false},
		{"award: suspended", award(suspended), false},
		{"award: revoked", award(revoked), false},
		{"award: superseded", award(superseded), false},
		{"award: erased", award(erased), false},
		{"pathways", address.Pathways(), false},
		{"pathway", address.Pathway("first-responder"), false},
		{"pathway: twelve steps", address.Pathway("long-way"), false},
		{"issuer", address.Issuer(), false},
		{"guide", address.Guide(), false},
		{"verify", address.Verify(), false},
		{"page", address.Page("about"), false},
		{"missing", "no/such/page", false},
		{"without keys: award", award(standing), true},
		{"without keys: issuer", address.Issuer(), true},
	}
}

// host serves both trees as a plain host does, and returns the addresses of
// their roots.
func (s hard) host(t *testing.T) (signed, hosted string) {
	t.Helper()
	serve := func(f files) string {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		must(t, err)
		server := &http.Server{Handler: plainHost(f)}
		go func() { _ = server.Serve(listener) }() // ends with Close
		t.Cleanup(func() { _ = server.Close() })
		return fmt.Sprintf("http://localhost:%d/", listener.Addr().(*net.TCPAddr).Port)
	}
	return serve(s.files), serve(s.hosted.files)
}

// plainHost answers as hosts of static files do: with the type that the name
// says, compressed where it is text, 404.html where there is nothing.
type plainHost files

func (h plainHost) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	name := address.Path(strings.TrimPrefix(r.URL.Path, "/")).File()
	text, there := h[name]
	if _, folder := h[name+"/index.html"]; !there && folder {
		http.Redirect(out, r, r.URL.Path+"/", http.StatusMovedPermanently)
		return
	}
	status := http.StatusOK
	if !there {
		name, text, status = "404.html", h["404.html"], http.StatusNotFound
	}
	kind := mime.TypeByExtension(path.Ext(name))
	switch path.Ext(name) {
	case ".jwt":
		kind = "application/octet-stream"
	case ".woff2":
		kind = "font/woff2"
	}
	out.Header().Set("Content-Type", kind)
	out.Header().Set("Cache-Control", "max-age=600")
	if !compresses(kind) || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		out.WriteHeader(status)
		_, _ = out.Write([]byte(text)) // a browser that went away is no concern of ours
		return
	}
	out.Header().Set("Content-Encoding", "gzip")
	out.WriteHeader(status)
	z := gzip.NewWriter(out)
	_, _ = z.Write([]byte(text)) // nor here
	_ = z.Close()
}

func compresses(kind string) bool {
	return strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "xml") || strings.Contains(kind, "javascript")
}
