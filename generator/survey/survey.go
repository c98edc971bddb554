// Package survey looks at whole sites and folders, where verify looks at one
// credential.
//
// Credentials finds what is to be judged in a folder; Misplaced finds documents
// of a built site that do not stand at the address that they name. Listed finds
// the awards that a stranger's site shows to everybody. Live compares what a
// host serves with what a build makes, and says what its owner can mend:
//
//	report, err := survey.Live(ctx, survey.Host{Plan: plan, Address: at, Ask: fetcher.Do, Random: random})
//	for _, f := range report.Findings {
//		fmt.Println(f.Severity, f.Message, f.Mend)
//	}
//
// Nothing here judges a signature, and nothing is asked but through the
// function that is handed in.
package survey

import (
	"context"

	"github.com/sealpress/sealpress/generator/fetch"
)

// Ask asks an address, as the method Do of a fetch.Fetcher does.
type Ask func(context.Context, fetch.Request) (*fetch.Answer, error)
