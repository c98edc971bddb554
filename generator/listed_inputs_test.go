package generator

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/sealpress/sealpress/generator/internal/reference"
)

// answered names, for rows of the list of bad inputs, threats and faults that
// no test names by their id, what answers them: tests, scripts, or a page of
// the documentation where the row asks for one.
func answered() map[string]string {
	return map[string]string{
		"PTH-27": "TestGuard TestListen TestPort80NeedsNoPort",

		"CSV-01": "TestTextFiles TestCSVHasNoFormulas list.txtar import_csv.txtar",
		"CSV-03": "TestTextFilesThatAreRefused",
		"CSV-05": "TestTextFiles TestTextFilesThatAreRefused",
		"CSV-07": "TestRowsOfOneWidth TestImportIsAllOrNothing import_problems.txtar",
		"CSV-09": "TestRepeats TestImportedAgain",
		"CSV-11": "TestAddresses TestProblems",
		"CSV-13": "TestMemory TestImportOfTheLargest TestUnpackedIsBounded",
		"CSV-15": "TestKilledImportIsWholeOrAbsent TestImportIsAllOrNothing",
		"CSV-17": "TestOneFileOfAwards FuzzMake import_csv.txtar",

		"PII-01": "TestAnAddressIsFoundInEveryCarrier TestAnAddressIsFoundInEveryKindOfFile build_leaks.txtar",
		"PII-05": "docs/privacy.md",
		"PII-11": "TestSampleSiteKeepsItsPromises TestPagesAreLight",

		"STA-01": "TestOnePlaceTwice status-index-twice.txtar",
		"STA-03": "TestOnePlaceTwice TestBranchesThatBothIssuedMerge",
		"STA-05": "TestIndexesOfTheStoreStay TestNewestListGoesOn",

		"LDP-03": "TestContextsArePinned TestCompiledInContextsStay",
		"LDP-19": "TestNumbers TestNumbersOfTheRFC",
		"LDP-21": "TestVerifiersOfOthers TestVectors TestSuite",

		"DID-01": "TestTLS TestNoTLS TestKeyDocuments",

		"NET-01": "TestSpecialAddresses TestPrivateNames",
		"NET-03": "TestSpecialAddresses TestPublicAddresses TestControlAtTheSocket",
		"NET-05": "TestMixedAnswer TestRebinding",
		"NET-09": "TestEnvironmentNamesAProxy TestProxy TestThroughProxy",
		"NET-11": "TestBodies TestBodyLimit TestEndlessOverTheNetwork FuzzBody",
		"NET-13": "TestTLS TestNoTLS",
		"NET-25": "TestPageAgreesWithTheEngine TestPageAgreesAboutWhatWasTamperedWith TestPageAgreesAboutOddTokens TestPageAgreesAboutForeignFiles",

		"HST-01": "TestLiveFindings TestFilesAreReadableByAWebServer",
		"HST-03": "TestLiveFindings TestMendOfKeys",
		"HST-05": "TestLiveFindings TestEveryVariantKeepsItsPromises",
		"HST-09": "TestLiveFindings TestPublicIsReproduced", // public/.nojekyll
		"HST-11": "TestLiveFindings TestStates",
		"HST-13": "TestALostAddressStopsTheRun build_lost.txtar",
		"HST-15": "TestStores",
		"HST-17": "TestLiveCached",
		"HST-19": "TestContentCannotRunScript TestTemplatesPutNoValueIntoCode",

		"T01": "TestContentCannotRunScript TestMarkdownCannotRunScript TestTemplatesPutNoValueIntoCode FuzzRender FuzzSVG",
		"T02": "TestBadNames TestSymbolicLinks TestOpenedFileIsJudged",
		"T03": "TestBadFiles TestCostOfHostileInput",
		"T04": "TestWorkflowsTrustNoPullRequest TestWithoutAKeyNothingIsSigned inputs_keys.txtar",
		"T05": "TestIssueAsks TestImportAsks award-approval-missing.txtar",
		"T06": "TestOthersCanUseIt TestStoreOutside TestAKeyIsFoundInEveryCarrier key_content.txtar doctor_keys.txtar",
		"T08": "TestOneByteChanged TestCheckAudits issued-award-changed.txtar",
		"T09": "TestAnAddressIsFoundInEveryCarrier TestPreviewsNameNobodyWhoIsUnlisted build_leaks.txtar",
		"T10": "TestIndexesAtRandom TestPreviewsNameNobodyWhoIsUnlisted TestStores inputs_learners.txtar",
		"T11": "TestSpecialAddresses TestRebinding TestRedirects FuzzCheck",
		"T13": "TestTokens TestProofs TestStatusLists FuzzToken",
		"T14": "TestTrust verify_trust.txtar",
		"T15": "TestStatusLists TestLiveCached",
		"T17": "TestCompromisedKeyIsReplaced TestCompromisedKeySignsNoLists key_retire.txtar decide_signed_by.txtar",
		"T18": "TestTrust TestDIDKey",
		"T19": "TestCloneKeepsTheStore import_openbadges.txtar docs/leaving.md",
		"T20": "TestTwoIssueAtOnce TestBranchesThatBothIssuedMerge TestOneRunAtATime",
		"T21": "TestKilledAtAnyInstantEveryFileIsWhole TestAFullDiskLeavesTheOldSite TestKilledIssueIsWholeOrAbsent",
		"T22": "TestArchitecture TestContextsArePinned SECURITY.md",
		"T23": "TestGuard TestListen TestBar",
		"T24": "TestTextIsCleaned TestBadNames TestBadFiles",
		"T25": "TestImportIsAllOrNothing TestRepeats TestImportAsks import_problems.txtar",
		"T26": "TestClock TestMoments inputs_days.txtar",

		"F07": "TestManyRunsAtOnceLeaveOneWholeSite TestOneRunAtATime TestTwoIssueAtOnce build_locked.txtar",
		"F15": "TestClock TestMoments",
		"F16": "TestOverflow",
		"F17": "TestPolls TestPollsFromThenOn",
		"F18": "TestStorms",
		"F21": "TestADamagedMemoryNeverChangesTheOutput",
		"F22": "TestRunLost TestLineDamaged",
		"F23": "TestOneByteChanged TestDamage",
		"F24": "TestBranchesThatBothIssuedMerge TestOnePlaceTwice",
		"F25": "inputs_keys.txtar",
		"F29": "TestAFrozenSiteStillBuildsToTheSameCredentials TestDamage",
		"F30": "TestCloneKeepsTheStore TestAFileSystemThatDecomposesNamesIsUnderstood TestAFileSystemThatIgnoresCaseIsUnderstood",
		"F31": "TestInterruptedBuildLeavesTheOldSite TestInterruptedIssueLeavesTheStore",
		"F32": "BenchmarkBuild",
	}
}

