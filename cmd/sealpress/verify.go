package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/fetch"
	"github.com/sealpress/sealpress/generator/report"
	"github.com/sealpress/sealpress/generator/trust"
	"github.com/sealpress/sealpress/generator/verify"
)

// patience is how long one address may take to answer, and longest how long
// one credential may take with all that it names.
const (
	patience = 4 * time.Second
	longest  = 9 * time.Second
)

type verifyFlags struct {
	recipient, trust, language   string
	live, offline                bool
	proxy, development, personal bool
}

func (a *app) verifyCommand() *cobra.Command {
	var f verifyFlags
	c := &cobra.Command{
		Use: "verify FILE|URL|FOLDER|-…", Short: "Judge a credential, or all of a site", Annotations: map[string]string{formats: "json html"},
		Example: "$ sealpress verify badge.png\n$ sealpress verify https://credentials.harbour.example/awards/…/ --recipient ada@example.org\n$ sealpress verify public/                      # every credential and address of a built site\n$ sealpress verify --live                       # what your host serves, against what build makes\n$ sealpress verify badge.png --format html > report.html",
		Long: `Verify says whether a credential is valid, as a stranger to its issuer: Open
Badges 2.0 and 3.0, Verifiable Credentials 2.0; as JSON, as a token, in a PNG or
SVG, or by the address of an award's page. It says what was checked, what that
rests on, and what it does not prove. No private key is touched, nothing is sent
anywhere; only addresses that the credential names are asked, of public hosts.

Of a folder everything in it is judged. In a built site the files stand in for
the host. The address of a site is judged by the awards that it lists.

With --live your host is asked for every file that build makes: bytes, content
types, headers, redirects, keys. Run it after you have put a site online.

The file for --trust is a list of the issuers that you know:

    - name: Harbour Skills
      url: https://credentials.harbour.example/
    - name: Coast College
      did: did:web:college.example

E-mail addresses are shortened in what is printed. docs/verify.md explains the
answers and the JSON.

Exit status: 0 all are valid, 1 one is not valid, expired or revoked (--live:
something is to be mended), 2 wrong usage, or a file that cannot be read,
3 of one it cannot be told, and none is worse. Of a built site, and of the site
at an address, it is no mistake that awards are revoked or expired: they are
counted, and 1 means that one is not valid, that a document does not stand at
the address it names, or that an award's page and forms contradict each other.`,
		RunE: func(c *cobra.Command, args []string) error {
			if f.live {
				return a.verifyLive(c.Context(), &f, args)
			}
			return a.verify(c.Context(), &f, args)
		},
	}
	s := c.Flags()
	s.StringVar(&f.recipient, "recipient", "", "`e-mail` that the person before you gives: was it issued to her?")
	s.StringVar(&f.trust, "trust", "", "`file` that lists the issuers you know")
	s.StringVar(&f.language, "lang", "", "`language` of the answer: en or it (default: that of your system)")
	s.BoolVar(&f.live, "live", false, "compare what the host of your site serves with what build makes")
	s.BoolVar(&f.offline, "offline", false, "ask nobody: judge by what is in the files")
	s.BoolVar(&f.proxy, "use-proxy", false, "ask through the proxy that HTTPS_PROXY names")
	s.BoolVar(&f.development, "insecure-dev", false, "for trying out: ask this very machine, and no other, also over http")
	s.BoolVar(&f.personal, "show-personal", false, "print e-mail addresses in full")
	return c
}

// verify judges what was named.
func (a *app) verify(ctx context.Context, f *verifyFlags, args []string) error {
	if len(args) == 0 {
		return errors.New("say what to verify: a file, an address, a folder, or - for standard input\n  this works: sealpress verify badge.png")
	}
	if slices.ContainsFunc(args, func(arg string) bool { return strings.TrimSpace(arg) == "" }) {
		return errors.New("an empty name stands where a file, an address or a folder belongs\n  this works: sealpress verify badge.png")
	}
	if i := slices.IndexFunc(args, isAddress); f.offline && i >= 0 {
		return fmt.Errorf("%s cannot be asked with --offline\n  this works: sealpress verify %s", report.Mask(diag.Clean(args[i])), report.Mask(diag.Clean(args[i])))
	}
	if i := slices.Index(args, "-"); i >= 0 && slices.Contains(args[i+1:], "-") {
		return errors.New("standard input can be read once: name - once\n  this works: sealpress verify -")
	}
	t, err := a.trial(f)
	if err != nil {
		return err
	}
	defer t.close()
	t.several = len(args) > 1
	if err := t.start(); err != nil {
		return err
	}
	for _, arg := range args {
		if err := t.judge(ctx, arg); err != nil {
			return err
		}
	}
	return t.end()
}

// trial is one run of verify: what it judges with, and what came of it.
type trial struct {
	*app
	*verifyFlags
	words   report.Words
	fetcher *fetch.Fetcher // nil with --offline
	several bool           // one line for each that is valid
	out     verdicts
	summary report.Summary
	ended   int // credentials that somebody gave that are revoked or expired
	honest  int // those of a site: it says so itself
	wrong   int // documents of sites that stand elsewhere than they say, and awards that contradict themselves
}

