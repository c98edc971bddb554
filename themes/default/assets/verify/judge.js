// Finds out what was given, has it judged, and draws the outcome from the
// checks. The rules are those of `sealpress verify`, which reads more: where
// this page cannot tell, it says so.
((v) => {
  "use strict";
  const { host, isPage, json, latin1, list, maxSize, maxPicture, plain, sha256, text } = v;
  v.ob2 = "https://w3id.org/openbadges/v2";

  // judge judges one credential: by is given what records checks and asks. A
  // check is named by its code and, behind a point, its case. fail and unsure
  // stop the rest.
  async function judge(asker, now, source, by) {
    const stopped = {};
    const j = { asker, now, out: { source, checks: [], issuer: {} } };
    j.note = (result, name, params = {}) => {
      const [code, reason = ""] = name.split(".");
      j.out.checks.push({ code, result, case: reason, params });
    };
    j.pass = (name, params) => j.note("passed", name, params);
    const stop = (result) => (name, params) => {
      j.note(result, name, params);
      throw stopped;
    };
    j.fail = stop("failed");
    j.unsure = stop("unknown");
    j.catch = (f) =>
      f().catch((e) => {
        if (e !== stopped) j.note("unknown", "internal");
      });
    j.ask = asker.ask;
    // document returns what an address answers: no page for people, unless as
    // much as a picture may come.
    j.document = async (code, at, limit) => {
      const { problem, status, bytes } = await j.ask(at, limit);
      const where = { host: host(at), status };
      if (problem) j.unsure(`${code}.${problem}`, where);
      if (status < 200 || status > 299) j.unsure(code + ".absent", where);
      return isPage(bytes) && !limit ? j.unsure(code + ".page", where) : bytes;
    };
    // read returns the object that an address answers, or nothing.
    j.read = async (code, at) => {
      const bytes = await j.document(code, at);
      try {
        return json(bytes);
      } catch {
        return undefined;
      }
    };
    await j.catch(async () => by(j));
    conclude(j.out);
    return j.out;
  }

  // verify judges bytes, or an address where there are none.
  v.verify = (asker, now, { bytes, at, size }) => judge(asker, now, "", (j) => (bytes ? given(j, bytes, size || bytes.length) : linked(j, at)));

  // sniff tells what bytes are by their beginning alone.
  const sniff = (v.sniff = (bytes) => {
    const head = latin1(bytes.subarray(0, 4096)).trim();
    if (/^\x89PNG\r\n\x1a\n/.test(head)) return "png";
    if (head[0] === "{") return "json";
    if (head[0] === "<") return !isPage(bytes) && /<svg/i.test(head) ? "svg" : "html";
    return /^ey[^\s<>{}~]*$/.test(head) && head.includes(".") ? "jwt" : "";
  });

  async function given(j, bytes, size) {
    const kind = (j.out.source = sniff(bytes));
    const picture = /png|svg/.test(kind);
    if (size > (picture ? maxPicture : maxSize)) j.fail("format.large");
    if (picture) return pictured(j, bytes, kind);
    const head = latin1(bytes).trim();
    if (kind === "json") return object(j, bytes);
    if (kind === "jwt") return v.token(j, head);
    if (/^https:\/\/\S+$/.test(head)) return linked(j, head);
    if (kind) j.unsure("format.page");
    if (!head) j.unsure("format.empty");
    return j.unsure(/^(\xff\xd8\xff|GIF8|RIFF|%PDF)/.test(head) ? "format.picture" : "format");
  }

  // object judges what is JSON.
  async function object(j, bytes) {
    let o;
    try {
      o = json(bytes);
    } catch (e) {
      j.fail("format." + e.reason);
    }
    const [first] = list(o["@context"]);
    if (v.isStub(o)) return v.stub(j, o);
    if (first === v.ob2) return v.openBadge2(j, o);
    v.foreign(j, o);
    return first && v.hasType(o, "VerifiableCredential") ? v.credential(j, o) : j.unsure("format");
  }

  async function pictured(j, bytes, kind) {
    let found;
    try {
      found = await v.unbake(bytes, kind);
    } catch (e) {
      j[/bare|old/.test(e.reason) ? "unsure" : "fail"]("format." + e.reason);
    }
    const parts = [];
    for (const c of found) parts.push(await judge(j.asker, j.now, kind, (part) => baked(part, c)));
    join(j, parts);
  }

  async function baked(j, { version, text: it, verify }) {
    it = it.trim();
    if (it[0] === "{") {
      // The attribute of an SVG and its text must not lead to two credentials.
      if (verify && !it.includes(JSON.stringify(verify))) j.unsure("format");
      return object(j, v.bytes(it));
    }
    return version === 2 && /^https?:\/\//.test(it) ? v.hosted(j, it) : v.token(j, it);
  }

  // linked judges what stands at an address: a file, or the page of an award
  // with the files that its head names.
  async function linked(j, at) {
    const bytes = await j.document("format", at, maxPicture);
    if (!isPage(bytes)) return given(j, bytes, bytes.length);
    j.out.source = "html";
    const { links, folder } = alternates(bytes, at);
    // The page of an award that does not stand names no files, and they tell why.
    const files = links.length ? links : folder ? [folder + "credential.json", folder + "assertion.json"] : [];
    const parts = [];
    for (const file of files) {
      if (!links.length && (await j.ask(file)).status > 299) continue;
      const one = async (part) => {
        const data = await part.document("format", file);
        const token = latin1(data).trim();
        return token[0] === "{" ? object(part, data) : v.token(part, token);
      };
      parts.push(await judge(j.asker, j.now, "html", one));
    }
    if (!parts.length) j.unsure("format.page");
    join(j, parts);
  }

  // alternates finds the data files that a page names, on its own host. The
  // page is read as a document of its own, in which nothing runs or loads.
  function alternates(bytes, at) {
    const award = /^\/([\w.~-]+\/)*awards\/[a-z2-7]{26}\/$/;
    const page = new URL(at);
    const links = [];
    let folder = award.test(page.pathname) ? page.origin + page.pathname : "";
    const doc = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "text/html");
    for (const link of doc.head.querySelectorAll("link[rel~=alternate][href]")) {
      const type = link.getAttribute("type");
      const to = new URL(link.getAttribute("href"), at);
      const target = to.origin + to.pathname;
      if (to.origin !== page.origin) continue;
      const data = /^application\/(json|ld\+json|vc|vc\+jwt)$/.test(type) || (type === "text/plain" && /\.jwt$/.test(target));
      if (data && links.length < 3 && !links.includes(target)) links.push(target);
      // The files stand beside the page in the site's first language.
      if (!type && award.test(to.pathname) && (!folder || target.length < folder.length)) folder = target;
    }
    return { links, folder };
  }

  // join makes one verdict of the credentials in one input. A signed one
  // speaks for all; what contradicts it is said, and the worse answer counts.
  function join(j, parts) {
    const rank = (o) => ["ob2-hosted", "vc-jwt", "data-integrity"].indexOf(o.format);
    const main = parts.reduce((a, b) => (rank(b) > rank(a) ? b : a));
    j.out = { ...main, source: j.out.source, checks: [...main.checks] };
    for (const other of parts) {
      if (other === main) continue;
      agree(j, main, other);
      if (other.genuine && together(main, other)) j.out.recipient = j.out.recipient || other.recipient;
    }
  }

  function agree(j, a, b) {
    const hard = [];
    const soft = [];
    const compare = (name, x, y, kind) => x && y && x !== y && kind.push(name);
    const names = together(a, b) ? soft : hard;
    compare("title", a.title, b.title, names);
    compare("issuer", a.issuer.name, b.issuer.name, names);
    compare("holder", a.holder, b.holder, hard);
    compare("date", Math.floor(a.awarded / 864e5), Math.floor(b.awarded / 864e5), hard);
    if (a.genuine && b.genuine && (a.validUntil || 0) !== (b.validUntil || 0)) hard.push("validity");
    const members = (hard.length ? hard : soft).join(", ");
    if (hard.length) j.note("failed", "agreement", { members });
    else if (b.outcome === "cannot-tell") j.note(a.genuine ? "skipped" : "unknown", a.genuine ? "agreement.unknown" : "agreement");
    else if (b.outcome === "not-valid") j.note("failed", "agreement.outcome");
    else if (a.outcome !== b.outcome) {
      j.note("skipped", "agreement.outcome");
      j.out.checks.push(...b.checks.filter((c) => c.result === "failed"));
      j.out.suspended = a.suspended || b.suspended;
      j.out.supersededBy = a.supersededBy || b.supersededBy;
    } else if (soft.length) j.note("skipped", "agreement.renamed", { members });
    else j.pass("agreement");
  }

  // together reports whether two credentials are forms of one award: they
  // stand in one folder.
  function together(a, b) {
    const folder = ({ id }) => plain(id) && id.slice(0, id.lastIndexOf("/"));
    return folder(a) && folder(a) === folder(b) && !/\/\/[^/]*$/.test(folder(a));
  }

  // conclude draws the outcome: what failed decides, and a necessary check
  // without an answer leaves the whole without one. Revoked or expired is only
  // what is known to be genuine.
  function conclude(out) {
    const { checks } = out;
    const failed = checks.filter((c) => c.result === "failed");
    const unknown = checks.filter((c) => c.result === "unknown");
    const withdrawn = (c) => /^(status|revocation)$/.test(c.code);
    const all = (...codes) => codes.every((code) => checks.some((c) => c.code === code) && checks.every((c) => c.code !== code || c.result === "passed"));
    out.genuine = all("key", "signature", "issuer") || all("hosted", "scope");
    out.outcome = failed.some((c) => !withdrawn(c) && c.case !== "expired")
      ? "not-valid"
      : unknown.some((c) => /^(format|key|signature|issuer|claims|hosted|scope|internal)$/.test(c.code))
        ? "cannot-tell"
        : failed.some(withdrawn)
          ? "revoked"
          : unknown.length || !out.genuine
            ? "cannot-tell"
            : failed.length
              ? "expired"
              : "valid";
  }

  // notProven lists what no check proves.
  v.notProven = ({ outcome, format, kind, hosted }) => {
    if (/not-valid|cannot-tell/.test(outcome) || format === "stub") return [];
    return ["holder", "recipient", "honesty", "issuer-known", kind === "micro-credential" && "accreditation", "evidence", hosted && "hosted-only"].filter(Boolean);
  };

  // holder compares an e-mail address with the one in the Assertion of Open
  // Badges 2.0, which is not signed.
  v.holder = async ({ id, recipient }, email, { ask }) => {
    const at = id.replace(/credential\.json$/, "assertion.json");
    if (!recipient && at !== id) {
      const { bytes = [] } = await ask(at);
      try {
        const a = json(bytes);
        recipient = a.id === at && a.recipient;
      } catch {
        // There is none.
      }
    }
    const { identity, salt, hashed } = recipient || {};
    const answer = (result, reason = "") => ({ code: "recipient", result, case: reason, params: { email } });
    if (!recipient || !v.hasType(recipient, "email") || (hashed && !/^sha256\$/.test(identity))) return answer("unknown", "none");
    const lower = (s) => text(s).toLowerCase();
    for (const e of [lower(email), email]) {
      const digest = await sha256(e + text(salt));
      const hex = Array.from(digest, (b) => b.toString(16).padStart(2, "0")).join("");
      if (lower(identity) === (hashed ? "sha256$" + hex : lower(email))) return answer("passed");
    }
    return answer("failed");
  };
})(window.sealpress);
