// Judges a hosted Assertion of Open Badges 2.0: what counts is what the
// issuer's web site says of it today, and a copy has to say the same.
((v) => {
  const { fail, hasType, host, isObject, list, part, pass, plain, read, same, text, texts, unsure } = v;
  const standard = "Open Badges 2.0";
  const of = (at) => ({ host: host(at) });

  v.openBadge2 = async (j, given) => {
    if (!hasType(given, "Assertion")) unsure(j, "format.document");
    if (given.revoked !== true && !hasType(given.verification || given.verify || {}, "HostedBadge", "hosted")) {
      describe(j, given);
      unsure(j, "signature.suite", { suite: standard });
    }
    await v.hosted(j, text(given.id), given);
  };

  v.hosted = async (j, at, given) => {
    Object.assign(j.out, { format: "ob2-hosted", hosted: true, id: at });
    pass(j, "format");
    if (!plain(at) || at.includes("#")) fail(j, "hosted.address");
    const { status } = await j.asker.ask(at);
    if (given) describe(j, given);
    if (status === 404) fail(j, "hosted.absent", of(at));
    const published = (await read(j, "hosted", at)) || unsure(j, "hosted.unreadable", of(at));
    if (published.id !== at) fail(j, "hosted.id", of(at));
    const gone = published.revoked === true;
    if (!gone) describe(j, published);
    const members = given && !gone ? differing(given, published) : "";
    if (members) fail(j, "hosted.differs", { ...of(at), members });
    pass(j, "hosted", of(at));
    if (gone) revoked(j, text(published.revocationReason));
    else await assertion(j, published, at);
  };

  function describe(j, a) {
    j.out.awarded = j.out.validFrom = moment(a.issuedOn);
    j.out.validUntil = moment(a.expires);
    j.out.id ||= text(a.id);
  }

  // moment reads a time with a zone, in milliseconds; 0 where it is none.
  const moment = (x) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text(x)) && Date.parse(x)) || 0;

  const differing = (a, b) =>
    Object.keys({ ...a, ...b })
      .sort()
      .filter((n) => !(n in a && n in b && same(a[n], b[n])))
      .join(", ");

  async function assertion(j, a, at) {
    const r = a.recipient;
    const demand = (whole) => whole || fail(j, "schema", { standard });
    demand(hasType(a, "Assertion") && isObject(r) && texts(r.type).length && text(r.identity) && typeof r.hashed === "boolean" && a.badge);
    demand(moment(a.issuedOn) && (a.expires === undefined || moment(a.expires)));
    const badge = await linked(j, a.badge, "BadgeClass");
    j.out.title = text(badge.it.name);
    demand(j.out.title && badge.it.criteria && badge.it.issuer);
    const { it: profile, id: issuer } = await linked(j, badge.it.issuer, "Profile", "Issuer");
    if (!issuer) fail(j, "achievement.issuer");
    const { name, url, email } = profile;
    demand(text(name) && text(url) && text(email));
    j.out.issuer = { id: issuer, name, url };
    pass(j, "schema", { standard });
    pass(j, "achievement");
    scope(j, at, badge.id, profile, host(issuer));
    v.period(j);
    j.out.recipient = r;
    await revocationList(j, at, profile, issuer);
  }

  // linked reads a document from its own address. One that is written inside
  // another has to be what that address says; one without an address counts as
  // it is.
  async function linked(j, x, ...types) {
    const inside = isObject(x);
    const id = text(inside ? x.id : x);
    const it = inside && !id ? x : await read(j, "achievement", id);
    if (!it || !hasType(it, ...types) || (id && (it.id !== id || (inside && differing(x, it))))) fail(j, "achievement.document", of(id));
    return { it, id };
  }

  // scope holds the addresses of an Assertion and its BadgeClass against the
  // policy of the issuer: the same host, unless its Profile says otherwise.
  function scope(j, at, badge, profile, home) {
    const { startsWith, allowedOrigins } = part(profile.verification || profile.verify);
    const starts = texts(startsWith);
    const origins = texts(allowedOrigins);
    if ((startsWith && !starts.length) || (allowedOrigins && !origins.length)) fail(j, "scope.policy");
    const begins = (u) => plain(u) && starts.some((s) => host(s) === host(u) && u.startsWith(s));
    const allowed = (u) => (origins.length ? origins.includes(host(u)) : host(u) === home || begins(u));
    for (const u of [at, badge]) if (u && !allowed(u)) fail(j, "scope", of(u));
    if (starts.length && !begins(at)) fail(j, "scope", of(at));
    pass(j, "scope", of(at));
  }

  async function revocationList(j, id, profile, issuer) {
    const at = profile.revocationList;
    if (at === undefined) return pass(j, "revocation.none");
    const all = await read(j, "revocation", text(at));
    const ours = all && hasType(all, "RevocationList") && all.revokedAssertions && (all.id || at) === at && (all.issuer || issuer) === issuer;
    if (!ours) unsure(j, "revocation.list", of(at));
    const entry = list(all.revokedAssertions).find((e) => e === id || (e && e.id === id));
    return entry === undefined ? pass(j, "revocation", of(at)) : revoked(j, text(entry.revocationReason));
  }

  function revoked(j, reason) {
    j.out.suspended = reason.startsWith("Suspended");
    const [, by = ""] = /^Replaced by ([^ ]*)/.exec(reason) || [];
    if (by && host(by) === host(j.out.id)) j.out.supersededBy = by.replace(/[:.,]+$/, "");
    fail(j, j.out.suspended ? "revocation.suspension" : reason ? "revocation.reason" : "revocation", { reason });
  }
})(sealpress);
