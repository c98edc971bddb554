package verify_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/sealpress/sealpress/generator/verify"
)

// A credential of the sample is judged from the built site on disk, which
// stands in for the network.
func ExampleVerifier_Verify() {
	site, err := verify.FindSite(os.DirFS("../../public"))
	if err != nil {
		fmt.Println(err)
		return
	}
	v := &verify.Verifier{Site: site, Now: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	verdict := v.Verify(context.Background(), verify.Input{URL: site.Address.String() + "awards/26tewxt7p4s6gka4ti7qersxey/credential.json"})
	fmt.Println(verdict.Title, "by", verdict.Issuer.Name)
	fmt.Println(verdict.Say("en"))
	fmt.Println(verdict.Say("it"))
	for _, c := range verdict.Checks {
		fmt.Println("-", c.Say("en"))
	}
	// Output:
	// Radio Listener by Harbour Skills
	// This credential is valid.
	// Questa credenziale è valida.
	// - It is a credential of a kind that is read here.
	// - It has everything that Open Badges 3.0 demands.
	// - Every word in it has a defined meaning, so all of it is covered by the signature.
	// - The key that signed it is published by the issuer.
	// - The signature is right: nothing was changed since it was signed.
	// - Who signed it is who it names as issuer.
	// - On 2026-12-01 it is valid, and it has no end.
	// - The issuer's status list is signed by the issuer.
	// - The issuer has not revoked it.
}

// A folder is judged in order, and each key and list is read once.
func ExampleVerifier_VerifyAll() {
	site, err := verify.FindSite(os.DirFS("../../public"))
	if err != nil {
		fmt.Println(err)
		return
	}
	v := &verify.Verifier{Site: site, Now: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	bad := 0
	for verdict := range v.VerifyAll(context.Background(), site.Inputs()) {
		if verdict.Outcome == verify.NotValid || verdict.Outcome == verify.CannotTell {
			bad++
		}
	}
	fmt.Println(bad, "could not be confirmed")
	// Output:
	// 0 could not be confirmed
}
