package theme

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The list of functions is what templates have.
func TestFunctions(t *testing.T) {
	var listed []string
	for _, f := range Functions() {
		listed = append(listed, f.Name)
		if !strings.Contains(f.Example, f.Name+" ") {
			t.Errorf("the example of %s does not show it: %s", f.Name, f.Example)
		}
	}
	slices.Sort(listed)
	if diff := cmp.Diff(slices.Sorted(maps.Keys((&speech{}).functions(nil, ""))), listed); diff != "" {
		t.Errorf("functions (-templates have +listed):\n%s", diff)
	}
}
