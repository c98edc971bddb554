package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/diag"
	"github.com/sealpress/sealpress/generator/preview"
)

const (
	servePort   = 4242
	serveOthers = 20              // further ports tried where the port was not asked for
	serveEnd    = 1 * time.Second // what answers under way are given at the end
)

func (a *app) serveCommand() *cobra.Command {
	var port int
	var open bool
	c := &cobra.Command{
		Use: "serve", Short: "Show the site in a browser, and every change at once", Args: noNames,
		Example: "$ sealpress serve\n$ sealpress serve --open\n$ sealpress serve --port 8080",
		Long: `Serve makes the site in memory and shows it to a browser on this machine. It
watches content/ and the site's themes/, and with each saved change the pages
that it concerns load again. What is wrong is shown over the last good state.

Nothing is written, and no other machine can see it: to publish, use build.
End it with Ctrl-C.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if port < 0 || port > 65535 {
				return fmt.Errorf("--port %d: expected a number from 0 to 65535\n  this works: sealpress serve --port 8080", port)
			}
			return a.serve(cmd.Context(), port, cmd.Flags().Changed("port"), open)
		},
	}
	c.Flags().IntVar(&port, "port", servePort, "port on this machine, 0 for any; where 4242 is taken, the next free one")
	c.Flags().BoolVar(&open, "open", false, "open the site in the browser")
	return c
}

func (a *app) serve(ctx context.Context, port int, asked, open bool) error {
	config, done, err := a.open()
	defer done()
	if err != nil {
		return err
	}
	config.Judged, config.LastTheme = check.NewMemory(nil, "this run"), &generator.LastTheme{}
	root, err := os.OpenRoot(a.site)
	if err != nil {
		return fmt.Errorf("opening the site: %w", err)
	}
	defer root.Close()
	folders := []string{"content"}
	if !isSealpress(root) {
		folders = append(folders, "themes")
	}
	others := serveOthers
	if asked {
		others = 0
	}
	listeners, port, err := preview.Listen(port, others)
	if err != nil {
		return fmt.Errorf("%w\n  perhaps another sealpress serve is running; take another port: sealpress serve --port %d", err, servePort+serveOthers+1)
	}
	first, good := true, false
	printed := []diag.Finding{}
	p := preview.New(preview.Config{Files: root.FS(), Dir: a.site, Folders: folders, Now: a.now,
		Build: func(ctx context.Context, content, themes fs.FS) (preview.Site, error) {
			return a.previewed(ctx, &config, content, themes)
		},
		Notice: func(text string) { a.talk("sealpress: %s\n", text) },
		Built: func(r preview.Rebuild) {
			good = good || r.Site.OK
			if !slices.EqualFunc(printed, r.Site.Findings, func(f, g diag.Finding) bool { return f.Compare(g) == 0 && f.Mend == g.Mend }) {
				printed = r.Site.Findings
				a.printFindings(r.Site)
			}
			if !first {
				a.talk("%s  %s\n", a.now().Format(time.TimeOnly), rebuildLine(r, good))
				return
			}
			first = false
			url := fmt.Sprintf("http://localhost:%d/", port)
			if r.Site.OK {
				url += strings.TrimPrefix(r.Site.Address.Base(), "/")
			}
			fmt.Fprintf(a.stdout, "%s\n", url)
			a.talk("watching %s; %s; Ctrl-C ends\n", watched(folders), rebuildLine(r, good))
			if open {
				if err := browse(url); err != nil {
					a.talk("sealpress: no browser could be opened (%v); open the address above\n", err)
				}
			}
		}})
	return a.serveUntil(ctx, p, port, listeners)
}

// serveUntil answers and follows the files until the context ends or one of
// the two fails.
func (a *app) serveUntil(ctx context.Context, p *preview.Preview, port int, listeners []net.Listener) error {
	ctx, stop := context.WithCancelCause(ctx)
	server := &http.Server{Handler: p.Handler(port), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute,
		BaseContext: func(net.Listener) context.Context { return ctx }, // streams end with it
		ErrorLog:    log.New(a.stderr, "sealpress: ", 0)}
	var all sync.WaitGroup
	for _, l := range listeners {
		all.Go(func() {
			if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				stop(fmt.Errorf("serving: %w", err))
			}
		})
	}
	err := p.Run(ctx)
	if cause := context.Cause(ctx); ctx.Err() != nil && !errors.As(cause, new(interrupted)) && !errors.Is(cause, context.Canceled) {
		err = cause
	}
	stop(nil)
	end, cancel := context.WithTimeout(context.Background(), serveEnd)
	defer cancel()
	if server.Shutdown(end) != nil {
		_ = server.Close() // who still reads has had time
	}
	all.Wait()
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// previewed builds the site that the preview shows. The next build takes over
// from c what did not change.
func (a *app) previewed(ctx context.Context, c *generator.Config, content, themes fs.FS) (preview.Site, error) {
	c.Content, c.SiteThemes, c.Today = content, themes, badge.DateOf(a.now())
	r, plan, err := generator.Plan(ctx, *c)
	if err != nil {
		return preview.Site{}, err
	}
	c.Former = r.Content
	s := preview.Site{OK: r.OK, Findings: r.Report().Findings(), Text: r.Content.Text}
	if !r.OK {
		return s, nil
	}
	s.Plan, s.Address = plan, r.Passed.Site()
	standing := sync.OnceValue(func() map[string]bool {
		ids := map[string]bool{}
		for _, e := range r.Passed.Awards() {
			ids[e.ID] = e.Decided.State == badge.Standing && e.Record == nil
		}
		return ids
	})
	s.Draft = func(id string) bool { return standing()[id] }
	return s, nil
}

func (a *app) printFindings(s preview.Site) {
	findings := s.Findings
	if a.quiet {
		findings = onlyErrors(findings)
	}
	if err := (diag.Printer{Text: s.Text, Color: a.colored(a.outTerminal)}).Print(a.stdout, findings); err != nil {
		a.talk("sealpress: printing findings: %v\n", err)
	}
}

// rebuildLine says what changed, how long it took and what was found. good
// says whether there ever was a good site.
func rebuildLine(r preview.Rebuild, good bool) string {
	var parts []string
	switch n := len(r.Changed); {
	case n == 1:
		parts = append(parts, diag.Clean(r.Changed[0]))
	case n > 1:
		parts = append(parts, fmt.Sprintf("%s and %s", diag.Clean(r.Changed[0]), count(n-1, "other change")))
	}
	parts = append(parts, r.Took.Round(time.Millisecond).String())
	var counts [3]int
	for _, f := range r.Site.Findings {
		counts[f.Severity]++
	}
	for severity, n := range counts {
		if n > 0 {
			parts = append(parts, count(n, diag.Severity(severity).String()))
		}
	}
	if len(r.Site.Findings) == 0 && r.Err == nil {
		parts = append(parts, "nothing is wrong")
	}
	switch {
	case !r.Site.OK && good:
		parts = append(parts, "the last good state is shown")
	case !r.Site.OK:
		parts = append(parts, "nothing to show yet")
	}
	return strings.Join(parts, " · ")
}

// watched names the watched folders in words.
func watched(folders []string) string {
	return strings.Join(folders, "/ and ") + "/"
}

// browse opens an address in the person's browser.
func browse(url string) error {
	var c *exec.Cmd
	switch runtime.GOOS {
	case "darwin":
		c = exec.Command("open", url)
	case "windows":
		c = exec.Command("rundll32", "url.dll,FileProtocolHandler", url)
	default:
		c = exec.Command("xdg-open", url)
	}
	if err := c.Start(); err != nil {
		return err
	}
	go func() { _ = c.Wait() }() // it may run as long as the browser
	return nil
}
