package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/doctor"
	"github.com/sealpress/sealpress/generator/fetch"
	"github.com/sealpress/sealpress/generator/survey"
	"github.com/sealpress/sealpress/generator/verify"
)

// network looks at what is online, as verify --live does, and whether everybody
// can read the repository.
func (e *examination) network(ctx context.Context) error {
	if !e.live {
		e.missed("online", "nobody was asked; with the network: sealpress doctor --live")
		return nil
	}
	t, err := e.trial(&verifyFlags{live: true, language: verify.Languages()[0]})
	if err != nil {
		return err
	}
	defer t.close()
	t.fetcher.Timeout = slowest
	if err := e.openToAll(ctx, t.fetcher); err != nil {
		return err
	}
	if !e.checks.OK {
		e.missed("online", "the content has errors, so there is nothing to compare with")
		return nil
	}
	at := e.checks.Passed.Site()
	if err := t.fetcher.Check(at.String()); err != nil {
		why := err.Error()
		if f := (*fetch.Error)(nil); errors.As(err, &f) {
			why = f.Why
		}
		e.missed("online", "%s is not asked: %s", at, why)
		return nil
	}
	config, done, err := e.open()
	defer done()
	if err != nil {
		return err
	}
	config.Program = program()
	r, plan, err := generator.Plan(ctx, config)
	if err != nil || !r.OK {
		return err
	}
	var random [8]byte
	if _, err := io.ReadFull(e.random, random[:]); err != nil {
		return fmt.Errorf("making up an address that cannot exist: %w", err)
	}
	progress, finish := e.progress("files")
	found, err := survey.Live(ctx, survey.Host{Plan: plan, Address: at, Ask: t.fetcher.Do, Random: hex.EncodeToString(random[:]), Progress: progress})
	finish()
	if err != nil {
		return err
	}
	e.online = served(found)
	judged := 0
	if found.Asked > 0 {
		for _, at := range examples(r.Passed) {
			v, err := t.alone(ctx, verify.Input{URL: at})
			if err != nil {
				return err
			}
			if judged++; v.Outcome != verify.Valid {
				e.facts.Remote.Judged = append(e.facts.Remote.Judged, at+": "+strings.ReplaceAll(v.Outcome.String(), "-", " "))
			}
		}
	}
	e.saw("online", "%s: %s asked for, %s served as built; %s judged as a stranger would", at, count(found.Asked, "file"), grouped(found.Same), count(judged, "award"))
	return nil
}

// served turns what is wrong with a host into findings.
func served(r *survey.Report) []doctor.Finding {
	var all []doctor.Finding
	for _, f := range r.Findings {
		message := f.Message
		if f.Evidence != "" {
			message += ": " + f.Evidence
		}
		all = append(all, doctor.Finding{Rule: f.Rule, Severity: f.Severity, Message: message, Places: append([]string{}, f.Addresses...), Count: f.Count, Mend: []string{f.Mend}})
	}
	return all
}

// openToAll asks the host of the repository, as git does before it fetches,
// and as a stranger.
func (e *examination) openToAll(ctx context.Context, f *fetch.Fetcher) error {
	if !e.facts.Git.Remote {
		return nil
	}
	at := webAddress(e.ask(ctx, "remote", "get-url", strings.Fields(e.ask(ctx, "remote"))[0]))
	if at == "" {
		e.missed("repository", "its remote has no address on the web")
		return nil
	}
	answer, err := f.Do(ctx, fetch.Request{URL: strings.TrimSuffix(at, ".git") + ".git/info/refs?service=git-upload-pack", MaxBytes: 16 << 20})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		why := err.Error()
		if f := (*fetch.Error)(nil); errors.As(err, &f) {
			why = f.Why
		}
		e.missed("repository", "%s is not known to answer: %s", at, why)
		return nil
	}
	e.facts.Remote.Address = at
	e.facts.Remote.Readable = answer.Status == 200 && (strings.HasPrefix(answer.ContentType, "application/x-git-upload-pack-advertisement") || refsList.Match(answer.Body))
	who := "strangers cannot read it"
	if e.facts.Remote.Readable {
		who = "everybody can read it"
	}
	e.saw("repository", "%s: %s", at, who)
	return nil
}

// refsList is what a host of plain files answers to git.
var refsList = regexp.MustCompile(`^[0-9a-f]{40,64}\trefs/`)

// webAddress returns the address at which a git host shows a repository to
// strangers; none where it is on no web host. Names and passwords stay out.
func webAddress(remote string) string {
	if !strings.Contains(remote, "://") { // git@host:path
		host, path, found := strings.Cut(remote, ":")
		if !found || strings.ContainsAny(host, `/\`) || !strings.Contains(host, ".") {
			return ""
		}
		remote = "ssh://" + host + "/" + strings.TrimPrefix(path, "/")
	}
	u, err := url.Parse(remote)
	if err != nil || !strings.Contains(u.Hostname(), ".") || !strings.Contains("https http ssh git", u.Scheme) {
		return ""
	}
	host := u.Hostname()
	if u.Scheme == "https" {
		host = u.Host
	}
	return (&url.URL{Scheme: "https", Host: host, Path: strings.TrimSuffix(u.Path, "/")}).String()
}
