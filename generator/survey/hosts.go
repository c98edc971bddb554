package survey

import "strings"

// hostKind is a kind of host, and how each thing is mended there.
type hostKind struct {
	name  string
	names []string // endings of host names
	sends []string // what it calls itself in the header Server
	mends map[string]string
}

// Cases of rules that have a mend of their own.
const (
	cached   = ruleBytes + ".cached"
	listed   = ruleListing + ".store"
	versions = ruleListing + ".versions"
	rights   = ruleListing + ".rights"
)

const dropped = "the upload left out names that begin with a dot: "

// hostKinds lists the hosts of docs/hosting.md. An ending of the name says more
// than the header, because a cache in front of a host has a header of its own.
func hostKinds() []hostKind {
	return []hostKind{
		{name: "GitHub Pages", names: []string{".github.io"}, sends: []string{"github.com"}, mends: map[string]string{
			ruleDID:      dropped + "set include-hidden-files: true in the step upload-pages-artifact (version 5 or newer), or commit the file .nojekyll if a branch is published",
			ruleDot:      dropped + "set include-hidden-files: true in the step upload-pages-artifact (version 5 or newer), or commit the file .nojekyll if a branch is published",
			ruleFallback: "remove the 404.html of your own that redirects; the one that is built is answered with 404",
			ruleMissing:  "see under Actions whether the last publishing failed, and run it again; url: must name the repository's path",
			ruleBytes:    "see under Actions whether the last publishing is done; GitHub's cache may lag ten minutes behind",
			cached:       "wait ten minutes: so long GitHub's cache keeps a file, and nobody can empty it",
			ruleCORS:     "GitHub Pages sends this header by itself: a proxy in front of it takes it away, so set it there",
		}},
		{name: "GitLab Pages", names: []string{".gitlab.io"}, mends: map[string]string{
			ruleDID:         "let the job publish the whole folder public/: artifacts with a pattern such as public/* leave out names that begin with a dot",
			ruleDot:         "let the job publish the whole folder public/: artifacts with a pattern such as public/* leave out names that begin with a dot",
			ruleRedirect:    "set Pages to Everyone under Settings, General, Visibility: verifiers are sent to a log-in page",
			ruleMoved:       "set Pages to Everyone under Settings, General, Visibility, and write url: exactly as Deploy, Pages shows it",
			ruleUnreachable: "set Pages to Everyone under Settings, General, Visibility, and look at Deploy, Pages",
			ruleFallback:    "remove the file _redirects with a rule for /*",
			ruleBytes:       "see under Build, Pipelines whether the job pages is done",
			ruleCORS:        "GitLab Pages sends this header by itself: a proxy in front of it takes it away, so set it there",
		}},
		{name: "Netlify", names: []string{".netlify.app"}, sends: []string{"netlify"}, mends: map[string]string{
			ruleFallback: "remove the rule /* /index.html 200 from _redirects or netlify.toml",
			ruleBytes:    "switch off Post processing (asset optimisation, snippets) under Site configuration, and publish again",
			ruleRedirect: "remove the rules for these addresses from _redirects or netlify.toml, and choose the main domain under Domain management",
			ruleMoved:    "switch off Pretty URLs under Post processing",
			ruleCORS:     "publish the file _headers as it is built: it must lie at the top of the folder that is published",
			ruleCache:    "publish the file _headers as it is built: it must lie at the top of the folder that is published",
			ruleLabel:    "publish the file _headers as it is built: it must lie at the top of the folder that is published",
			ruleDID:      "see that the folder that is published is public/, with .well-known in it",
		}},
		{name: "Cloudflare", names: []string{".pages.dev", ".workers.dev"}, sends: []string{"cloudflare"}, mends: map[string]string{
			ruleFallback: "publish the file 404.html: without it Cloudflare Pages takes the site for an application and answers everything with index.html",
			ruleBytes:    "switch off what changes files (Email Address Obfuscation, Rocket Loader, Auto Minify), purge the cache under Caching, and publish again",
			cached:       "choose Purge Everything under Caching, Configuration, and set a Cache Rule for /status/ with an edge TTL of five minutes",
			ruleRedirect: "remove the rules for these addresses from _redirects and Redirect Rules",
			ruleCORS:     "publish the file _headers as it is built; where Cloudflare only stands in front of a server, set the header on that server",
			ruleCache:    "publish the file _headers as it is built; else set a Cache Rule for /status/ with an edge TTL of five minutes",
			ruleDID:      "upload the folder public/ with .well-known in it: dragging single files leaves it out",
			ruleLabel:    "publish the file _headers as it is built",
		}},
		{name: "Amazon S3", names: []string{".amazonaws.com", ".cloudfront.net"}, sends: []string{"amazons3", "cloudfront"}, mends: map[string]string{
			ruleFallback: "set 404.html as the error document of the bucket; in CloudFront remove the error response that turns 403 or 404 into 200",
			ruleAbsent:   "give readers s3:ListBucket on the bucket so that missing files are 404 and not 403, or map 403 to 404 in CloudFront; see that no list of the folder is shown then",
			ruleListing:  "serve the bucket through its website endpoint or through CloudFront with a default object, and not through its REST endpoint with public listing",
			listed:       "remove s3:ListBucket for everybody from the policy of the bucket, and List for Everyone from its access control list",
			versions:     "remove s3:ListBucketVersions for everybody from the policy of the bucket, and delete the former versions of what was erased: aws s3api list-object-versions --bucket BUCKET",
			rights:       "remove s3:GetBucketAcl for everybody from the policy of the bucket: aws s3api put-bucket-acl --bucket BUCKET --acl private",
			cached:       "aws cloudfront create-invalidation --distribution-id ID --paths '/*', after each publishing",
			ruleCORS:     "add a CORS rule to the bucket: AllowedOrigins *, AllowedMethods GET and HEAD; in CloudFront use the response headers policy SimpleCORS",
			ruleLabel:    `upload with the right type: aws s3 cp public s3://BUCKET --recursive --exclude "*" --include "*.json" --content-type application/json`,
			ruleType:     "upload with aws s3 sync, which sets the types by the endings",
			ruleCache:    `upload the lists once more: aws s3 cp public/status s3://BUCKET/status --recursive --cache-control "public, max-age=300" --content-type application/json`,
			ruleMoved:    "serve the bucket through its website endpoint, with index.html as index document",
			ruleDID:      "upload with aws s3 sync public s3://BUCKET, which takes .well-known along",
		}},
		{name: "nginx", sends: []string{"nginx", "openresty"}, mends: map[string]string{
			ruleFallback: "write try_files $uri $uri/ =404; in place of try_files … /index.html;",
			ruleListing:  "write autoindex off; in the server block",
			ruleCORS:     `write add_header Access-Control-Allow-Origin "*" always; in the server block, and again in each location with an add_header of its own`,
			ruleType:     "include mime.types; in the http block",
			ruleLabel:    "include mime.types; in the http block, and for .jwt: location ~ \\.jwt$ { types { } default_type text/plain; }",
			ruleDID:      "remove the rule that denies names which begin with a dot (location ~ /\\.), or put location ^~ /.well-known/ { } beside it",
			ruleDot:      "remove the rule that denies names which begin with a dot (location ~ /\\.), or put location ^~ /.well-known/ { } beside it",
			ruleCache:    `write location /status/ { add_header Cache-Control "public, max-age=300"; add_header Access-Control-Allow-Origin "*" always; }`,
			ruleMoved:    "write index index.html; in the server block",
		}},
		{name: "Apache", sends: []string{"apache", "litespeed"}, mends: map[string]string{
			ruleFallback: "remove the RewriteRule to index.html, or FallbackResource, from .htaccess",
			ruleAbsent:   "write ErrorDocument 404 /404.html",
			ruleListing:  "write Options -Indexes in .htaccess",
			ruleCORS:     `write Header always set Access-Control-Allow-Origin "*" in .htaccess, with mod_headers switched on`,
			ruleLabel:    "write AddType application/json .json and AddType text/plain .jwt in .htaccess",
			ruleType:     "switch mod_mime on, and write AddType image/svg+xml .svg in .htaccess",
			ruleDID:      "upload .well-known too, and remove the rule that denies names which begin with a dot",
			ruleDot:      "upload .well-known too, and remove the rule that denies names which begin with a dot",
			ruleCache:    `write <If "%{REQUEST_URI} =~ m#/status/#"> Header set Cache-Control "public, max-age=300" </If>`,
		}},
	}
}

// recognise tells the kind of a host by its name, else by what it sends.
func recognise(host, server string) hostKind {
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	server = strings.ToLower(server)
	for _, k := range hostKinds() {
		for _, end := range k.names {
			if strings.HasSuffix(host, end) {
				return k
			}
		}
	}
	for _, k := range hostKinds() {
		for _, sent := range k.sends {
			if strings.Contains(server, sent) {
				return k
			}
		}
	}
	return hostKind{}
}

// kindOf returns a kind of host by its name.
func kindOf(name string) hostKind {
	for _, k := range hostKinds() {
		if k.name == name {
			return k
		}
	}
	return hostKind{}
}
