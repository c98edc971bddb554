// Looks a credential up in the status lists that it names. A list counts only
// with its issuer's signature: it is a small document of one form, so that its
// canonical form (RDFC-1.0) can be written down here.
((v) => {
  "use strict";
  const { base58, base64url, bytes, ed25519, has, host, inflate, isList, list, sha256, text, texts } = v;

  v.status = async (j, credential, doc) => {
    const entries = list(credential.credentialStatus);
    if (!entries.length) j.note("skipped", "status.none");
    if (entries.length > 8) j.fail("status-list.many");
    // Where one list does not answer, the next may still say more.
    for (const e of entries) await j.catch(() => entry(j, e, doc));
  };

  async function entry(j, e, doc) {
    const { statusPurpose: purpose, statusListIndex: index, statusListCredential: at } = e;
    if (!has(e, "BitstringStatusListEntry")) j.unsure("status.type", { type: texts(e.type).join(", ") });
    if (!/^(revocation|suspension|refresh)$/.test(purpose)) j.unsure("status.purpose", { purpose });
    if (!/^(0|[1-9]\d{0,8})$/.test(index)) j.fail("status-list.entry");
    const where = { host: host(at) };
    const { id, credentialSubject: s } = await read(j, at, doc, where);
    if (id !== at || s.statusPurpose !== purpose) j.fail("status-list.entry");
    let bits;
    try {
      bits = await inflate(base64url(s.encodedList.slice(1)), "gzip");
    } catch {
      j.fail("status-list.damaged", where);
    }
    if (bits.length < 16384) j.fail("status-list.length", where);
    if (index >= bits.length * 8) j.fail("status-list.entry");
    j.pass("status-list");
    if (!((bits[index >> 3] << (index & 7)) & 128)) return j.note("passed", "status." + purpose);
    if (purpose === "refresh") return j.note("passed", "status.refresh");
    if (purpose === "suspension") j.out.suspended = true;
    return j.note("failed", purpose === "suspension" ? "status.suspension" : "status", where);
  }

  // read returns a list whose signature is that of the credential's issuer.
  async function read(j, at, doc, where) {
    const it = await j.read("status-list", at);
    const no = (reason) => j.unsure("status-list." + reason, where);
    const [proof] = list(it && it.proof);
    if (!it || !isList({ ...it, proof }) || list(it.proof).length > 1 || it.issuer !== doc.id) no("proof");
    const s = it.credentialSubject;
    const { verificationMethod: id, proofValue, cryptosuite, created, proofPurpose } = proof;
    if (cryptosuite !== "eddsa-rdfc-2022" || proofPurpose !== "assertionMethod" || s.id === it.id || !/^u[\w-]+$/.test(s.encodedList) || !/^\w+$/.test(s.statusPurpose)) no("proof");
    const method = list(doc.verificationMethod).find((m) => m.id === id) || {};
    if (method.type !== "Multikey" || method.controller !== doc.id || method.revoked || method.expires || !texts(doc.assertionMethod).includes(id)) no("proof");
    const configuration = quads(
      `_:c14n0 http://purl.org/dc/terms/created "${created}"^^time
_:c14n0 type sec:DataIntegrityProof
_:c14n0 sec:cryptosuite "${cryptosuite}"^^sec:cryptosuiteString
_:c14n0 sec:proofPurpose sec:assertionMethod
_:c14n0 sec:verificationMethod ${id}`,
    );
    const document = quads(
      `${s.id} type state:BitstringStatusList
${s.id} state:encodedList "${s.encodedList}"^^sec:multibase
${s.id} state:statusPurpose "${s.statusPurpose}"
${it.id} type model:VerifiableCredential
${it.id} type state:BitstringStatusListCredential
${it.id} model:credentialSubject ${s.id}
${it.id} model:issuer ${it.issuer}
${it.id} model:validFrom "${it.validFrom}"^^time` + (it.validUntil ? `\n${it.id} model:validUntil "${it.validUntil}"^^time` : ""),
    );
    const data = [...(await sha256(configuration)), ...(await sha256(document))];
    let good;
    try {
      good = await ed25519(text(method.publicKeyMultibase), base58(proofValue, 64), Uint8Array.from(data));
    } catch {
      no("proof");
    }
    if (good === undefined) no("browser");
    if (!good) j.fail("status-list.proof", where);
    if (Date.parse(it.validFrom) > j.now + 60000 || Date.parse(it.validUntil) < j.now) no("expired");
    return it;
  }

  const names = {
    type: "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    time: "http://www.w3.org/2001/XMLSchema#dateTime",
    "sec:": "https://w3id.org/security#",
    "state:": "https://www.w3.org/ns/credentials/status#",
    "model:": "https://www.w3.org/2018/credentials#",
  };

  // quads writes N-Quads out, sorted: short names and addresses in full.
  const quads = (lines) =>
    lines
      .split("\n")
      .map((line) => line.replace(/(^| |\^\^)(?!_:)([^"\s^]+)/g, (_, before, name) => `${before}<${name.replace(/^(type$|time$|sec:|state:|model:)/, (n) => names[n])}>`) + " .\n")
      .sort()
      .join("");
})(window.sealpress);
