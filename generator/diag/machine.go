package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/sealpress/sealpress/generator/source"
)

// jsonFinding is the stable form of a finding for machines.
type jsonFinding struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	source.Pos
	Message string   `json:"message"`
	Mend    string   `json:"mend,omitempty"`
	See     []string `json:"see,omitempty"`
	Reason  string   `json:"reason,omitempty"` // why it is set aside
}

// PrintJSON writes all findings as one JSON object: {"findings": […],
// "setAside": […], "errors": n, "warnings": n, "notes": n}. What is set aside
// is not counted. Members are only ever added.
func PrintJSON(w io.Writer, findings []Finding) error {
	out := struct {
		Findings []jsonFinding `json:"findings"`
		SetAside []jsonFinding `json:"setAside"`
		Errors   int           `json:"errors"`
		Warnings int           `json:"warnings"`
		Notes    int           `json:"notes"`
	}{Findings: []jsonFinding{}, SetAside: []jsonFinding{}}
	for _, f := range findings {
		j := jsonFinding{f.Rule, f.Severity, f.Pos, f.Message, f.Mend, f.See, f.Aside}
		if f.Aside != "" {
			out.SetAside = append(out.SetAside, j)
			continue
		}
		out.Findings = append(out.Findings, j)
		switch f.Severity {
		case Error:
			out.Errors++
		case Warning:
			out.Warnings++
		case Note:
			out.Notes++
		}
	}
	return writeJSON(w, out)
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// PrintGitHub writes findings as workflow commands, which GitHub shows beside
// the lines of a pull request.
func PrintGitHub(w io.Writer, findings []Finding) error {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for _, f := range findings {
		if f.Aside != "" {
			continue // it is not to be seen beside the lines
		}
		level := f.Severity.String()
		if f.Severity == Note {
			level = "notice"
		}
		text := Clean(f.Message)
		if f.Mend != "" {
			text += "\nmend: " + Clean(f.Mend)
		}
		where := "file=" + property.Replace(f.Pos.File)
		if f.Pos.Line > 0 {
			where += fmt.Sprintf(",line=%d", f.Pos.Line)
		}
		if f.Pos.Column > 0 {
			where += fmt.Sprintf(",col=%d", f.Pos.Column)
		}
		if _, err := fmt.Fprintf(w, "::%s %s,title=%s::%s\n", level, where, property.Replace(f.Rule), data.Replace(text)); err != nil {
			return err
		}
	}
	return nil
}

// PrintSARIF writes findings as SARIF 2.1.0 (OASIS, 2020), which code hosts
// and editors read. rules documents the rules that findings name.
func PrintSARIF(w io.Writer, findings []Finding, rules []Rule, version string) error {
	type text struct {
		Text string `json:"text"`
	}
	type region struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	type location struct {
		PhysicalLocation struct {
			ArtifactLocation struct {
				URI string `json:"uri"`
			} `json:"artifactLocation"`
			Region *region `json:"region,omitempty"`
		} `json:"physicalLocation"`
	}
	type suppression struct {
		Kind          string `json:"kind"` // inSource
		Justification string `json:"justification"`
	}
	type result struct {
		RuleID    string     `json:"ruleId"`
		Level     string     `json:"level"`
		Message   text       `json:"message"`
		Locations []location `json:"locations"`

		Suppressions []suppression `json:"suppressions,omitempty"`
	}
	type rule struct {
		ID               string `json:"id"`
		ShortDescription text   `json:"shortDescription"`
		FullDescription  text   `json:"fullDescription"`
		Help             text   `json:"help"`
	}
	type driver struct {
		Name    string `json:"name"`
		Version string `json:"version,omitempty"`
		Rules   []rule `json:"rules"`
	}
	type run struct {
		Tool struct {
			Driver driver `json:"driver"`
		} `json:"tool"`
		ColumnKind string   `json:"columnKind"`
		Results    []result `json:"results"`
	}
	r := run{ColumnKind: "unicodeCodePoints", Results: []result{}}
	r.Tool.Driver = driver{Name: "Sealpress", Version: version, Rules: []rule{}}
	for _, d := range rules {
		r.Tool.Driver.Rules = append(r.Tool.Driver.Rules, rule{d.ID, text{d.Title}, text{d.Why}, text{d.Mend}})
	}
	for _, f := range findings {
		message := f.Message
		if f.Mend != "" {
			message += ". Mend: " + f.Mend
		}
		res := result{RuleID: f.Rule, Level: f.Severity.String(), Message: text{Clean(message)}, Locations: make([]location, 1)}
		res.Locations[0].PhysicalLocation.ArtifactLocation.URI = f.Pos.File
		if f.Pos.Line > 0 {
			res.Locations[0].PhysicalLocation.Region = &region{f.Pos.Line, f.Pos.Column}
		}
		if f.Aside != "" {
			res.Suppressions = []suppression{{"inSource", Clean(f.Aside)}}
		}
		r.Results = append(r.Results, res)
	}
	return writeJSON(w, map[string]any{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": []run{r}})
}
