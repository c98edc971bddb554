package load

// FitsCohort reports whether a file of awards is within the limits of what is
// read, so that nobody writes one that is not.
func FitsCohort(data []byte) bool {
	return len(data) <= maxCohort && entries(string(data)) <= maxCohortEntries
}
