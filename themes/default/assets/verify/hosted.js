// Judges a hosted Assertion of Open Badges 2.0: what counts is what the
// issuer's web site says of it today, and a copy has to say the same.
((v) => {
  "use strict";
  const { hasType, host, isObject, list, plain, same, text, texts } = v;
  const standard = { standard: "Open Badges 2.0" };
  const of = (at) => ({ host: host(at) });

  v.openBadge2 = async (j, given) => {
    if (!hasType(given, "Assertion")) j.unsure("format.document");
    if (given.revoked !== true && !hasType(given.verification || {}, "HostedBadge", "hosted")) {
      describe(j, given);
      j.unsure("signature.suite", { suite: "Open Badges 2.0" });
    }
    await v.hosted(j, text(given.id), given);
  };

  v.hosted = async (j, at, given) => {
    Object.assign(j.out, { format: "ob2-hosted", hosted: true, id: at });
    j.pass("format");
    if (!plain(at) || at.includes("#")) j.fail("hosted.address");
    const { status } = await j.ask(at);
    if (given) describe(j, given);
    if (status === 404) j.fail("hosted.absent", of(at));
    const published = (await j.read("hosted", at)) || j.unsure("hosted.unreadable", of(at));
    if (published.id !== at) j.fail("hosted.id", of(at));
    const gone = published.revoked === true;
    if (!gone) describe(j, published);
    const members = given && !gone ? differing(given, published) : "";
    if (members) j.fail("hosted.differs", { ...of(at), members });
    j.pass("hosted", of(at));
    if (gone) revoked(j, text(published.revocationReason));
    else await assertion(j, published, at);
  };

  function describe(j, a) {
    j.out.awarded = j.out.validFrom = moment(a.issuedOn);
    j.out.validUntil = moment(a.expires);
    j.out.id = j.out.id || text(a.id);
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
    const demand = (whole) => whole || j.fail("schema", standard);
    demand(hasType(a, "Assertion") && isObject(r) && texts(r.type).length && text(r.identity) && typeof r.hashed === "boolean" && a.badge);
    demand(moment(a.issuedOn) && (a.expires === undefined || moment(a.expires)));
    const badge = await linked(j, a.badge, "BadgeClass");
    j.out.title = text(badge.it.name);
    demand(j.out.title && badge.it.criteria && badge.it.issuer);
    const { it: profile, id: issuer } = await linked(j, badge.it.issuer, "Profile", "Issuer");
    if (!issuer) j.fail("achievement.issuer");
    const { name, url, email } = profile;
    demand(text(name) && text(url) && text(email));
    j.out.issuer = { id: issuer, name, url };
    j.pass("schema", standard);
    j.pass("achievement");
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
    const it = inside && !id ? x : await j.read("achievement", id);
    if (!it || !hasType(it, ...types) || (id && (it.id !== id || (inside && differing(x, it))))) j.fail("achievement.document", of(id));
    return { it, id };
  }

  // scope holds the addresses of an Assertion and its BadgeClass against the
  // policy of the issuer: the same host, unless its Profile says otherwise.
  function scope(j, at, badge, profile, home) {
    const { startsWith, allowedOrigins } = isObject(profile.verification) ? profile.verification : {};
    const starts = texts(startsWith);
    const origins = texts(allowedOrigins);
    if ((startsWith && !starts.length) || (allowedOrigins && !origins.length)) j.fail("scope.policy");
    const begins = (u) => plain(u) && starts.some((s) => host(s) === host(u) && u.startsWith(s));
    const hosts = origins.length ? origins : starts.length ? null : [home];
    const allowed = (u) => (hosts ? hosts.includes(host(u)) : host(u) === home || begins(u));
    for (const u of [at, badge]) if (u && !allowed(u)) j.fail("scope", of(u));
    if (starts.length && !begins(at)) j.fail("scope", of(at));
    j.pass("scope", of(at));
  }

  async function revocationList(j, id, profile, issuer) {
    const at = profile.revocationList;
    if (at === undefined) return j.note("passed", "revocation.none");
    const all = await j.read("revocation", text(at));
    const ours = all && hasType(all, "RevocationList") && all.revokedAssertions && (all.id || at) === at && (all.issuer || issuer) === issuer;
    if (!ours) j.unsure("revocation.list", of(at));
    const entry = list(all.revokedAssertions).find((e) => e === id || (e && e.id === id));
    return entry === undefined ? j.pass("revocation", of(at)) : revoked(j, text(entry.revocationReason));
  }

  function revoked(j, reason) {
    j.out.suspended = reason.startsWith("Suspended");
    const [, by = ""] = /^Replaced by ([^ ]*)/.exec(reason) || [];
    if (by && host(by) === host(j.out.id)) j.out.supersededBy = by.replace(/[:.,]+$/, "");
    j.note("failed", j.out.suspended ? "revocation.suspension" : reason ? "revocation.reason" : "revocation", { reason });
  }
})(window.sealpress);
