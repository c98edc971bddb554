package keyring

import (
	"slices"
	"strings"
)

// quoted puts a path with a space in quotes, for every shell.
func quoted(name string) string {
	if strings.Contains(name, " ") {
		return `"` + name + `"`
	}
	return name
}

// strangers reports whether an access list of Windows, as text (Security
// Descriptor Definition Language), lets anybody in but the owner, the system
// and administrators. A descriptor without a list lets everybody in.
func strangers(sddl, owner string) bool {
	_, list, there := strings.Cut(sddl, "D:")
	if !there || strings.HasPrefix(list, "NO_ACCESS_CONTROL") {
		return true
	}
	list, _, _ = strings.Cut(list, "S:")
	known := []string{owner, "SY", "BA", "OW", "CO", "S-1-5-18", "S-1-5-32-544", "S-1-3-0", "S-1-3-4"}
	for entry := range strings.SplitSeq(list, "(") {
		fields := strings.Split(strings.TrimRight(entry, ") "), ";") // type;flags;rights;object;inherited;who
		if len(fields) < 6 {
			continue // the flags before the first entry
		}
		allows := strings.HasPrefix(fields[0], "A") || strings.HasPrefix(fields[0], "X") || strings.HasPrefix(fields[0], "O")
		if allows && !slices.Contains(known, fields[5]) {
			return true
		}
	}
	return false
}
