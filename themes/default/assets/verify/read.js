// The first of the scripts that check a credential in the browser. They are
// plain scripts that share one object, and are loaded in this order: read,
// picture, ask, key, form, status, hosted, signed, judge, show. Nothing that
// was given is uploaded, and what is shown of it is text.
//
// This one reads bytes, strictly: JSON that two readers could understand
// differently is refused, as is base64url that could be written otherwise.
window.sealpress = {};
((v) => {
  "use strict";
  const maxSize = (v.maxSize = 1 << 20); // bytes of a credential
  v.maxPicture = 8 << 20;

  // refuse throws why something cannot be read, in a word.
  const refuse = (v.refuse = (reason = "damaged") => {
    throw Object.assign(Error(reason), { reason });
  });
  // or returns what a function returns, and the other value where it throws.
  const or = (other, f) => {
    try {
      return f();
    } catch {
      return other();
    }
  };

  const isObject = (v.isObject = (x) => typeof x === "object" && x !== null && !Array.isArray(x));
  const isText = (x) => typeof x === "string";
  v.text = (x) => (isText(x) ? x : "");
  const list = (v.list = (x) => (x === undefined ? [] : Array.isArray(x) ? x : [x]));
  const texts = (v.texts = (x) => (list(x).every(isText) ? list(x) : []));
  v.hasType = (o, ...names) => texts(o.type).some((t) => names.includes(t));
  v.without = (o, ...names) => Object.fromEntries(Object.entries(o).filter(([name]) => !names.includes(name)));

  const utf8 = (v.utf8 = (bytes) => or(refuse, () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)));
  v.latin1 = (bytes) => Array.from(bytes, (b) => String.fromCharCode(b)).join("");
  v.bytes = (text) => new TextEncoder().encode(text);

  // json returns the object that a text holds, given as text or as bytes.
  v.json = (given) => {
    if (given.length > maxSize) refuse("large");
    const text = isText(given) ? given : utf8(given);
    const value = or(refuse, () => JSON.parse(text));
    distinct(text);
    return isObject(value) ? value : refuse();
  };

  // distinct walks over a text that is JSON: no member stands twice, also in
  // other letters, nothing is nested too deep and no number is beyond reading.
  function distinct(text) {
    const open = [];
    const token = /"(?:[^"\\]|\\.)*"|[{}[\]]|-?\d[^\s,\]}]*/g;
    for (let m; (m = token.exec(text)); ) {
      const [it] = m;
      if (/[{[]/.test(it[0])) {
        if (open.push(new Set()) > 32) refuse("deep");
      } else if (/[}\]]/.test(it[0])) {
        open.pop();
      } else if (it[0] !== '"') {
        if (!isFinite(it)) refuse();
      } else if (/^\s*:/.test(text.slice(token.lastIndex, token.lastIndex + 64))) {
        const name = JSON.parse(it).toUpperCase().toLowerCase();
        if (open.at(-1).has(name)) refuse("twice");
        open.at(-1).add(name);
      }
    }
  }

  // canonical writes a value so that equal values are equal texts. Where sets
  // is true, an array is a set, as it is in linked data.
  const canonical = (x, sets) => {
    if (Array.isArray(x)) {
      const items = x.map((y) => canonical(y, sets));
      return sets && items.length === 1 ? items[0] : `[${sets ? items.sort() : items}]`;
    }
    if (!isObject(x)) return JSON.stringify(x);
    const names = Object.keys(x).sort();
    return `{${names.map((n) => JSON.stringify(n) + ":" + canonical(x[n], sets && n !== "@context"))}}`;
  };
  v.same = (a, b, sets) => canonical(a, sets) === canonical(b, sets);

  // base64url reads the one form without padding.
  v.base64url = (text) => {
    const plain = text.replace(/-/g, "+").replace(/_/g, "/");
    const binary = or(refuse, () => atob(plain));
    if (/[^\w-]/.test(text) || btoa(binary).replace(/=+$/, "") !== plain) refuse();
    return Uint8Array.from(binary, (c) => c.charCodeAt(0));
  };

  // base58 reads a multibase text that begins with z, of so many bytes.
  v.base58 = (text, size) => {
    const out = new Uint8Array(size);
    if (text[0] !== "z") refuse();
    for (const c of text.slice(1)) {
      let carry = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".indexOf(c);
      if (carry < 0) refuse();
      for (let i = size - 1; i >= 0; i--) {
        carry += out[i] * 58;
        out[i] = carry;
        carry >>= 8;
      }
      if (carry) refuse();
    }
    return out;
  };

  // gather reads a stream, and stops at a limit: some kilobytes can hold
  // gigabytes of nothing.
  const gather = (v.gather = async (stream, limit) => {
    const reader = stream.getReader();
    const parts = [];
    let size = 0;
    for (let part; !(part = await reader.read()).done; ) {
      parts.push(part.value);
      size += part.value.length;
      if (size > limit) {
        reader.cancel().catch(() => {});
        refuse("large");
      }
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  });
  v.inflate = (bytes, format) => gather(new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)), maxSize);

  v.sha256 = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", v.bytes(text)));
})(window.sealpress);
