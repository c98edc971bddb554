package generator

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/sealpress/sealpress/generator/check"
	"github.com/sealpress/sealpress/generator/load"
)

// Against compares what was read with a former state of the content folder
// and adds a finding for each promise that would be broken: an address that
// vanishes, or something that changes though it was awarded. name says which
// state that was, for messages.
func Against(ctx context.Context, r *Result, former fs.FS, name string) error {
	old, err := load.Dir(ctx, former, "content")
	if err != nil {
		return fmt.Errorf("loading content at %s: %w", name, err)
	}
	return check.Against(ctx, r.Content, old, name)
}
