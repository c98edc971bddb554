// Judges a credential of Open Badges 3.0 by its token (VC-JWT, ES256): the one
// that was given, or the one that the issuer publishes beside the credential.
((v) => {
  "use strict";
  const { base64url, checkToken, hasType, host, isObject, json, list, refuse, same, text, without } = v;
  const claims = ["iss", "jti", "sub", "nbf", "iat", "exp"];
  const bare = (payload) => without(payload, ...claims);

  v.period = (j) => {
    const { validFrom: from, validUntil: until } = j.out;
    const params = { at: j.now, from, until };
    if (from > j.now + 60000) j.note("failed", "dates.early", params);
    else if (until && until < j.now) j.note("failed", "dates.expired", params);
    else j.note("passed", until ? "dates" : "dates.open", params);
  };

  // foreign stops for credentials that are not read here.
  const foreign = (v.foreign = (j, o) => {
    if (list(o["@context"])[0] === "https://www.w3.org/2018/credentials/v1" || o.vc || o.vp) j.unsure("format.version");
    if (hasType(o, "VerifiablePresentation")) j.unsure("format.presentation");
  });

  // payloadOf reads what a token carries.
  function payloadOf(token) {
    let parts;
    try {
      parts = token.split(".").map(base64url);
    } catch {
      refuse("token");
    }
    if (parts.length !== 3) refuse("token");
    try {
      return json(parts[1]);
    } catch {
      return refuse("payload");
    }
  }

  // contradicts compares what a token says beside the credential with it.
  function contradicts(p) {
    const [from, until] = [p.validFrom, p.validUntil].map((t) => Date.parse(t) / 1000);
    const says = [isObject(p.issuer) ? p.issuer.id : p.issuer, p.id, isObject(p.credentialSubject) && p.credentialSubject.id, from, from, until];
    return claims.some((name, i) => name in p && p[name] !== says[i]);
  }

  const demandForm = (j, c) => v.isCredential(c) || j.unsure("terms.form");

  // token judges a token that was given.
  v.token = async (j, token) => {
    let payload;
    try {
      payload = payloadOf(token);
    } catch (e) {
      j.fail("format." + e.reason);
    }
    if (list(payload["@context"])[0] === v.ob2 || hasType(payload, "Assertion")) j.unsure("signature.suite", { suite: "Open Badges 2.0" });
    j.out.format = "vc-jwt";
    foreign(j, payload);
    if (payload.proof) j.fail("format.both");
    j.pass("format");
    const c = bare(payload);
    describe(j, c);
    if (contradicts(payload)) j.fail("claims");
    demandForm(j, c);
    const doc = await checkToken(j, token, c.issuer.id);
    j.pass("signature");
    await rest(j, c, doc);
  };

  // credential judges a credential that is JSON.
  v.credential = async (j, given) => {
    j.out.format = "data-integrity";
    j.pass("format");
    const c = without(given, "proof");
    describe(j, c);
    demandForm(j, c);
    const proof = list(given.proof);
    if (!proof.length) j.fail("signature.none");
    const suite = (proof[0] && (proof[0].cryptosuite || proof[0].type)) || "?";
    const beside = c.id.replace(/\.json$/, ".jwt");
    const where = { host: host(beside) };
    // Only from the issuer's own host does a token speak for the credential.
    if (beside === c.id || host(beside) !== host(v.didURL(c.issuer.id)) || proof.length > 1 || suite !== "eddsa-rdfc-2022") j.unsure("signature.suite", { suite });
    if ((await j.ask(beside)).status === 404) {
      const left = await j.read("signature", c.id);
      if (left && v.isStub(left) && left.id === c.id) {
        const by = (j.out.supersededBy = text(left.supersededBy));
        j.unsure(by ? "signature.replaced" : "signature.withdrawn", { ...where, by });
      }
    }
    const token = v.latin1(await j.document("signature", beside)).trim();
    let payload;
    try {
      payload = payloadOf(token);
    } catch {
      j.unsure("signature.beside", where);
    }
    const doc = await checkToken(j, token, c.issuer.id);
    const signed = bare(payload);
    const published = await j.read("signature", c.id);
    if (contradicts(payload) || !published || !same(without(published, "proof"), signed, true)) j.unsure("signature.beside", where);
    // The proof inside is the published one, and so belongs to what is signed.
    if (!same(list(published.proof), proof)) j.unsure("signature.proof", where);
    if (!same(c, signed, true)) j.fail("signature");
    j.note("passed", "signature.beside");
    await rest(j, c, doc);
  };

  // A stub is what is left where a credential was replaced or erased.
  v.isStub = (o) => text(o.id) && hasType(o, "OpenBadgeCredential", "AchievementCredential") && !Object.keys(without(o, "@context", "id", "type", "supersededBy")).length;
  v.stub = (j, o) => {
    const by = text(o.supersededBy);
    Object.assign(j.out, { format: "stub", id: o.id, supersededBy: by });
    j.pass("format");
    j.fail(by ? "revocation.replaced" : "revocation.withdrawn", { by });
  };

  function describe(j, c) {
    const subject = isObject(c.credentialSubject) ? c.credentialSubject : {};
    const a = isObject(subject.achievement) ? subject.achievement : {};
    const issuer = isObject(c.issuer) ? c.issuer : { id: c.issuer };
    const named = list(subject.identifier).find((i) => i && i.identityType === "name" && !i.hashed) || {};
    const time = (x) => Date.parse(text(x)) || 0;
    const type = text(a.achievementType);
    Object.assign(j.out, {
      id: text(c.id),
      title: text(a.name) || text(c.name),
      holder: text(named.identityHash),
      kind: type === "MicroCredential" ? "micro-credential" : /^(|Badge|Award)$/.test(type) ? "badge" : "",
      issuer: { id: text(issuer.id), name: text(issuer.name), url: text(issuer.url) },
      validFrom: time(c.validFrom),
      validUntil: time(c.validUntil),
      awarded: time(c.awardedDate) || time(c.validFrom),
    });
  }

  // rest is what is judged once the signature holds.
  async function rest(j, c, doc) {
    j.pass("issuer");
    j.pass("claims");
    v.period(j);
    await v.status(j, c, doc);
    const revoked = j.out.checks.some((x) => x.code === "status" && x.result === "failed");
    if (!revoked || j.out.suspended) return;
    // Its own address then answers with what replaced it.
    const { bytes = [] } = await j.ask(c.id);
    try {
      const left = json(bytes);
      if (left.id === c.id) j.out.supersededBy = text(left.supersededBy);
    } catch {
      // It is revoked all the same.
    }
  }
})(window.sealpress);
