// What an issuer publishes: its keys, for issuers that are named by did:web, and
// its status lists. Signatures are checked by the browser's own cryptography:
// ES256 for tokens, Ed25519 for status lists. A check that stops the rest is
// made by fail or unsure.
((v) => {
  const { attempt, base58, base64url, bytes, fail, has, host, inflate, isList, isObject, json, list, note, or, pass, read, refuse, sha256, text, texts, unsure } = v;

  // didURL returns where the document of a did:web stands; empty for what is
  // none that is read here.
  const didURL = (v.didURL = (did) => {
    const m = /^did:web:([a-z0-9]+(?:[.-]+[a-z0-9]+)*)(?:%3A(\d+))?((?::[\w-]+(?:\.[\w-]+)*)*)$/.exec(did);
    return m ? `https://${m[1]}${m[2] ? ":" + m[2] : ""}${m[3].replace(/:/g, "/") || "/.well-known"}/did.json` : "";
  });
  const method = (id) => ({ method: id.split(":").slice(0, 2).join(":") });

  const didDocument = (v.didDocument = async (j, did) => {
    const at = didURL(did) || unsure(j, "key.method", method(did));
    const doc = await read(j, "key", at);
    return doc && doc.id === did ? doc : fail(j, "key.document", { host: host(at) });
  });

  // methodOf returns a verification method that the document vouches for.
  function methodOf(j, doc, id) {
    const asserting = texts(doc.assertionMethod);
    const [m, other] = list(doc.verificationMethod).filter((x) => isObject(x) && x.id === id);
    if (m && m.revoked) fail(j, "key.compromised", { since: text(m.revoked) });
    if (!asserting.length || other) unsure(j, "key.type");
    if (!m || !asserting.includes(id)) fail(j, "key.unlisted");
    if (m.controller !== doc.id) fail(j, "issuer.another");
    if (m.expires && !(Date.parse(m.expires) > j.now)) unsure(j, "key.expired");
    return m;
  }

  async function verified(kind, format, key, signature, data, unfit) {
    const k = await crypto.subtle.importKey(format, key, kind, false, ["verify"]).catch(unfit);
    return crypto.subtle.verify(kind, k, signature, data);
  }

  // checkToken checks the signature of a compact JWS as the issuer's, and
  // returns the issuer's document.
  v.checkToken = async (j, token, issuer) => {
    const [head, payload, signature] = token.split(".");
    const malformed = () => fail(j, "signature.malformed");
    const { alg, kid, typ = "JWT", crit, b64, jwk: own } = or(malformed, () => json(base64url(head)));
    if (crit || b64 !== undefined || !/^(JWT|vc\+(ld\+)?jwt)$/.test(typ)) malformed();
    // Anything else that is called an algorithm is an attack.
    if (alg !== "ES256") /^([REP]S|Ed)/.test(alg) ? unsure(j, "signature.suite", { suite: alg }) : fail(j, "signature.algorithm");
    if (own) unsure(j, "key.type");
    if (!kid) fail(j, "key.unnamed");
    if (!/^did:web:[^#]+#.+/.test(kid)) unsure(j, "key.method", method(text(kid)));
    if (kid.split("#")[0] !== issuer) fail(j, "issuer.another");
    const doc = await didDocument(j, issuer);
    const { type, publicKeyJwk: jwk } = methodOf(j, doc, kid);
    if (!crypto.subtle) unsure(j, "signature.browser");
    const { kty, crv, x, y } = (/^JsonWebKey(2020)?$/.test(type) && jwk) || {};
    const kind = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    const good = await verified(kind, "jwk", { kty, crv, x, y }, base64url(signature), bytes(head + "." + payload), () => unsure(j, "key.type"));
    if (!good) fail(j, "signature");
    pass(j, "key");
    return doc;
  };

  // proofBy finds the key and the signature of a proof of the one form that is
  // read here.
  const proofBy = (v.proofBy = (j, doc, p, no) => {
    if (!has(p, "DataIntegrityProof") || p.cryptosuite !== "eddsa-rdfc-2022" || p.proofPurpose !== "assertionMethod") no();
    const { type, publicKeyMultibase } = methodOf(j, doc, p.verificationMethod);
    return or(no, () => {
      const [kind, one, ...key] = base58(publicKeyMultibase, 34);
      if (type !== "Multikey" || kind !== 0xed || one !== 1) refuse();
      return { key: Uint8Array.from(key), signature: base58(p.proofValue, 64) };
    });
  });

  // Status lists. A list counts only with its issuer's signature: it is a small
  // document of one form, so that its canonical form (RDFC-1.0) can be written
  // down here.

  v.status = async (j, credential, doc) => {
    const entries = list(credential.credentialStatus);
    if (!entries[0]) note(j, "skipped", "status.none");
    if (entries[8]) fail(j, "status-list.many");
    // Where one list does not answer, the next may still say more.
    for (const e of entries) await attempt(j, () => entry(j, e, doc));
  };

  async function entry(j, e, doc) {
    const { statusPurpose: purpose, statusListIndex: index, statusListCredential: at } = e;
    if (!/^(revocation|suspension)$/.test(purpose)) unsure(j, "status.purpose", { purpose });
    if (!/^(0|[1-9]\d{0,8})$/.test(index)) fail(j, "status-list.entry");
    const where = { host: host(at) };
    const { id, credentialSubject: s } = await listAt(j, at, doc, where);
    if (id !== at || s.statusPurpose !== purpose) fail(j, "status-list.entry");
    const damaged = () => fail(j, "status-list.damaged", where);
    const bits = await inflate(or(damaged, () => base64url(s.encodedList.slice(1))), "gzip").catch(damaged);
    if (bits.length < 16384) fail(j, "status-list.length", where);
    if (index >= bits.length * 8) fail(j, "status-list.entry");
    pass(j, "status-list");
    const set = (bits[index >> 3] << (index & 7)) & 128;
    if (!set) return pass(j, "status." + purpose);
    if (purpose === "revocation") fail(j, "status", where);
    j.out.suspended = true;
    fail(j, "status.suspension", where);
  }

  // listAt returns a list whose signature is that of the credential's issuer.
  async function listAt(j, at, doc, where) {
    const it = await read(j, "status-list", at);
    const no = (reason) => unsure(j, "status-list." + reason, where);
    const [proof] = list(it && it.proof);
    if (!it || !isList({ ...it, proof }) || list(it.proof)[1] || it.issuer !== doc.id) no("proof");
    const s = it.credentialSubject;
    const { verificationMethod, cryptosuite, created } = proof;
    if (s.id === it.id || !/^u[\w-]+$/.test(s.encodedList) || !/^\w+$/.test(s.statusPurpose)) no("proof");
    const { key, signature } = proofBy(j, doc, proof, () => no("proof"));
    const configuration = quads(
      `_:c14n0 http://purl.org/dc/terms/created "${created}"^^${time}
_:c14n0 ${type} ${sec}DataIntegrityProof
_:c14n0 ${sec}cryptosuite "${cryptosuite}"^^${sec}cryptosuiteString
_:c14n0 ${sec}proofPurpose ${sec}assertionMethod
_:c14n0 ${sec}verificationMethod ${verificationMethod}`,
    );
    const document = quads(
      `${s.id} ${type} ${state}BitstringStatusList
${s.id} ${state}encodedList "${s.encodedList}"^^${sec}multibase
${s.id} ${state}statusPurpose "${s.statusPurpose}"
${it.id} ${type} ${model}VerifiableCredential
${it.id} ${type} ${state}BitstringStatusListCredential
${it.id} ${model}credentialSubject ${s.id}
${it.id} ${model}issuer ${it.issuer}
${it.id} ${model}validFrom "${it.validFrom}"^^${time}` + (it.validUntil ? `\n${it.id} ${model}validUntil "${it.validUntil}"^^${time}` : ""),
    );
    const data = Uint8Array.from([...(await sha256(bytes(configuration))), ...(await sha256(bytes(document)))]);
    if (!(await verified({ name: "Ed25519" }, "raw", key, signature, data, () => no("browser")))) fail(j, "status-list.proof", where);
    if (Date.parse(it.validFrom) > j.now + 60000 || Date.parse(it.validUntil) < j.now) no("expired");
    return it;
  }

  const type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
  const time = "http://www.w3.org/2001/XMLSchema#dateTime";
  const sec = "https://w3id.org/security#";
  const state = "https://www.w3.org/ns/credentials/status#";
  const model = "https://www.w3.org/2018/credentials#";

  // quads writes N-Quads out, sorted.
  const quads = (lines) =>
    lines
      .split("\n")
      .map((line) => line.replace(/(^| |\^\^)(?!_:)([^"\s^]+)/g, "$1<$2>") + " .\n")
      .sort()
      .join("");
})(sealpress);
