package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// nodeSigns is how many credentials the library of others signs in a round.
const nodeSigns = 200

//go:embed sign.mjs
var signScript []byte

// installNode installs the libraries as the interoperability tests lock them;
// without Node it returns no folder. The libraries are a separate folder of
// node_modules and nothing of them is in the program.
func installNode(ctx context.Context, dir string) (string, error) {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			return "", nil
		}
	}
	folder := filepath.Join(dir, "node")
	if err := os.CopyFS(folder, os.DirFS(filepath.Join("generator", "testdata", "interop"))); err != nil {
		return "", err
	}
	c := exec.CommandContext(ctx, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
	c.Dir = folder
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("installing the Node libraries: %w\n%s", err, out)
	}
	return folder, os.WriteFile(filepath.Join(folder, "sign.mjs"), signScript, 0o644)
}

// signedByNode measures the Node library on credentials of the site: one proof
// for each, of the two that Sealpress makes.
func (b *bench) signedByNode(ctx context.Context) (cost, bool, error) {
	if b.node == "" {
		return cost{}, false, nil
	}
	list := filepath.Join(b.node, "credentials.jsonl")
	if err := gatherCredentials(list, b.public()); err != nil {
		return cost{}, false, fmt.Errorf("gathering credentials: %w", err)
	}
	contexts, err := filepath.Abs(filepath.Join("generator", "standard", "jsonld", "contexts"))
	if err != nil {
		return cost{}, false, err
	}
	c := exec.CommandContext(ctx, "node", "sign.mjs", list, contexts, fmt.Sprint(nodeSigns))
	c.Dir = b.node
	var out, said bytes.Buffer
	c.Stdout, c.Stderr = &out, &said
	if err := c.Run(); err != nil {
		return cost{}, false, fmt.Errorf("signing in Node: %w\n%s", err, said.Bytes())
	}
	var took struct{ Wall, CPU int64 } // nanoseconds
	if err := json.Unmarshal(out.Bytes(), &took); err != nil {
		return cost{}, false, fmt.Errorf("reading what Node took: %w", err)
	}
	return cost{wall: time.Duration(took.Wall), cpu: time.Duration(took.CPU), peak: peakOf(c.ProcessState)}, true, nil
}

// gatherCredentials writes as many credentials of a site into one file as are
// signed, one in a line.
func gatherCredentials(list, public string) error {
	awards, err := os.Open(filepath.Join(public, "awards"))
	if err != nil {
		return err
	}
	defer awards.Close()
	names, err := awards.Readdirnames(nodeSigns)
	if err != nil {
		return err
	}
	var all bytes.Buffer
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(public, "awards", name, "credential.json"))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if err := json.Compact(&all, data); err != nil {
			return err
		}
		all.WriteByte('\n')
	}
	return os.WriteFile(list, all.Bytes(), 0o644)
}
