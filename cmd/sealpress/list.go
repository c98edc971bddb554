package main

import (
	"encoding/csv"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/sealpress/sealpress/generator"
	"github.com/sealpress/sealpress/generator/address"
	"github.com/sealpress/sealpress/generator/diag"
)

// row is an award as list prints it.
type row struct {
	Key         string `json:"key"`
	Name        string `json:"name"`
	Achievement string `json:"achievement"`
	Awarded     string `json:"awarded"`
	Until       string `json:"validUntil,omitempty"`
	State       string `json:"state"`
	Address     string `json:"address"`
}

func (a *app) listCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list [FILTER…]", Short: "List awards: key, name, state, address", Args: cobra.ArbitraryArgs, Annotations: map[string]string{formats: "json csv"},
		Example: "$ sealpress list first-aid revoked\n$ sealpress list --format csv > awards.csv     # for a spreadsheet",
		Long: `List prints every award whose line holds all the words of FILTER: a part of a
key, a name, an achievement, a day, a state (standing, expired, suspended,
revoked, erased) or an address.

The list names people and the addresses of unlisted pages: keep it to yourself.`,
		RunE: func(c *cobra.Command, args []string) error {
			r, done, err := a.judged(c.Context())
			defer done()
			if err != nil {
				return err
			}
			rows, err := a.rows(r, args)
			if err != nil {
				return err
			}
			return a.printRows(rows, len(args) > 0)
		},
	}
}

func (a *app) rows(r *generator.Result, filter []string) ([]row, error) {
	today := a.now().UTC().Format("2006-01-02")
	rows := []row{}
	for _, e := range r.Passed.Awards() {
		aw, err := r.Passed.Award(e)
		if err != nil {
			return nil, err
		}
		state := e.Decided.State.String()
		until := aw.Expires(e.Achievement).String()
		if state == "standing" && until != "" && until < today {
			state = "expired"
		}
		w := row{string(e.Key), aw.Recipient.Name, fmt.Sprintf("%s@%d", e.Achievement.Slug, e.Achievement.Version), aw.Awarded.String(), until, state,
			r.Passed.Site().URL(address.Award(e.ID))}
		line := strings.ToLower(strings.Join([]string{w.Key, w.Name, w.Achievement, w.Awarded, w.State, w.Address}, "\n"))
		wanted := true
		for _, f := range filter {
			wanted = wanted && strings.Contains(line, strings.ToLower(f))
		}
		if wanted {
			rows = append(rows, w)
		}
	}
	return rows, nil
}

func (a *app) printRows(rows []row, filtered bool) error {
	switch a.format {
	case "json":
		return writeJSON(a.stdout, rows)
	case "csv":
		w := csv.NewWriter(a.stdout)
		if err := w.Write([]string{"key", "name", "achievement", "awarded", "valid-until", "state", "address"}); err != nil {
			return err
		}
		for _, r := range rows {
			if err := w.Write([]string{cell(r.Key), cell(r.Name), cell(r.Achievement), r.Awarded, r.Until, r.State, r.Address}); err != nil {
				return err
			}
		}
		w.Flush()
		return w.Error()
	}
	key, name := 0, 0
	for _, r := range rows {
		key, name = max(key, len(r.Key)), max(name, min(32, utf8.RuneCountInString(diag.Clean(r.Name))))
	}
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%-*s  %-*s  %s  %-10s  %s\n", key, r.Key, name, diag.Clean(r.Name), r.Awarded, r.State, r.Address)
	}
	if _, err := fmt.Fprint(a.stdout, b.String()); err != nil {
		return err
	}
	if len(rows) == 0 && filtered {
		a.talk("no award holds all these words; sealpress list shows all\n")
		return nil
	}
	a.talk("%s\n", count(len(rows), "award"))
	return nil
}

// cell keeps a spreadsheet from taking text for a formula.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
