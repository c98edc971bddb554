// Asks addresses: GET alone, without cookies and without saying from where,
// never led on to another address, and another host than this page's only
// after the person agreed to it by name.
((v) => {
  "use strict";
  const { gather, latin1 } = v;
  const maxAsked = 10;
  const patience = 15000; // milliseconds

  const url = (v.url = (text) => {
    try {
      const u = new URL(text);
      return text.length <= 2048 && u.host && !u.username && !u.password && /^https?:$/.test(u.protocol) && u;
    } catch {
      return false;
    }
  });
  v.host = (text) => url(text).host || "";
  // plain reports whether an address means what it looks like.
  v.plain = (text) => !!url(text) && url(text).href === text && !/%2e|%2f|%5c|\/\//i.test(url(text).pathname);
  v.isPage = (bytes) => /^\s*<(!doctype html|html)/i.test(latin1(bytes.subarray(0, 512)));

  // Asker returns what asks for one check. site is the address of the site that
  // this page belongs to; agree(host) asks the person.
  v.Asker = (site, agree) => {
    const answers = new Map();
    const agreed = new Map();
    const asked = [];
    const own = (u) => u.startsWith(location.origin + "/");
    // A preview on the person's own machine: its files stand in for the host.
    const standsIn = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname) && !own(site);
    const here = (u) => (own(u) ? u : standsIn && u.startsWith(site) ? location.origin + u.slice(url(site).origin.length) : "");

    // ask returns { status, bytes }, or { problem }.
    const ask = async (address, limit = v.maxSize) => {
      const at = address.split("#")[0];
      const { host, protocol } = url(at);
      if (!host || (protocol !== "https:" && !here(at))) return { problem: "address" };
      if (answers.has(at)) return answers.get(at);
      if (asked.length >= maxAsked) return { problem: "limit" };
      if (!here(at)) {
        if (!agreed.has(host)) agreed.set(host, await agree(host));
        if (!agreed.get(host)) return { problem: "refused" };
      }
      asked.push(at);
      answers.set(at, await get(here(at) || at, limit));
      return answers.get(at);
    };
    return { ask, asked, standsIn };
  };

  async function get(at, limit) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), patience);
    try {
      const { status, ok, body } = await fetch(at, { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", cache: "no-store", signal: stop.signal });
      return { status, bytes: ok && body ? await gather(body, limit) : new Uint8Array() };
    } catch (e) {
      return { problem: e.reason || "unreachable" };
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  }
})(window.sealpress);
