// Finds the keys of an issuer that is named by did:web, and checks signatures
// by the browser's own cryptography: ES256 for tokens, Ed25519 for status
// lists. A check that stops the rest is made by j.fail or j.unsure.
((v) => {
  "use strict";
  const { base58, base64url, bytes, host, isObject, json, list, text, texts } = v;

  // didURL returns where the document of a did:web stands; empty for what is
  // none that is read here.
  const didURL = (v.didURL = (did) => {
    const m = /^did:web:([a-z0-9]+(?:[.-]+[a-z0-9]+)*)(?:%3A(\d+))?((?::[\w-]+(?:\.[\w-]+)*)*)$/.exec(did);
    return m ? `https://${m[1]}${m[2] ? ":" + m[2] : ""}${m[3].replace(/:/g, "/") || "/.well-known"}/did.json` : "";
  });
  const method = (id) => ({ method: id.split(":").slice(0, 2).join(":") });

  async function didDocument(j, did) {
    const at = didURL(did) || j.unsure("key.method", method(did));
    const doc = await j.read("key", at);
    return doc && doc.id === did ? doc : j.fail("key.document", { host: host(at) });
  }

  // methodOf returns a verification method that the document vouches for.
  v.methodOf = (j, doc, id) => {
    const asserting = texts(doc.assertionMethod);
    const [m, other] = list(doc.verificationMethod).filter((x) => isObject(x) && x.id === id);
    if (m && m.revoked) j.fail("key.compromised", { since: text(m.revoked) });
    if (!asserting.length || other) j.unsure("key.type");
    if (!m || !asserting.includes(id)) j.fail("key.unlisted");
    if (m.controller !== doc.id) j.fail("issuer.another");
    if (m.expires && !(Date.parse(m.expires) > j.now)) j.unsure("key.expired");
    return m;
  };

  // checkToken checks the signature of a compact JWS as the issuer's, and
  // returns the issuer's document.
  v.checkToken = async (j, token, issuer) => {
    const [head, payload, signature] = token.split(".");
    let header;
    try {
      header = json(base64url(head));
    } catch {
      j.fail("signature.malformed");
    }
    const { alg, kid, typ = "JWT", crit, b64, jwk: own } = header;
    if (crit || b64 !== undefined || !/^(JWT|vc\+(ld\+)?jwt)$/.test(typ)) j.fail("signature.malformed");
    if (alg !== "ES256" && /^([REP]S\d+K?|Ed.+)$/.test(alg)) j.unsure("signature.suite", { suite: alg });
    if (alg !== "ES256") j.fail("signature.algorithm");
    if (own) j.unsure("key.type");
    if (!kid) j.fail("key.unnamed");
    if (!/^did:web:[^#]+#.+/.test(kid)) j.unsure("key.method", method(text(kid)));
    if (kid.split("#")[0] !== issuer) j.fail("issuer.another");
    const doc = await didDocument(j, issuer);
    const { type, publicKeyJwk: jwk } = v.methodOf(j, doc, kid);
    const kind = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    if (!window.crypto || !crypto.subtle) j.unsure("signature.browser");
    let key;
    try {
      key = /^JsonWebKey(2020)?$/.test(type) && (await crypto.subtle.importKey("jwk", { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, kind, false, ["verify"]));
    } catch {
      // A key of another kind.
    }
    if (!key) j.unsure("key.type");
    if (!(await crypto.subtle.verify(kind, key, base64url(signature), bytes(head + "." + payload)))) j.fail("signature");
    j.pass("key");
    return doc;
  };

  // ed25519 checks a signature by a Multikey; undefined where the browser
  // cannot.
  v.ed25519 = async (multikey, signature, data) => {
    const kind = { name: "Ed25519" };
    const raw = base58(multikey, 34);
    const key = await crypto.subtle.importKey("raw", raw.slice(2), kind, false, ["verify"]).catch(() => {});
    return key && raw[0] === 0xed && raw[1] === 1 ? crypto.subtle.verify(kind, key, signature, data) : undefined;
  };
})(window.sealpress);
