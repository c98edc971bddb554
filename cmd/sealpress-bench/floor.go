package main

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// floor measures a program that writes files of the same names and lengths as
// those of a folder, one after another: what no publisher of files can beat by
// much. It is this program, called with -floor.
func (b *bench) floor(ctx context.Context, like string) (cost, error) {
	list, to := filepath.Join(b.dir, "floor.txt"), filepath.Join(b.dir, "floor")
	if err := listFiles(list, like, to); err != nil {
		return cost{}, fmt.Errorf("listing what was published: %w", err)
	}
	if err := os.RemoveAll(to); err != nil {
		return cost{}, err
	}
	self, err := os.Executable()
	if err != nil {
		return cost{}, err
	}
	took, err := measure(exec.CommandContext(ctx, self, "-floor", list), to)
	if err != nil {
		return cost{}, err
	}
	return took, os.RemoveAll(to)
}

// listFiles writes the length of each file below a folder and the name that
// it would have below another one.
func listFiles(list, like, to string) error {
	f, err := os.Create(list)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	err = filepath.WalkDir(like, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		below, err := filepath.Rel(like, name)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "%d %s\n", info.Size(), filepath.Join(to, below))
		return err
	})
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// writeFloor writes the files of a list. What is in them does not matter to
// the file system.
func writeFloor(list string) error {
	f, err := os.Open(list)
	if err != nil {
		return err
	}
	defer f.Close()
	text := []byte(strings.Repeat("The quick brown fox jumps over the lazy dog.\n", 1<<15))
	last := ""
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		number, name, _ := strings.Cut(lines.Text(), " ")
		length, err := strconv.Atoi(number)
		if err != nil {
			return err
		}
		for len(text) < length {
			text = append(text, text...)
		}
		if dir := filepath.Dir(name); dir != last {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			last = dir
		}
		if err := os.WriteFile(name, text[:length], 0o644); err != nil {
			return err
		}
	}
	return lines.Err()
}
