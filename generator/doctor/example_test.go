package doctor_test

import (
	"fmt"
	"time"

	"github.com/sealpress/sealpress/generator/doctor"
)

// What is unwell comes most urgent first, with its mend.
func Example() {
	r := doctor.Examine(&doctor.Facts{
		Now:     time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC),
		Content: doctor.Content{Warnings: 3, Waiting: doctor.Waiting{Bits: 2}},
	})
	for _, f := range r.Findings {
		fmt.Printf("%s: %s\n  mend: %s\n", f.Severity, f.Message, f.Mend[0])
	}
	// Output:
	// error: 2 withdrawals are missing in the signed status lists, so verifiers still take the credential for valid
	//   mend: sealpress publish, then put the site online
	// note: the content has 3 warnings
	//   mend: sealpress check says where; what is meant to be so is set aside with allow: and the reason
}

// A workflow file is read for what it does with the key and the site.
func ExampleReadWorkflow() {
	w := doctor.ReadWorkflow(".github/workflows/publish.yml", `
jobs:
  build:
    steps:
      - uses: actions/upload-pages-artifact@v5
        with:
          path: public
      - uses: actions/deploy-pages@v5
`)
	fmt.Println(w.Pages, "leaves out .well-known:", w.Dots)
	// Output: GitHub Pages leaves out .well-known: true
}

// A file of settings names a secret, and does not hold it.
func ExampleCredential() {
	fmt.Println(doctor.Credential("NETLIFY_AUTH_TOKEN: ${{ secrets.NETLIFY_AUTH_TOKEN }}"))
	fmt.Println(doctor.Credential("[deploy]\nNETLIFY_AUTH_TOKEN = \"Zk3vQ9mP2sT8wX4b\""))
	// Output:
	//  0
	// a password or token 2
}
