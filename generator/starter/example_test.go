package starter_test

import (
	"fmt"

	"github.com/sealpress/sealpress/generator/starter"
)

func ExampleSite() {
	files, err := starter.Site(starter.Options{
		Title:    "Harbour Skills",
		URL:      "https://credentials.harbour.example/",
		Country:  "IE",
		Email:    "credentials@harbour.example",
		Language: "en",
		Seed:     "000102030405060708090a0b0c0d0e0f",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range files[:3] {
		fmt.Println(f.Name)
	}
	// Output:
	// content/site.yaml
	// content/issuer.md
	// content/achievements/open-workshop.md
}

func ExampleNew() {
	_, err := starter.New("badge", "First Drill", starter.NewOptions{})
	fmt.Println(err)
	// Output:
	// "First Drill" cannot be a slug: expected lower-case letters a to z and digits, in words joined by single hyphens, such as first-aid; did you mean "first-drill"?
}

func ExampleLabel() {
	fmt.Println(starter.Label(1), starter.Label(2), starter.Label(10))
	// Output: b1 b2 c1
}
