// Command sealpress-bench measures how fast Sealpress is, on sites that it
// makes itself, beside what others take for the same.
//
//	go run ./cmd/sealpress-bench                      # 1,000 awards, five rounds
//	go run ./cmd/sealpress-bench -n 10000 -runs 3
//	go run ./cmd/sealpress-bench -n 1000000 -runs 1 -outputs html,ob2,ob3 -dir /var/tmp
//
// It is run in the repository: the program is built once and run as people run
// it, and the definitions of the sample site are those of the synthetic one.
// Each round begins with the same fresh site and goes through the cases in
// order, so what is compared was measured side by side. The table shows the
// median of each case.
//
// Beside Sealpress stand, where they are installed: Hugo, making N pages in two
// formats; @digitalbazaar/vc, signing; and the floor, a Go program that does
// nothing but write files of the same names and lengths.
//
// Processor time is that of the whole process, user and system; peak memory
// the largest resident set, as the kernel counts it. What was written is
// counted on disk, by the times of the files.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "sealpress-bench:", err)
		os.Exit(1)
	}
}

// settings are the flags.
type settings struct {
	awards  int
	runs    int
	dir     string // under which everything is made
	only    string // names of cases, separated by commas; empty: all
	outputs string // as under outputs in site.yaml, separated by commas; empty: all
}

func run(ctx context.Context) (err error) {
	var set settings
	var floor string
	flag.IntVar(&set.awards, "n", 1000, "how many `awards` the site has")
	flag.IntVar(&set.runs, "runs", 5, "how many rounds, of which the median is shown")
	flag.StringVar(&set.dir, "dir", memoryFolder(), "`folder` under which the sites are made, and removed again")
	flag.StringVar(&set.only, "only", "", "`cases` to measure, separated by commas (default all): "+strings.Join(caseNames(), ", "))
	flag.StringVar(&set.outputs, "outputs", "", "`forms` to publish, separated by commas, as in site.yaml (default all)")
	flag.StringVar(&floor, "floor", "", "used by the program itself: write what the `list` says, and nothing else")
	flag.Parse()
	if floor != "" {
		return writeFloor(floor)
	}
	if set.awards < leastAwards || set.runs < 1 || flag.NArg() > 0 {
		return fmt.Errorf("expected at least %d awards, one round and no further words\n  this works: sealpress-bench -n 1000 -runs 5", leastAwards)
	}
	dir, err := os.MkdirTemp(set.dir, "sealpress-bench-")
	if err != nil {
		return fmt.Errorf("making a folder for the sites: %w", err)
	}
	defer func() {
		if gone := os.RemoveAll(dir); err == nil {
			err = gone
		}
	}()
	b, err := newBench(ctx, set, dir)
	if err != nil {
		return err
	}
	for i := range set.runs {
		fmt.Fprintf(os.Stderr, "round %d of %d\n", i+1, set.runs)
		if err := b.round(ctx); err != nil {
			return err
		}
	}
	b.print(os.Stdout)
	return nil
}

// memoryFolder is a folder in memory where the system has one, so that the
// disk is not what is measured.
func memoryFolder() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return os.TempDir()
}

// build makes the program that is measured.
func build(ctx context.Context, dir string) (string, error) {
	program := filepath.Join(dir, "sealpress.exe") // the ending matters on Windows alone
	c := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", program, "./cmd/sealpress")
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building sealpress, which needs Go and is done in the repository: %w\n%s", err, out)
	}
	return program, nil
}
