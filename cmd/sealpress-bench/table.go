package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// print writes the table, as Markdown that reads well as text too.
func (b *bench) print(w io.Writer) {
	fmt.Fprintf(w, "%s awards; medians of %d rounds; %s\n", grouped(b.awards), b.rounds, machine())
	fmt.Fprintf(w, "store %s bytes for each award, public %s files and %s bytes for each\n\n",
		grouped(int(b.size.store)/b.awards), decimal(float64(b.files)/float64(b.awards)), grouped(int(b.size.public)/b.awards))
	rows := [][]string{{"case", "wall, ms", "processor, ms", "peak, MiB", "files written", "MB written", "processor for each, µs"}}
	for _, l := range workloads() {
		if len(b.costs[l.name]) == 0 {
			continue
		}
		c, n := median(b.costs[l.name]), b.awards
		if l.per != nil {
			n = l.per(b)
		}
		rows = append(rows, []string{l.title, grouped(int(c.wall.Milliseconds())), grouped(int(c.cpu.Milliseconds())), mebibytes(c.peak),
			grouped(c.files), decimal(float64(c.bytes) / 1e6), grouped(int(c.cpu.Microseconds()) / n)})
	}
	writeTable(w, rows)
	fmt.Fprintln(w)
	b.ratios(w)
}

// writeTable writes rows as a Markdown table, its columns aligned: words to the
// left, numbers to the right.
func writeTable(w io.Writer, rows [][]string) {
	wide := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			wide[i] = max(wide[i], utf8.RuneCountInString(cell))
		}
	}
	for n, row := range rows {
		var line, rule strings.Builder
		for i, cell := range row {
			space := strings.Repeat(" ", wide[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				line.WriteString("| " + cell + space + " |")
				rule.WriteString("|" + strings.Repeat("-", wide[i]+2) + "|")
				continue
			}
			line.WriteString(" " + space + cell + " |")
			rule.WriteString(strings.Repeat("-", wide[i]+1) + ":|")
		}
		fmt.Fprintln(w, line.String())
		if n == 0 {
			fmt.Fprintln(w, rule.String())
		}
	}
}

// ratios sets what was measured in one round against each other.
func (b *bench) ratios(w io.Writer) {
	published := sum(b.costs["issue"], b.costs["full"])
	lines := []struct {
		what    string
		a, of   []cost
		measure func(cost) float64
	}{
		{"issue and full build : Hugo, wall", published, b.costs["hugo"], wall},
		{"full build : floor, wall", b.costs["full"], b.costs["floor"], wall},
		{"full build : floor, processor", b.costs["full"], b.costs["floor"], processor},
		{"processor of a published award : of signing one in Node", published, b.costs["node"],
			processor},
	}
	for _, l := range lines {
		if len(l.a) == 0 || len(l.a) != len(l.of) {
			continue
		}
		var all []float64
		for i := range l.a {
			of := l.measure(l.of[i])
			if l.what == lines[3].what {
				of *= float64(b.awards) / nodeSigns
			}
			all = append(all, l.measure(l.a[i])/of)
		}
		slices.Sort(all)
		fmt.Fprintf(w, "%s: %.3f\n", l.what, all[len(all)/2])
	}
}

func wall(c cost) float64      { return c.wall.Seconds() }
func processor(c cost) float64 { return c.cpu.Seconds() }

func sum(a, b []cost) []cost {
	if len(a) != len(b) {
		return nil
	}
	var all []cost
	for i := range a {
		all = append(all, a[i].plus(b[i]))
	}
	return all
}

// median takes the middle of each measure by itself.
func median(all []cost) cost {
	middle := func(value func(cost) int64) int64 {
		var values []int64
		for _, c := range all {
			values = append(values, value(c))
		}
		slices.SortFunc(values, cmp.Compare[int64])
		return values[len(values)/2]
	}
	return cost{
		wall:  time.Duration(middle(func(c cost) int64 { return int64(c.wall) })),
		cpu:   time.Duration(middle(func(c cost) int64 { return int64(c.cpu) })),
		peak:  middle(func(c cost) int64 { return c.peak }),
		files: int(middle(func(c cost) int64 { return int64(c.files) })),
		bytes: middle(func(c cost) int64 { return c.bytes }),
	}
}

// machine says on what was measured.
func machine() string {
	words := []string{fmt.Sprintf("%d processors", runtime.NumCPU()), runtime.GOOS + "/" + runtime.GOARCH, runtime.Version()}
	if data, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, after, ok := strings.Cut(string(data), "model name\t: "); ok {
			name, _, _ := strings.Cut(after, "\n")
			words = slices.Insert(words, 0, name)
		}
	}
	for _, c := range [][]string{{"hugo", "version"}, {"node", "--version"}} {
		if out, err := exec.CommandContext(context.Background(), c[0], c[1:]...).Output(); err == nil {
			fields := strings.Fields(strings.TrimPrefix(string(out), "hugo "))
			words = append(words, c[0]+" "+fields[0])
		}
	}
	return strings.Join(words, ", ")
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

func mebibytes(n int64) string {
	if n == 0 {
		return "?"
	}
	return fmt.Sprintf("%.1f", float64(n)/(1<<20))
}

func decimal(f float64) string { return fmt.Sprintf("%.1f", f) }

// grouped writes a number with commas between the thousands.
func grouped(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
