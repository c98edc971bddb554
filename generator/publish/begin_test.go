package publish

import (
	"os"
	"testing"
)

// A folder that goes while the plan is made is not taken for published.
func TestFolderThatGoesMeanwhile(t *testing.T) {
	o := folder(t)
	must(t, sample(), o)
	opened, err := Begin(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if err := <-opened.looked; err != nil { // closed: it was looked at
		t.Fatal(err)
	}
	if err := os.RemoveAll(o.Out); err != nil {
		t.Fatal(err)
	}
	if _, err := opened.Publish(t.Context(), sample().plan(nil), o); err == nil && len(read(t, o.Out)) == 0 {
		t.Error("nothing is there, and it is said to be published")
	}
}
