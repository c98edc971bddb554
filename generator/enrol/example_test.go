package enrol_test

import (
	"context"
	"fmt"

	"github.com/sealpress/sealpress/generator/badge"
	"github.com/sealpress/sealpress/generator/enrol"
	"github.com/sealpress/sealpress/generator/intake"
	"github.com/sealpress/sealpress/generator/load"
)

func ExampleMake() {
	ctx := context.Background()
	table, err := intake.Read("cohort.csv", []byte("Nome;Cognome;E-mail\nAda;Rossi;Ada@Example.org\nBruno;Ek;bruno\n"), intake.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	folder := site() // the content folder
	content, err := load.Dir(ctx, folder, "content")
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := enrol.Make(ctx, table, enrol.Site{Catalog: content.Catalog, Awards: awards(content)}, enrol.Options{
		Languages: []string{"it"},
		Defaults:  map[enrol.Field]string{enrol.Achievement: "knots", enrol.Awarded: "2026-05-14"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := plan.Check(ctx, folder, content, badge.Date{Year: 2026, Month: 12, Day: 1}); err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range plan.Rows {
		fmt.Println(row.Name, "is", row.State)
		for _, p := range row.Problems {
			fmt.Println(" ", p.Error())
		}
	}
	fmt.Printf("%s", plan.Data)
	// Output:
	// Ada Rossi is new
	// Bruno Ek is problem
	//   cohort.csv:3, column C: not an e-mail address: "bruno"
	// achievement: knots
	// awarded: 2026-05-14
	// awards:
	//   a1:
	//     name: Ada Rossi
	//     email: ada@example.org
}
