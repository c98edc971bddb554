// Finds out what was given, has it judged, and draws the outcome from the
// checks. The rules are those of `sealpress verify`, which reads more: where
// this page cannot tell, it says so.
((v) => {
  const { attempt, bytes: encode, fail, hex, host, isPage, json, latin1, list, load, maxPicture, maxSize, note, or, pass, plain, text, unsure } = v;
  v.ob2 = "https://w3id.org/openbadges/v2";

  // judge judges one credential, by what records checks in j and asks.
  async function judge(asker, now, by) {
    const j = { asker, now, out: { checks: [], issuer: {} } };
    await attempt(j, async () => by(j));
    conclude(j.out);
    return j.out;
  }

  // verify judges bytes, or an address where there are none.
  v.verify = (asker, now, { bytes, at, size }) => judge(asker, now, (j) => (bytes ? given(j, bytes, size) : linked(j, at)));

  async function given(j, bytes, size = bytes.length) {
    const all = latin1(bytes);
    const head = all.trim();
    const markup = head[0] === "<";
    const png = /^‰PNG\r\n\x1a\n/.test(all);
    const picture = png || (markup && !isPage(bytes) && /<svg/i.test(head.slice(0, 4096)));
    if (size > (picture ? maxPicture : maxSize)) fail(j, "format.large");
    if (picture) {
      const not = ({ reason }) => (/bare|old/.test(reason) ? unsure : fail)(j, "format." + reason);
      return each(j, await v.unbake(bytes, png).catch(not), baked);
    }
    if (head[0] === "{") return object(j, bytes);
    if (/^ey[^\s<>{}~]*\.[^\s<>{}~]*$/.test(head)) return v.token(j, head);
    if (/^https:\/\/\S+$/.test(head)) return linked(j, head);
    return unsure(j, markup ? "format.page" : !head ? "format.empty" : /^(ÿØÿ|GIF8|RIFF|%PDF)/.test(head) ? "format.picture" : "format");
  }

  // object judges what is JSON.
  async function object(j, bytes) {
    const o = or((e) => fail(j, "format." + e.reason), () => json(bytes));
    const [first] = list(o["@context"]);
    if (v.isStub(o)) return v.stub(j, o);
    if (first === v.ob2) return v.openBadge2(j, o);
    v.foreign(j, o);
    return first && v.hasType(o, "VerifiableCredential") ? v.credential(j, o) : unsure(j, "format");
  }

  // each judges credentials that came together, and makes one verdict of them.
  async function each(j, items, by) {
    const parts = [];
    for (const x of items) parts.push(await judge(j.asker, j.now, (part) => by(part, x)));
    join(j, parts);
  }

  async function baked(j, { version, text: it, verify }) {
    it = it.trim();
    if (it[0] === "{") {
      // The attribute of an SVG and its text must not lead to two credentials.
      if (verify && !it.includes(JSON.stringify(verify))) unsure(j, "format");
      return object(j, encode(it));
    }
    return version === 2 && /^https?:\/\//.test(it) ? v.hosted(j, it) : v.token(j, it);
  }

  // linked judges what stands at an address: a file, or the page of an award
  // with the files that its head names.
  async function linked(j, at) {
    const bytes = await load(j, "format", at, maxPicture);
    if (!isPage(bytes)) return given(j, bytes);
    j.asker.page = bytes;
    const { files, folder } = alternates(bytes, at);
    // The page of an award that does not stand names no files, and they tell why.
    for (const name of files.length || !folder ? [] : ["credential.json", "assertion.json"]) {
      const { status } = await j.asker.ask(folder + name);
      if (!(status > 299)) files.push(folder + name);
    }
    if (!files.length) unsure(j, "format.page");
    await each(j, files, async (part, file) => {
      const data = await load(part, "format", file);
      const token = latin1(data).trim();
      return token[0] === "{" ? object(part, data) : v.token(part, token);
    });
  }

  // alternates finds the data files that a page names, on its own host. The
  // page is read as a document of its own, in which nothing runs or loads.
  function alternates(bytes, at) {
    const award = /^\/([\w.~-]+\/)*awards\/[a-z2-7]{26}\/$/;
    const page = new URL(at);
    const links = new Set();
    let folder = award.test(page.pathname) ? page.origin + page.pathname : "";
    const doc = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "text/html");
    for (const link of doc.head.querySelectorAll("link[rel~=alternate][href]")) {
      const { type } = link;
      const { origin, pathname } = new URL(link.getAttribute("href"), at);
      const to = origin + pathname;
      if (origin !== page.origin) continue;
      if (/^application\/(json|ld\+json|vc|vc\+jwt)$/.test(type) || (type === "text/plain" && /\.jwt$/.test(to))) links.add(to);
      // The files stand beside the page in the site's first language.
      else if (!type && award.test(pathname) && (!folder || to.length < folder.length)) folder = to;
    }
    return { files: [...links].slice(0, 3), folder };
  }

  // join makes one verdict of the credentials in one input. A signed one
  // speaks for all; what contradicts it is said, and the worse answer counts.
  function join(j, parts) {
    const rank = (o) => ["ob2-hosted", "vc-jwt", "data-integrity"].indexOf(o.format);
    const main = parts.reduce((a, b) => (rank(b) > rank(a) ? b : a));
    j.out = { ...main, checks: [...main.checks] };
    for (const other of parts) {
      if (other === main) continue;
      agree(j, main, other);
      if (other.genuine && together(main, other)) j.out.recipient ||= other.recipient;
    }
  }

  function agree(j, a, b) {
    const facts = ({ title, issuer, holder, awarded, genuine, validUntil }) => ({ title, issuer: issuer.name, holder, date: Math.floor(awarded / 864e5), validity: genuine && (validUntil || 1) });
    const [x, y] = [facts(a), facts(b)];
    const differ = Object.keys(x).filter((n) => x[n] && y[n] && x[n] !== y[n]);
    // Hosted documents follow an issuer who changes a name.
    const hard = differ.filter((n) => !/title|issuer/.test(n) || !together(a, b));
    const members = (hard.length ? hard : differ).join(", ");
    if (hard.length) note(j, "failed", "agreement", { members });
    else if (b.outcome === "cannot-tell") note(j, a.genuine ? "skipped" : "unknown", a.genuine ? "agreement.unknown" : "agreement");
    else if (b.outcome === "not-valid") note(j, "failed", "agreement.outcome");
    else if (a.outcome !== b.outcome) {
      note(j, "skipped", "agreement.outcome");
      j.out.checks.push(...b.checks.filter((c) => /\.failed/.test(c.name)));
      j.out.suspended = a.suspended || b.suspended;
      j.out.supersededBy = a.supersededBy || b.supersededBy;
    } else if (members) note(j, "skipped", "agreement.renamed", { members });
    else pass(j, "agreement");
  }

  // together reports whether two credentials are forms of one award: they
  // stand in one folder.
  function together(a, b) {
    const folder = ({ id }) => plain(id) && /^https?:..[^/]+\/.+\/|$/.exec(id)[0];
    return folder(a) && folder(a) === folder(b);
  }

  // conclude draws the outcome: what failed decides, and a necessary check
  // without an answer leaves the whole without one. Revoked or expired is only
  // what is known to be genuine.
  function conclude(out) {
    const is = (form) => out.checks.some(({ name }) => form.test(name));
    // What is recorded last, once all that comes before it has passed.
    out.genuine = is(/^(issuer|scope)\.passed/);
    out.outcome = is(/^(?!status\.|revocation)[^.]+\.failed(?!\.expired)/)
      ? "not-valid"
      : is(/^(format|key|signature|issuer|claims|hosted|scope|internal)\.unknown/)
        ? "cannot-tell"
        : is(/^(status|revocation)\.failed/)
          ? "revoked"
          : is(/^[^.]+\.unknown/) || !out.genuine
            ? "cannot-tell"
            : is(/\.failed/)
              ? "expired"
              : "valid";
  }

  // notProven lists what no check proves.
  v.notProven = ({ outcome, format, kind, hosted }) => {
    if (/not-valid|cannot-tell/.test(outcome) || format === "stub") return [];
    return ["holder", "recipient", "honesty", "issuer-known", kind === "micro-credential" && "accreditation", "evidence", hosted && "hosted-only", format === "data-integrity" && "inside"].filter(Boolean);
  };

  // holder compares an e-mail address with the one in the Assertion of Open
  // Badges 2.0, which is not signed.
  v.holder = async ({ id, recipient }, email, { peek }) => {
    const at = id.replace(/credential\.json$/, "assertion.json");
    if (!recipient && at !== id) {
      const a = await peek(at);
      recipient = a.id === at && a.recipient;
    }
    recipient ||= {};
    const { identity, salt, hashed } = recipient;
    const answer = (found) => ({ name: "recipient." + found, params: { email } });
    if (!v.hasType(recipient, "email") || (hashed && !/^sha256\$/.test(identity))) return answer("unknown.none");
    const lower = (s) => text(s).toLowerCase();
    for (const e of [lower(email), email]) {
      const digest = await hex(encode(e + text(salt)));
      if (lower(identity) === (hashed ? "sha256$" + digest : lower(email))) return answer("passed");
    }
    return answer("failed");
  };
})(sealpress);
