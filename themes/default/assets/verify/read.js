// The first of the scripts that check a credential in the browser. They are
// plain scripts that share one object, and are loaded in this order: read,
// ask, form, issuer, hosted, signed, judge, show. Nothing that was given is
// uploaded, and what is shown of it is text.
//
// This one reads bytes and pictures, strictly: JSON that two readers could
// understand differently is refused, as is base64url that could be written
// otherwise.
window.sealpress = {};
((v) => {
  const maxSize = (v.maxSize = 1 << 20); // bytes of a credential
  v.maxPicture = 8 << 20;

  // refuse throws why something cannot be read, in a word.
  const refuse = (v.refuse = (reason = "damaged") => {
    throw Object.assign(Error(reason), { reason });
  });
  // or returns what a function returns, and what another one does where it
  // throws.
  const or = (v.or = (other, f) => {
    try {
      return f();
    } catch (e) {
      return other(e);
    }
  });
  const sound = (f) => or(() => refuse(), f);

  const isObject = (v.isObject = (x) => Object(x) === x && !Array.isArray(x));
  v.part = (x) => (isObject(x) ? x : {});
  const isText = (x) => typeof x === "string";
  v.text = (x) => (isText(x) ? x : "");
  const list = (v.list = (x) => (x === undefined ? [] : Array.isArray(x) ? x : [x]));
  const texts = (v.texts = (x) => (list(x).every(isText) ? list(x) : []));
  v.hasType = (o, ...names) => texts(o.type).some((t) => names.includes(t));
  v.without = (o, ...names) => Object.fromEntries(Object.entries(o).filter(([name]) => !names.includes(name)));

  const utf8 = (bytes) => sound(() => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  // What is not ASCII is other letters for windows-1252, which is meant.
  const latin1 = (v.latin1 = (bytes) => new TextDecoder("latin1").decode(bytes));
  v.bytes = (text) => new TextEncoder().encode(text);

  // json returns the object that a text holds, given as text or as bytes.
  v.json = (given) => {
    if (given.length > maxSize) refuse("large");
    const text = isText(given) ? given : utf8(given);
    const value = sound(() => JSON.parse(text));
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
  const canonical = (v.canonical = (x, sets) => {
    if (Array.isArray(x)) {
      const items = x.map((y) => canonical(y, sets));
      return sets && items.length === 1 ? items[0] : `[${sets ? items.sort() : items}]`;
    }
    if (!isObject(x)) return JSON.stringify(x);
    const names = Object.keys(x).sort();
    return `{${names.map((n) => JSON.stringify(n) + ":" + canonical(x[n], sets && n !== "@context"))}}`;
  });
  v.same = (a, b, sets) => canonical(a, sets) === canonical(b, sets);

  // base64url reads the one form without padding.
  v.base64url = (text) => {
    const plain = text.replace(/-/g, "+").replace(/_/g, "/");
    const binary = sound(() => atob(plain));
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
  const inflate = (v.inflate = (bytes, format) => gather(new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)), maxSize));

  v.sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  v.hex = async (data) => Array.from(await v.sha256(data), (b) => b.toString(16).padStart(2, "0")).join("");

  // Pictures. What is baked into a PNG or an SVG is taken out, OB 2.0 first. The
  // older forms of text in a PNG are not read; that they are there is said.
  const forms = [
    { version: 2, keyword: "openbadges", space: "http://openbadges.org", element: "assertion" },
    { version: 3, keyword: "openbadgecredential", space: "https://purl.imsglobal.org/ob/v3p0", element: "credential" },
  ];

  v.unbake = async (bytes, isPNG) => {
    const found = isPNG ? await png(bytes) : svg(utf8(bytes));
    found.sort((a, b) => a.version - b.version);
    if (!found.length) refuse("bare");
    if (found.some((c, i) => i && c.version === found[i - 1].version)) refuse("ambiguous");
    return found;
  };

  async function png(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const number = (at) => sound(() => view.getUint32(at));
    const found = [];
    for (let at = 8; ; ) {
      const end = at + 8 + number(at);
      if (number(end) !== crc(bytes.subarray(at + 4, end))) refuse();
      const kind = latin1(bytes.subarray(at + 4, at + 8));
      if (at === 8 && kind !== "IHDR") refuse();
      if (/^(iTX|tEX|zTX)t$/.test(kind)) {
        const keyword = latin1(bytes.subarray(at + 8, end)).split("\0")[0];
        const form = forms.find((f) => f.keyword === keyword);
        if (form && kind !== "iTXt") refuse("old");
        if (form) found.push({ version: form.version, text: await international(bytes.subarray(at + 9 + keyword.length, end)) });
      }
      if (kind === "IEND") return found;
      at = end + 4;
    }
  }

  // international reads the text of an iTXt chunk, behind its keyword.
  async function international(data) {
    // Before the text stand how it is packed, a language, and the keyword in it.
    const [{ length }] = /^..[^\0]*\0[^\0]*\0/s.exec(latin1(data)) || refuse();
    const [packed, method] = data;
    data = data.subarray(length);
    if (packed) data = method ? refuse() : await inflate(data, "deflate").catch(() => refuse());
    return data.length > maxSize ? refuse() : utf8(data);
  }

  const crc = (bytes) =>
    ~bytes.reduce((c, b) => {
      c ^= b;
      for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (c & 1 && 0xedb88320);
      return c;
    }, -1) >>> 0;

  // An SVG is read as a document of its own, in which nothing runs or loads.
  function svg(text) {
    const doc = new DOMParser().parseFromString(text, "image/svg+xml");
    const root = doc.documentElement;
    if (text.length > 4 << 20 || /<!DOCTYPE[^>]*\[/i.test(text) || doc.querySelector("parsererror") || !(root instanceof SVGSVGElement)) refuse();
    return forms.flatMap((f) =>
      Array.from(doc.getElementsByTagNameNS(f.space, f.element), (e) => {
        const verify = (e.getAttribute("verify") || "").trim();
        const content = e.textContent.trim();
        return { version: f.version, text: content || verify || refuse(), verify: content && verify };
      }),
    );
  }
})(sealpress);
