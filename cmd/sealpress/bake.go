package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator/standard/baking"
)

// Limits on what bake and unbake read; far above any badge.
const (
	maxPicture    = 32 << 20
	maxCredential = baking.MaxText
)

func (a *app) bakeCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use: "bake PICTURE CREDENTIAL", Short: "Put a credential into a picture", Args: exactly(2),
		Example: "$ sealpress bake badge.png assertion.json -o baked.png\n$ sealpress bake badge.svg credential.jwt -o baked.svg",
		Long: `Bake writes a credential (Open Badges 2.0 or 3.0, as JSON or as a compact JWS)
into a PNG or SVG. What was baked in before under the same version is replaced;
pixels and everything else stay as they are. Build bakes every award by itself;
this command is for pictures from elsewhere.`,
		RunE: func(_ *cobra.Command, args []string) error {
			if out == "" {
				return fmt.Errorf("say where the new picture goes\n  this works: sealpress bake %s %s -o baked%s", args[0], args[1], extension(args[0]))
			}
			picture, err := a.read(args[0], maxPicture)
			if err != nil {
				return err
			}
			text, err := a.read(args[1], maxCredential)
			if err != nil {
				return err
			}
			credential, err := credentialOf(text)
			if err != nil {
				return fmt.Errorf("%s: %w", args[1], err)
			}
			baked, err := baking.Bake(picture, credential)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			return a.writeFile(out, baked)
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "`file` to write")
	return c
}

func (a *app) unbakeCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use: "unbake PICTURE", Short: "Take the credential out of a picture", Args: exactly(1),
		Example: "$ sealpress unbake badge.png\n$ sealpress unbake badge.png -o assertion.json",
		Long: `Unbake prints what is baked into a PNG or SVG: one credential, or one of each
version of Open Badges, a line each. It does not say whether it is genuine.

Exit status: 0 found, 1 the picture holds none.`,
		RunE: func(_ *cobra.Command, args []string) error {
			picture, err := a.read(args[0], maxPicture)
			if err != nil {
				return err
			}
			found, err := baking.Unbake(picture)
			switch {
			case errors.Is(err, baking.ErrNone):
				return exit{exitFindings, fmt.Errorf("%s holds no credential\n  a picture alone proves nothing: ask for the link to the award's page", args[0])}
			case err != nil:
				return fmt.Errorf("%s: %w", args[0], err)
			}
			var text bytes.Buffer
			for _, c := range found {
				text.WriteString(c.Text + "\n")
			}
			if out != "" {
				return a.writeFile(out, text.Bytes())
			}
			_, err = a.stdout.Write(text.Bytes())
			return err
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "`file` to write")
	return c
}

// exactly asks for n arguments, and shows the line that would have worked.
func exactly(n int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != n {
			return fmt.Errorf("%s takes %s, found %d\n  this works: %s", c.Name(), count(n, "file"), len(args), example(c))
		}
		return nil
	}
}

func extension(name string) string {
	if strings.HasSuffix(strings.ToLower(name), ".svg") {
		return ".svg"
	}
	return ".png"
}

// read reads a file that the user named, or standard input for "-".
func (a *app) read(name string, limit int64) ([]byte, error) {
	if strings.TrimSpace(name) == "" {
		return nil, errors.New("an empty name stands where a file belongs")
	}
	var from io.Reader = a.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, causeOf(err))
		}
		defer f.Close()
		from = f
	}
	data, err := io.ReadAll(io.LimitReader(from, limit+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, causeOf(err))
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("reading %s: larger than the limit of %d bytes", name, limit)
	}
	return data, nil
}

func causeOf(err error) error {
	if pe := (*os.PathError)(nil); errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// writeFile writes a file whole: under another name first, then in place.
func (a *app) writeFile(name string, data []byte) error {
	if err := os.WriteFile(name+".new~", data, 0o644); err != nil {
		return fmt.Errorf("writing %s: %w", name, causeOf(err))
	}
	if err := os.Rename(name+".new~", name); err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", name, err), os.Remove(name+".new~"))
	}
	a.talk("%s\n", name)
	return nil
}

// credentialOf tells which version of Open Badges a text is.
func credentialOf(text []byte) (baking.Credential, error) {
	s := strings.TrimSpace(strings.TrimPrefix(string(text), "\ufeff"))
	payload := s
	if !strings.HasPrefix(s, "{") {
		claims, err := jwsPayload(s)
		if err != nil {
			return baking.Credential{}, err
		}
		payload = claims
	}
	version, err := versionOf(payload)
	return baking.Credential{Version: version, Text: s}, err
}
