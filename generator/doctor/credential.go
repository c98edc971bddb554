package doctor

import (
	"regexp"
	"strings"
)

// tokens are the forms of passwords that give themselves away.
var tokens = []struct {
	marks []string // one of them is in the text, else there is none
	form  *regexp.Regexp
	what  string
}{
	{[]string{"ghp_", "gho_", "ghs_", "ghu_", "github_pat_"}, regexp.MustCompile(`\b(gh[posu]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50,})\b`), "a token of GitHub"},
	{[]string{"glpat-", "gldt-"}, regexp.MustCompile(`\bgl(pat|dt)-[A-Za-z0-9_-]{20,}`), "a token of GitLab"},
	{[]string{"AKIA"}, regexp.MustCompile(`\bAKIA[A-Z2-7]{16}\b`), "an access key of Amazon Web Services"},
	{[]string{"aws_secret_access_key", "AWS_SECRET_ACCESS_KEY"}, regexp.MustCompile(`(?i)\baws_secret_access_key["']?\s*[:=]\s*["']?[A-Za-z0-9/+=]{40}`), "a secret of Amazon Web Services"},
	{[]string{"nfp_"}, regexp.MustCompile(`\bnfp_[A-Za-z0-9]{36,}\b`), "a token of Netlify"},
	{[]string{"dop_v1_"}, regexp.MustCompile(`\bdop_v1_[0-9a-f]{64}\b`), "a token of DigitalOcean"},
	{[]string{"AccountKey="}, regexp.MustCompile(`\bAccountKey=[A-Za-z0-9+/]{86}==`), "an account key of Azure Storage"},
	{[]string{"_TOKEN", "_PASSWORD", "_token", "_password", "SEALPRESS_PASSPHRASE"},
		regexp.MustCompile(`(?m)^[ \t-]*(?:export\s+|ENV\s+)?["']?(?:SEALPRESS_PASSPHRASE|(?:NETLIFY_AUTH|CLOUDFLARE_API|CF_API|VERCEL|SURGE|FTP|SFTP|NPM|GH|GITHUB|GITLAB|DEPLOY)_(?:TOKEN|PASSWORD))["']?\s*[:=]\s*["']?([^\s"'#]+)`), "a password or token"},
}

// Credential returns what password a text of settings holds, in words, and in
// which line it stands; nothing where there is none. What names a variable or a
// secret of the host, as in ${{ secrets.TOKEN }}, holds none.
func Credential(text string) (what string, line int) {
	for _, t := range tokens {
		there := false
		for _, m := range t.marks {
			there = there || strings.Contains(text, m)
		}
		if !there {
			continue
		}
		for _, at := range t.form.FindAllStringSubmatchIndex(text, -1) {
			if len(at) > 2 && t.what == "a password or token" && !literal(text[at[2]:at[3]]) {
				continue
			}
			return t.what, 1 + strings.Count(text[:at[0]], "\n")
		}
	}
	return "", 0
}

// literal reports whether a value is a password, and not the name of one.
func literal(value string) bool {
	if strings.ContainsAny(value, "$%<>{}…*") || len(value) < 8 {
		return false
	}
	lower := strings.ToLower(value)
	for _, stand := range []string{"your", "changeme", "example", "secret", "xxxx", "...", "true", "false"} {
		if strings.Contains(lower, stand) {
			return false
		}
	}
	return true
}
