package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
)

func (a *app) publishCommand() *cobra.Command {
	var f issueFlags
	c := &cobra.Command{
		Use: "publish", Short: "Check, issue and build in one go", Args: noNames,
		Example: "$ sealpress publish",
		Long: `Publish checks the content, issues what is new after asking, builds the site,
and says what is left to be done until it is online. It does not upload
anything. Where nothing is new it builds all the same.

Exit status: as for issue and build.`,
		RunE: func(c *cobra.Command, _ []string) error { return a.publish(c.Context(), &f) },
	}
	f.add(c)
	return c
}

func (a *app) publish(ctx context.Context, f *issueFlags) error {
	err := a.changing(func(root *os.Root) error {
		_, err := a.issue(ctx, root, f)
		return err
	})
	if err != nil {
		return err
	}
	if err := a.build(ctx, false); err != nil {
		return err
	}
	a.talk("%s", a.left(ctx))
	return nil
}

// afterIssuing says what is to be done with a run: what was issued is kept by
// git, and by nothing else.
func (a *app) afterIssuing(ctx context.Context, out *issued) string {
	if _, err := git(ctx, a.site, "rev-parse", "--show-prefix"); err != nil {
		return "keep content/issued as carefully as the content: it cannot be made again\nnext: sealpress build\n"
	}
	g := "git"
	if at := shown(a.site); at != "." {
		g += " -C " + quoted(at)
	}
	did := "Issue " + count(len(out.plan.Items), "award")
	if len(out.plan.Items) == 0 {
		did = "Sign " + count(len(out.result.Lists), "status list")
	}
	return fmt.Sprintf("next: commit it, with the content that it belongs to\n  %s add content\n  %s commit -m \"%s\"\nthen: sealpress build\n", g, g, did)
}

// left says what is still to be done until the site is online.
func (a *app) left(ctx context.Context) string {
	host := "put everything in " + shown(a.outFolder()) + "/ on your web host"
	out, err := git(ctx, a.site, "status", "--porcelain", "--untracked-files=all", "--", ".")
	if err != nil {
		return "left to do: " + host + "\n"
	}
	host += ", unless your git host does that"
	if at, err := filepath.Abs(a.outFolder()); err == nil {
		if tracked, err := git(ctx, a.site, "ls-files", "--", at); err == nil && len(tracked) > 0 {
			host = "your git host puts it online from there"
		}
	}
	if n := bytes.Count(out, []byte("\n")); n > 0 {
		return fmt.Sprintf("left to do: commit and push %s; then %s\n", count(n, "file"), host)
	}
	ahead, err := git(ctx, a.site, "rev-list", "--count", "@{upstream}..")
	if n, parsed := strconv.Atoi(strings.TrimSpace(string(ahead))); err == nil && parsed == nil && n > 0 {
		return fmt.Sprintf("left to do: push %s; then %s\n", count(n, "commit"), host)
	}
	return "left to do: nothing to commit; " + host + "\n"
}
