// Asks addresses, and records what is found. Asked is by GET alone, without
// cookies and without saying from where, never led on to another address, and
// another host than this page's only after the person agreed to it by name.
((v) => {
  const { gather, json, latin1, or } = v;
  const maxAsked = 10;
  const patience = 15000; // milliseconds

  const url = (text) =>
    or(() => false, () => {
      const u = new URL(text);
      return text.length <= 2048 && u.host && !u.username && !u.password && /^https?:$/.test(u.protocol) && u;
    });
  v.host = (text) => url(text).host || "";
  // plain reports whether an address means what it looks like.
  v.plain = (text) => url(text).href === text && !/%2e|%2f|%5c|\/\//i.test(url(text).pathname);
  v.isPage = (bytes) => /^\s*<(!doctype html|html)/i.test(latin1(bytes.subarray(0, 512)));

  // Asker returns what asks for one check. site is the address of the site that
  // this page belongs to; agree(host) asks the person.
  v.Asker = (site, agree) => {
    const answers = {};
    const agreed = {};
    const asked = [];
    const { origin, hostname } = location;
    // A preview on the person's own machine: its files stand in for the host.
    const standsIn = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname) && !site.startsWith(origin + "/");
    const here = (u) => (standsIn && u.startsWith(site) ? origin + u.slice(url(site).origin.length) : u);

    // ask returns { status, bytes }, or { problem }.
    const ask = async (address, limit = v.maxSize) => {
      const [at] = address.split("#");
      const to = here(at);
      const u = url(to);
      const own = u.origin === origin;
      if (!own && u.protocol !== "https:") return { problem: "address" };
      if (!answers[at]) {
        if (asked.length >= maxAsked) return { problem: "limit" };
        if (!own && !(agreed[u.host] ??= await agree(u.host))) return { problem: "refused" };
        asked.push(at);
        answers[at] = await get(to, limit);
      }
      return answers[at];
    };
    // peek returns the object at an address that need not be there.
    const peek = async (at) => {
      const { bytes = [] } = await ask(at);
      return or(() => ({}), () => json(bytes));
    };
    return { ask, peek, asked, standsIn };
  };

  async function get(at, limit) {
    try {
      const { status, ok, body } = await fetch(at, { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", cache: "no-store", signal: AbortSignal.timeout(patience) });
      return { status, bytes: ok && body ? await gather(body, limit) : new Uint8Array() };
    } catch (e) {
      return { problem: e.reason || "unreachable" };
    }
  }

  // A check is recorded by its code and, behind a point, its case; between them
  // goes what came of it: passed, failed, unknown or skipped. fail and unsure
  // stop the rest of what attempt was given.
  const note = (v.note = (j, result, name, params) => j.out.checks.push({ name: name.replace(/\.|$/, `.${result}$&`), params }));
  v.pass = (j, name, params) => note(j, "passed", name, params);
  const stopped = {};
  const stop = (result) => (j, name, params) => {
    note(j, result, name, params);
    throw stopped;
  };
  v.fail = stop("failed");
  const unsure = (v.unsure = stop("unknown"));
  v.attempt = (j, f) =>
    f().catch((e) => {
      if (e !== stopped) note(j, "unknown", "internal");
    });

  // load returns what an address answers: no page for people, unless as much
  // as a picture may come.
  const load = (v.load = async (j, code, at, limit) => {
    const { problem, status, bytes } = await j.asker.ask(at, limit);
    const where = { host: v.host(at), status };
    if (problem) unsure(j, `${code}.${problem}`, where);
    if (status > 299) unsure(j, code + ".absent", where);
    return v.isPage(bytes) && !limit ? unsure(j, code + ".page", where) : bytes;
  });
  // read returns the object that an address answers, or nothing.
  v.read = async (j, code, at) => {
    const bytes = await load(j, code, at);
    return or(() => false, () => json(bytes));
  };
})(sealpress);
