package theme

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// suggest returns a mend: the known word nearest to one that is not, or all
// of them where none is near and they are few. Words are shown with format.
func suggest(word string, known []string, format, all string) string {
	best, least := "", len(word)
	for _, k := range known {
		d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(k))
		if d < least {
			best, least = k, d
		}
	}
	if best != "" && least <= max(2, len(word)/3) {
		return "did you mean " + fmt.Sprintf(format, best) + "?"
	}
	if len(known) == 0 || len(known) > 40 {
		return ""
	}
	shown := make([]string, len(known))
	for i, k := range known {
		shown[i] = fmt.Sprintf(format, k)
	}
	return all + strings.Join(shown, ", ")
}