// later lists the rows about what is not built, or not as the row says, with
// the reason.
func later() map[string]string {
	return map[string]string{}
}

// Every row of the list of bad inputs, threats and faults is named by a test,
// answered by one that is named here, or waits for a reason. The list is no
// part of the repository: it lies beside the published standards.
func TestEveryListedRowIsAnswered(t *testing.T) {
	named, there := testsOfTheHouse(t)
	for row, by := range answered() {
		for _, name := range strings.Fields(by) {
			if _, err := os.Stat(filepath.Join("..", name)); err != nil && !there[name] {
				t.Errorf("%s is answered by %s, which is not here", row, name)
			}
		}
	}
	for row := range later() {
		if named[row] || answered()[row] != "" {
			t.Errorf("%s waits for a later day, and is tested today: take it off that list", row)
		}
	}
	list := listOfBadInputs(t)
	rows := listedRow.FindAllStringSubmatch(list, -1)
	if len(rows) < 100 {
		t.Fatalf("the list has %d rows: it is not written as it was", len(rows))
	}
	counts, listed := map[string]int{}, map[string]bool{}
	for _, m := range rows {
		row := m[1]
		listed[row] = true
		switch {
		case named[row]:
			counts["named by a test"]++
		case answered()[row] != "":
			counts["answered by tests of other names"]++
		case later()[row] != "":
			counts["later"]++
		default:
			t.Errorf("no test is about %s", row)
		}
	}
	for _, row := range slices.Sorted(maps.Keys(answered())) {
		if !listed[row] {
			t.Errorf("%s is not in the list any more", row)
		}
	}
	t.Logf("%d rows: %v", len(rows), counts)
}

var (
	listedRow = regexp.MustCompile(`(?m)^\| ([A-Z]{3}-\d{2}|[TF]\d{2}) \|`)
	rowID     = regexp.MustCompile(`\b([A-Z]{3}-\d{2}|[TF]\d{2}\b)(?:[^:]|:\D|$)`) // T23:59:59 is none
	testName  = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
)

// testsOfTheHouse returns the ids that tests and scripts name, and the names of
// tests and scripts.
func testsOfTheHouse(t *testing.T) (ids, names map[string]bool) {
	t.Helper()
	ids, names = map[string]bool{}, map[string]bool{}
	for _, folder := range []string{".", "../cmd", "../release"} {
		must(t, filepath.WalkDir(folder, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(file, "_test.go") && path.Ext(file) != ".txtar" || file == "listed_inputs_test.go" {
				return err
			}
			text, err := os.ReadFile(file)
			names[filepath.Base(file)] = true
			for _, m := range testName.FindAllSubmatch(text, -1) {
				names[string(m[1])] = true
			}
			for _, id := range rowID.FindAllSubmatch(text, -1) {
				ids[string(id[1])] = true
			}
			return err
		}))
	}
	return ids, names
}

// listOfBadInputs returns the list, which lies in the folder of that of the
// published standards.
func listOfBadInputs(t *testing.T) string {
	t.Helper()
	list, err := os.ReadFile(filepath.Join(reference.Standards(t), "..", "bad-inputs.md"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the list of bad inputs is not here: set SEALPRESS_STANDARDS to the folder of standards beside which it lies")
	}
	must(t, err)
	return string(list)
}