// trial reads the flags and all that they name.
func (a *app) trial(f *verifyFlags) (*trial, error) {
	t := &trial{app: a, verifyFlags: f}
	f.recipient = strings.TrimSpace(f.recipient)
	if f.recipient != "" && (!strings.Contains(f.recipient, "@") || strings.ContainsAny(f.recipient, " \t")) {
		return nil, errors.New("--recipient: expected an e-mail address\n  this works: sealpress verify badge.png --recipient ada@example.org")
	}
	if f.offline && (f.live || f.proxy || f.development) {
		return nil, errors.New("--offline asks nobody, and --live, --use-proxy and --insecure-dev are about asking: leave one out\n  this works: sealpress verify badge.png --offline")
	}
	if f.language == "" {
		f.language = a.systemLanguage()
	} else if !slices.Contains(verify.Languages(), f.language) {
		return nil, fmt.Errorf("--lang %q: expected %s\n  this works: sealpress verify badge.png --lang %s", f.language, strings.Join(verify.Languages(), " or "), verify.Languages()[0])
	}
	t.words.Language = f.language
	if f.trust != "" {
		text, err := a.read(f.trust, trust.MaxSize)
		if err != nil {
			return nil, err
		}
		known, findings := trust.Parse(shown(f.trust), text)
		if len(findings) > 0 {
			printer := diag.Printer{Text: func(string) string { return string(text) }, Color: a.colored(a.errTerminal)}
			if err := printer.Print(a.stderr, findings); err != nil {
				return nil, err
			}
			return nil, fmt.Errorf("%s cannot be used: mend it first", shown(f.trust))
		}
		t.words.Trust = known
	}
	if !f.offline {
		t.fetcher = a.newFetcher(f)
	}
	if f.proxy {
		a.talk("%s\n", t.words.Proxied())
	}
	t.out = t.printer()
	return t, nil
}

// newFetcher returns what asks addresses, behind its guard.
func (a *app) newFetcher(f *verifyFlags) *fetch.Fetcher {
	to := &fetch.Fetcher{Timeout: patience, UserAgent: "Sealpress/" + version, Loopback: f.development}
	if f.proxy {
		to.Proxy = http.ProxyFromEnvironment
	}
	if a.internet != nil {
		a.internet(to)
	}
	return to
}

func (t *trial) close() {
	if t.fetcher != nil {
		t.fetcher.Close()
	}
}

// verifier returns a verifier; site stands in for the network at its own
// address, or is nil.
func (t *trial) verifier(site *verify.Site) *verify.Verifier {
	v := &verify.Verifier{Now: t.now(), Recipient: t.recipient, Patience: longest, Trust: t.words.Trust, Site: site}
	if t.fetcher != nil {
		v.Fetch = t.question
	}
	return v
}

// question puts a question of the verifier to the network.
func (t *trial) question(ctx context.Context, q verify.Question) (*verify.Answer, error) {
	r := fetch.Request{URL: q.URL}
	switch path, _, _ := strings.Cut(strings.ToLower(q.URL), "?"); {
	case q.Keys:
		r = fetch.KeyDocument(q.URL)
	case strings.HasSuffix(path, ".png"), strings.HasSuffix(path, ".svg"):
		r.MaxBytes = verify.MaxPicture
	}
	a, err := t.fetcher.Do(ctx, r)
	switch {
	case errors.Is(err, fetch.ErrRefused):
		return nil, fmt.Errorf("%w: %w", verify.ErrRefused, err)
	case errors.Is(err, fetch.ErrTooLarge):
		return nil, fmt.Errorf("%w: %w", verify.ErrLarge, err)
	case err != nil:
		return nil, err
	}
	return &verify.Answer{URL: a.URL, Status: a.Status, ContentType: a.ContentType, Body: a.Body, Hops: a.Hops}, nil
}

// systemLanguage is the language that the system is set to, where verdicts are
// said in it.
func (a *app) systemLanguage() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := a.env(name); value != "" {
			language, _, _ := strings.Cut(strings.ToLower(value), "_")
			language, _, _ = strings.Cut(language, ".")
			if slices.Contains(verify.Languages(), language) {
				return language
			}
			break
		}
	}
	return verify.Languages()[0]
}

// isAddress tells an address from the name of a file.
func isAddress(arg string) bool {
	lower := strings.ToLower(arg)
	return strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://")
}

// end prints what is left to be said, and returns the exit status.
func (t *trial) end() error {
	if err := t.out.end(&t.summary); err != nil {
		return err
	}
	if t.honest > 0 {
		t.talk("%s\n", t.words.Honest())
	}
	switch {
	case t.summary.NotValid+t.ended+t.wrong > 0:
		return exit{status: exitFindings}
	case t.summary.CannotTell > 0:
		return exit{status: exitCannotTell}
	}
	return nil
}

// missingFile explains that an argument names nothing.
func missingFile(arg string, err error) error {
	if errors.Is(err, os.ErrNotExist) && strings.Contains(arg, ".") && strings.Contains(arg, "/") {
		return fmt.Errorf("reading %s: no such file\n  if it is an address, write https:// before it", diag.Clean(arg))
	}
	return fmt.Errorf("reading %s: %w", diag.Clean(arg), causeOf(err))
}
