// Judges a credential of Open Badges 3.0 by its token (VC-JWT, ES256): the one
// that was given, or the one that the issuer publishes beside the credential.
((v) => {
  const { base64url, checkToken, fail, hasType, host, json, latin1, list, load, note, or, part, pass, proofBy, read, refuse, same, text, unsure, without } = v;

  // claims are what a token may say beside the credential, as it should say it.
  const claims = (p) => {
    const [from, until] = [p.validFrom, p.validUntil].map((t) => Date.parse(t) / 1000);
    return { iss: part(p.issuer).id || p.issuer, jti: p.id, sub: part(p.credentialSubject).id, nbf: from, iat: from, exp: until };
  };
  const bare = (p) => without(p, ...Object.keys(claims(p)));
  const contradicts = (p) => Object.entries(claims(p)).some(([n, x]) => n in p && p[n] !== x);

  v.period = (j) => {
    const { validFrom: from, validUntil: until } = j.out;
    const params = { at: j.now, from, until };
    const early = from > j.now + 60000;
    if (early || (until && until < j.now)) note(j, "failed", early ? "dates.early" : "dates.expired", params);
    else pass(j, until ? "dates" : "dates.open", params);
  };

  // foreign stops for credentials that are not read here.
  const foreign = (v.foreign = (j, o) => {
    if (list(o["@context"])[0] === "https://www.w3.org/2018/credentials/v1" || o.vc || o.vp) unsure(j, "format.version");
    if (hasType(o, "VerifiablePresentation")) unsure(j, "format.presentation");
  });

  // payloadOf reads what a token carries.
  function payloadOf(token) {
    const parts = or(() => refuse("token"), () => token.split(".").map(base64url));
    if (parts.length !== 3) refuse("token");
    return or(() => refuse("payload"), () => json(parts[1]));
  }

  const demandForm = (j, c) => v.isCredential(c) || unsure(j, "terms.form");

  // token judges a token that was given.
  v.token = async (j, token) => {
    const payload = or((e) => fail(j, "format." + e.reason), () => payloadOf(token));
    if (list(payload["@context"])[0] === v.ob2 || hasType(payload, "Assertion")) unsure(j, "signature.suite", { suite: "Open Badges 2.0" });
    j.out.format = "vc-jwt";
    foreign(j, payload);
    if (payload.proof) fail(j, "format.both");
    pass(j, "format");
    const c = bare(payload);
    describe(j, c);
    if (contradicts(payload)) fail(j, "claims");
    demandForm(j, c);
    const doc = await checkToken(j, token, c.issuer.id);
    pass(j, "signature");
    await rest(j, c, doc);
  };

  // credential judges a credential that is JSON. That its own signature is right
  // is not computed: it has to be the one that the issuer publishes, in a file
  // of which the award's page knows the digest, and a signed token beside it has
  // to say the same. An issuer who publishes a wrong signature, and a page that
  // goes with it, is not found out here.
  v.credential = async (j, given) => {
    j.out.format = "data-integrity";
    pass(j, "format");
    const c = without(given, "proof");
    describe(j, c);
    demandForm(j, c);
    const proof = list(given.proof);
    const [first] = proof;
    if (!first) fail(j, "signature.none");
    const suite = first.cryptosuite || first.type;
    const beside = c.id.replace(/\.json$/, ".jwt");
    const where = { host: host(beside) };
    // Only from the issuer's own host does a token speak for the credential.
    if (beside === c.id || host(beside) !== host(v.didURL(c.issuer.id)) || proof[1] || suite !== "eddsa-rdfc-2022") unsure(j, "signature.suite", { suite });
    const unlike = (reason) => unsure(j, "signature." + reason, where);
    if ((await j.asker.ask(beside)).status === 404) await former(j, c, where);
    const token = latin1(await load(j, "signature", beside)).trim();
    const payload = or(() => unlike("beside"), () => payloadOf(token));
    const doc = await checkToken(j, token, c.issuer.id);
    const signed = bare(payload);
    const file = await load(j, "signature", c.id);
    const published = or(() => unlike("beside"), () => json(file));
    if (contradicts(payload) || !same(without(published, "proof"), signed, true)) unlike("beside");
    if (!same(list(published.proof), proof)) unlike("proof");
    if (!same(c, signed, true)) fail(j, "signature");
    proofBy(j, doc, first, () => unlike("proof"));
    const page = j.asker.page || (await j.asker.ask(c.id.replace(/[^/]*$/, ""))).bytes;
    const [, digest] = /data-digest="?(\w+)/.exec(latin1(page)) || [];
    if (digest && digest !== (await v.hex(file))) unlike("digest");
    pass(j, "signature.beside");
    await rest(j, c, doc);
  };

  // former judges a credential whose token is gone. Whether it was genuine stays
  // open, but not whether the issuer still stands by it.
  async function former(j, c, where) {
    const left = await read(j, "signature", c.id);
    if (!left || !v.isStub(left) || left.id !== c.id) return;
    const by = (j.out.supersededBy = text(left.supersededBy));
    await v.status(j, c, await v.didDocument(j, c.issuer.id));
    unsure(j, by ? "signature.replaced" : "signature.withdrawn", { ...where, by });
  }

  // A stub is what is left where a credential was replaced or erased.
  v.isStub = (o) => text(o.id) && hasType(o, "OpenBadgeCredential", "AchievementCredential") && same(without(o, "@context", "id", "type", "supersededBy"), {});
  v.stub = (j, o) => {
    const by = text(o.supersededBy);
    Object.assign(j.out, { format: "stub", id: o.id, supersededBy: by });
    pass(j, "format");
    fail(j, by ? "revocation.replaced" : "revocation.withdrawn", { by });
  };

  // The mandatory elements of a micro-credential, as the European Recommendation
  // names them, that are alignments here.
  const aligned = {
    outcomes: "LearningOutcomes?|ESCO.*",
    workload: "Workload|StudyLoad",
    level: "EQFLevel|EQF|NLQF|QF-EHEA",
    assessment: "AssessmentType",
    participation: "ParticipationForm",
    quality: "QualityAssurance",
  };

  // elements tells which of the eleven are in a credential of the form that is
  // read here.
  function elements({ issuer: { address = {}, name }, credentialSubject: { achievement: a } }, learner) {
    const found = { learner, title: 1, date: 1, country: address.addressCountryCode || address.addressCountry, "awarding-body": name || (a.creator || {}).name };
    for (const n in aligned) found[n] = list(a.alignment).some((x) => RegExp(`^ext:(${aligned[n]})$`).test(x.targetType));
    if (a.creditsAvailable > 0) found.workload = true;
    return found;
  }

  function describe(j, c) {
    const subject = part(c.credentialSubject);
    const a = part(subject.achievement);
    const issuer = part(c.issuer);
    const named = list(subject.identifier).find((i) => i && i.identityType === "name" && !i.hashed) || {};
    const time = (x) => Date.parse(text(x)) || 0;
    const type = text(a.achievementType);
    const holder = text(named.identityHash);
    Object.assign(j.out, {
      id: text(c.id),
      title: text(a.name) || text(c.name),
      holder,
      kind: type === "MicroCredential" ? "micro-credential" : /^(|Badge|Award)$/.test(type) ? "badge" : "other",
      issuer: { id: text(issuer.id || c.issuer), name: text(issuer.name), url: text(issuer.url) },
      validFrom: time(c.validFrom),
      validUntil: time(c.validUntil),
      awarded: time(c.awardedDate) || time(c.validFrom),
      // What is of another form is not judged, and then not shown.
      elements: () => elements(c, holder),
    });
  }

  // rest is what is judged once the signature holds.
  async function rest(j, c, doc) {
    pass(j, "issuer");
    pass(j, "claims");
    v.period(j);
    await v.status(j, c, doc);
    const revoked = j.out.checks.some((x) => /^status\.failed/.test(x.name));
    if (!revoked || j.out.suspended) return;
    // Its own address then answers with what replaced it.
    const left = await j.asker.peek(c.id);
    if (left.id === c.id) j.out.supersededBy = text(left.supersededBy);
  }
})(sealpress);
