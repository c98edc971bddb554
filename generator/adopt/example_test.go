package adopt_test

import (
	"context"
	"fmt"
	"os"
	"testing/fstest"
	"time"

	"github.com/sealpress/sealpress/generator/adopt"
	"github.com/sealpress/sealpress/generator/load"
	"github.com/sealpress/sealpress/generator/verify"
)

// A platform that cannot be asked any more: what lies in the files is taken
// over, and marked.
func ExamplePlan() {
	ctx := context.Background()
	pile := &adopt.Pile{Ask: &adopt.Asker{}} // without a Fetch nobody is asked
	if err := pile.Folder(ctx, "academy", os.DirFS("testdata/academy")); err != nil {
		fmt.Println(err)
		return
	}
	found, err := adopt.Judge(ctx, pile, &verify.Verifier{Now: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	content, err := load.Dir(ctx, fstest.MapFS{"site.yaml": {Data: []byte("title: Mine\nurl: https://mine.example/\nseed: 0123456789abcdef0123456789abcdef\n")}}, "content")
	if err != nil {
		fmt.Println(err)
		return
	}
	site, err := adopt.ReadSite(ctx, content)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := adopt.Plan(ctx, found, site, adopt.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range plan.Rows {
		fmt.Println(r.From, r.State)
	}
	// Output:
	// academy/assertions/7.json problem
	// academy/assertions/4.json left out
	// academy/assertions/5.json left out
	// academy/assertions/1.json new
	// academy/assertions/2.json new
	// academy/assertions/3.json new
	// academy/assertions/6.json new
}
