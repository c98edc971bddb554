package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// cost is what a piece of work took and left behind.
type cost struct {
	wall  time.Duration
	cpu   time.Duration // user and system
	peak  int64         // bytes of memory; 0 where the system does not tell
	files int           // written
	bytes int64         // in them
}

// plus is the cost of one piece of work after another.
func (c cost) plus(d cost) cost {
	return cost{c.wall + d.wall, c.cpu + d.cpu, max(c.peak, d.peak), c.files + d.files, c.bytes + d.bytes}
}

// measure runs a command and counts what it wrote below some folders.
func measure(c *exec.Cmd, folders ...string) (cost, error) {
	time.Sleep(20 * time.Millisecond) // longer than the steps of any file system's clock
	start := time.Now()
	var said bytes.Buffer
	c.Stdout, c.Stderr = nil, &said
	if err := c.Run(); err != nil {
		return cost{}, fmt.Errorf("running %s: %w\n%s", c, err, said.Bytes())
	}
	took := cost{wall: time.Since(start), cpu: c.ProcessState.UserTime() + c.ProcessState.SystemTime(), peak: peakOf(c.ProcessState)}
	for _, folder := range folders {
		if err := took.count(folder, start.Add(-10*time.Millisecond)); err != nil {
			return cost{}, fmt.Errorf("counting what was written: %w", err)
		}
	}
	return took, nil
}

// count adds the files below a folder that are not older than since.
func (c *cost) count(folder string, since time.Time) error {
	return filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if !info.ModTime().Before(since) {
			c.files++
			c.bytes += info.Size()
		}
		return nil
	})
}

// sealpress is a run of the program on the site.
func (b *bench) sealpress(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, b.program, append(args, "--site", b.site)...)
	c.Env = append(os.Environ(), "SEALPRESS_PASSPHRASE="+passphrase)
	return c
}
