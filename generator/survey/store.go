package survey

import (
	"bytes"
	"context"
	"net/url"
	"strings"

	"github.com/sealpress/sealpress/generator/fetch"
)

// isStore reports whether an object store has answered: such stores have names
// of their own for headers, also where something stands in front of them.
func isStore(header map[string][]string) bool {
	for name := range header {
		for _, start := range []string{"X-Amz-", "X-Goog-", "X-Ms-"} {
			if strings.HasPrefix(name, start) {
				return true
			}
		}
	}
	server := strings.ToLower(strings.Join(header["Server"], " "))
	return strings.Contains(server, "amazons3") || strings.Contains(server, "minio") || strings.Contains(server, "azure-blob")
}

// storeQuestions are what anybody may ask a store that is open too wide: what
// lies in it, what lay in it before, and who may do what. The words are those
// of S3, which Google Cloud Storage and MinIO speak as well, and of Azure.
var storeQuestions = []struct{ query, reason, answer string }{
	{"list-type=2", "store", "<ListBucketResult"},
	{"restype=container&comp=list", "store", "<EnumerationResults"},
	{"versions", "versions", "<ListVersionsResult"},
	{"acl", "rights", "<AccessControl"},
}

// stored asks an object store behind the host for what it must not tell. A
// bucket stands at the root of its host, or at the address of the site.
func (l *live) stored(ctx context.Context) {
	if l.dead || !l.store {
		return
	}
	roots := []string{l.Address.String()}
	if u, err := url.Parse(l.Address.String()); err == nil && u.Path != "/" {
		roots = append(roots, u.Scheme+"://"+u.Host+"/")
	}
	for _, root := range roots {
		for _, q := range storeQuestions {
			at := root + "?" + q.query
			answer, err := l.ask(ctx, fetch.Request{URL: at, MaxBytes: 8 << 20})
			if err != nil || answer.Status != 200 || bytes.Equal(answer.Body, l.front) || isPage(answer.Body) {
				continue
			}
			if bytes.Contains(answer.Body[:min(len(answer.Body), 4096)], []byte(q.answer)) {
				l.note(ruleListing, q.reason, at, "")
			}
		}
	}
}
