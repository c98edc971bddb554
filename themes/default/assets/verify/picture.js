// Takes out what is baked into a PNG or an SVG, OB 2.0 first. The older forms
// of text in a PNG are not read; that they are there is said.
((v) => {
  "use strict";
  const { inflate, latin1, maxSize, refuse, utf8 } = v;
  const forms = [
    { version: 2, keyword: "openbadges", space: "http://openbadges.org", element: "assertion" },
    { version: 3, keyword: "openbadgecredential", space: "https://purl.imsglobal.org/ob/v3p0", element: "credential" },
  ];

  v.unbake = async (bytes, kind) => {
    const found = kind === "png" ? await png(bytes) : svg(utf8(bytes));
    found.sort((a, b) => a.version - b.version);
    if (!found.length) refuse("bare");
    if (found.some((c, i) => i && c.version === found[i - 1].version)) refuse("ambiguous");
    return found;
  };

  async function png(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const found = [];
    for (let at = 8; ; ) {
      const size = bytes.length - at < 12 ? Infinity : view.getUint32(at);
      const end = at + 8 + size;
      if (end + 4 > bytes.length || crc(bytes.subarray(at + 4, end)) !== view.getUint32(end)) refuse();
      const kind = latin1(bytes.subarray(at + 4, at + 8));
      if (at === 8 && kind !== "IHDR") refuse();
      if (/^(iTX|tEX|zTX)t$/.test(kind)) {
        const keyword = latin1(bytes.subarray(at + 8, Math.min(at + 99, end))).split("\0")[0];
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
    const [packed, method] = data;
    data = data.subarray(2);
    for (let i = 0; i < 2; i++) {
      const nul = data.indexOf(0); // behind the language, and behind the keyword in it
      if (nul < 0) refuse();
      data = data.subarray(nul + 1);
    }
    if (packed) data = method ? refuse() : await inflate(data, "deflate").catch(() => refuse());
    return data.length > maxSize ? refuse() : utf8(data);
  }

  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  const crc = (bytes) => ~bytes.reduce((c, b) => table[(c ^ b) & 255] ^ (c >>> 8), -1) >>> 0;

  // An SVG is read as a document of its own, in which nothing runs or loads.
  function svg(text) {
    const doc = new DOMParser().parseFromString(text, "image/svg+xml");
    const root = doc.documentElement;
    if (text.length > 4 << 20 || /<!DOCTYPE[^>]*\[/i.test(text) || doc.querySelector("parsererror") || root.localName !== "svg" || root.namespaceURI !== "http://www.w3.org/2000/svg") refuse();
    return forms.flatMap((f) =>
      Array.from(doc.getElementsByTagNameNS(f.space, f.element), (e) => {
        const verify = (e.getAttribute("verify") || "").trim();
        const content = e.textContent.trim();
        return { version: f.version, text: content || verify || refuse(), verify: content && verify };
      }),
    );
  }
})(window.sealpress);
