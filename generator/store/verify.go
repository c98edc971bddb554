package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"path"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/diag"
)

// Verify reads everything and reports what is not as it was written, with the
// first bad line of each file.
func (s *Store) Verify(ctx context.Context, report *diag.Report) error {
	return s.VerifyRuns(ctx, s.Runs(), report)
}

// VerifyRuns is Verify for some of the runs.
func (s *Store) VerifyRuns(ctx context.Context, runs []*Run, report *diag.Report) error {
	for _, run := range runs {
		for i, name := range run.Segments {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if _, err := s.readFile(run, name); err == nil {
				continue
			} else if line, award := s.firstBad(run, int32(i)); line > 0 {
				report.Add(s.damage(run.Name+"/"+name, line, "the record of %s is not what was written", award))
			} else {
				report.Add(s.damage(run.Name+"/"+name, 0, "%v", err))
			}
		}
		for _, name := range run.Lists {
			if _, err := s.readFile(run, name); err != nil {
				report.Add(s.damage(run.Name+"/"+name, 0, "%v", err))
			}
		}
		s.strangers(run, report)
	}
	return nil
}

// firstBad returns the number of the first line of a segment that is not what
// was written.
func (s *Store) firstBad(run *Run, segment int32) (line int, award badge.Key) {
	n := 0
	for r := range s.Records() {
		if s.Run(r) != run || r.segment != segment {
			continue
		}
		n++
		if _, err := s.readText(r); err != nil {
			return n, r.Award
		}
	}
	return 0, ""
}

// strangers reports files in a run's folder that the run does not name.
func (s *Store) strangers(run *Run, report *diag.Report) {
	entries, err := fs.ReadDir(s.fsys, path.Join(Folder, run.Name))
	if err != nil {
		report.Add(s.damage(run.Name, 0, "the folder cannot be read: %v", cause(err)))
		return
	}
	for _, e := range entries {
		if _, known := run.Files[e.Name()]; !known && e.Name() != manifest {
			f := s.damage(run.Name+"/"+e.Name(), 0, "the run does not know this file")
			f.Rule, f.Mend = "store-stranger", "remove it: rm "+s.shown(run.Name+"/"+e.Name())
			report.Add(f)
		}
	}
}

// Look is what a run's folder looks like from outside: the digest of its
// description, which holds that of every file, and of each file in it the name,
// size and time.
type Look [32]byte

// LookAt returns the look of a run. What was changed and given its former size
// and time looks the same.
func (s *Store) LookAt(run *Run) (Look, error) {
	entries, err := fs.ReadDir(s.fsys, path.Join(Folder, run.Name))
	if err != nil {
		return Look{}, fmt.Errorf("reading the folder of %s: %w", run.Name, cause(err))
	}
	look := fmt.Appendf(nil, "%s\t%s\n", run.Name, run.Sum)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			return Look{}, fmt.Errorf("looking at %s of %s: %w", e.Name(), run.Name, cause(err))
		}
		look = fmt.Appendf(look, "%s\t%v\t%d\t%d\n", e.Name(), info.Mode().Type(), info.Size(), info.ModTime().UnixNano())
	}
	return sha256.Sum256(look), nil
}
