// The button that checks an award on its own page. What checks is as large as
// the page itself, and comes with the first press: its scripts, its style and
// its words, from the page that checks credentials.
(() => {
  const button = document.querySelector("button[data-verify]");
  if (!button || !window.DecompressionStream || !AbortSignal.timeout) return; // too old; the page says the other ways
  const { verify, site, page } = button.dataset;

  const here = (e) => document.querySelector(`[src="${e.getAttribute("src")}"], link[href="${e.getAttribute("href")}"]`);

  // load adds a script or style sheet; scripts run in the order of that page.
  const load = (e) =>
    new Promise((onload, onerror) => {
      const copy = Object.assign(document.createElement(e.localName), { onload, onerror, async: false });
      for (const { name, value } of e.attributes) if (name !== "defer") copy.setAttribute(name, value);
      document.head.append(copy);
    });

  async function prepare() {
    const answer = await fetch(verify, { credentials: "omit" });
    const from = new DOMParser().parseFromString(await answer.text(), "text/html");
    await Promise.all([...from.querySelectorAll("script[src], link[rel=stylesheet]")].filter((e) => !here(e)).map(load));
    return sealpress.panel(from, document.getElementById("verify-result"), site);
  }

  let check;
  button.hidden = false;
  button.onclick = async () => {
    try {
      check ||= prepare();
      await (await check)({ at: page });
    } catch {
      location = verify; // which says the other ways
    }
  };
})();
