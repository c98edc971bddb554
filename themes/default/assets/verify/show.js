// The part of checking that people see: what was given goes in, the verdict
// comes out. Everything shown is put in as text.
((v) => {
  "use strict";
  const { Asker, host, plain } = v;
  const find = (id) => document.getElementById(id);
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const item = (textContent, className = "") => make("li", { textContent, className });
  const nameOf = (c) => [c.code, c.result, c.case].filter(Boolean).join(".");
  const lang = document.documentElement.lang.replace(/^en$/, "en-GB");
  const day = (time) => (time ? new Date(time).toLocaleDateString(lang, { dateStyle: "long", timeZone: "UTC" }) : "");

  // onEnter does something when a button is pressed, or Enter in its field.
  function onEnter(field, button, act) {
    button.onclick = act;
    field.onkeydown = (event) => event.key === "Enter" && act();
  }

  // pageOf returns the page of an award in place of one of its files.
  const pageOf = (at) => String(at).replace(/(\/awards\/[a-z2-7]{26}\/)\w+\.json$/, "$1");

  // panel puts the place of verdicts into an element, and returns what checks.
  // Its pieces and words come from the page that checks credentials.
  function panel(page, into, site) {
    const words = new Map(Array.from(page.getElementById("verify-words").children, (p) => [p.dataset.word, p.textContent.replaceAll("'", "’")]));
    const box = page.getElementById("verify-parts").firstElementChild;
    into.replaceChildren(box);
    const slots = {};
    for (const e of box.querySelectorAll("[data-slot]")) slots[e.dataset.slot] = e;
    let run = 0;
    let leave = () => {};

    const say = (key, params = {}) =>
      (words.get(key) || "").replace(/\{(\w+)\}/g, (_, name) => {
        const value = params[name] || "";
        return typeof value === "number" && value > 1e9 ? day(value) : pageOf(value);
      });

    // sentence says what a check found.
    function sentence(c) {
      const stem = `check.${c.code}.${c.result}`;
      const what = say("what." + c.code);
      if (c.case && words.has(`${stem}.${c.case}`)) return say(`${stem}.${c.case}`, c.params);
      if (what && words.has("unread." + c.case)) return say("unread." + c.case, { what, ...c.params });
      return say(stem, c.params);
    }

    // agree asks the person whether a host may be asked.
    function agree(name) {
      const [yes, no] = slots.ask.querySelectorAll("button");
      slots.askText.textContent = say("ask", { host: name });
      yes.textContent = say("ask-yes", { host: name });
      slots.ask.hidden = false;
      yes.focus();
      return new Promise((answer) => {
        leave = (agreed) => {
          slots.ask.hidden = true;
          answer(agreed);
        };
        yes.onclick = () => leave(true);
        no.onclick = () => leave(false);
      });
    }

    function banner(state, outcome, note = "") {
      slots.status.className = "status status-" + state;
      slots.outcome.textContent = outcome;
      slots.note.textContent = note;
      slots.verdict.hidden = true;
      box.classList.remove("hidden");
    }

    function fact(name, value, href) {
      slots[name].hidden = !value;
      slots[name].lastElementChild.replaceChildren(href ? make("a", { href, textContent: value }) : value || "");
    }

    function lines(name, items) {
      slots[name].replaceChildren(...items);
      slots[name + "Part"].hidden = !items.length;
    }

    function show(out, asker) {
      const { outcome, suspended, genuine, id = "", title, issuer, validFrom: from, validUntil: until } = out;
      const state = suspended && outcome === "revoked" ? "suspended" : outcome;
      const by = pageOf(out.supersededBy || "");
      const early = genuine && out.checks.some((c) => c.case === "early");
      const more = { valid: out.hosted && "hosted", suspended: "suspended", revoked: by && "superseded", "not-valid": early && "early" }[state];
      banner(state, say(`outcome.${outcome}${more ? "." + more : ""}`, { by, from, until }), asker.standsIn ? say("stands-in", { host: host(site) }) : "");
      box.dataset.outcome = outcome;
      fact("title", title);
      fact("holder", out.holder);
      fact("issuer", issuer.name);
      fact("awarded", day(out.awarded));
      fact("until", day(until));
      fact("replaced", by, plain(by) && host(by) === host(id) && by);
      for (const e of box.querySelectorAll("[data-kind]")) e.hidden = !genuine || e.dataset.kind !== out.kind;
      slots.claimed.hidden = genuine || !title;
      lines(
        "checks",
        // What is said once need not be said again.
        [...new Map(out.checks.map((c) => [sentence(c), c]))].map(([said, c]) => {
          const li = item(said, "check-" + c.result);
          li.prepend(make("span", { className: "hidden", textContent: say("result." + c.result) + ": " }));
          li.dataset.check = nameOf(c);
          return li;
        }),
      );
      lines("notProven", v.notProven(out).map((code) => item(say("not-proven." + code))));
      lines("asked", asker.asked.map((at) => item(at)));
      slots.knownPart.hidden = !genuine;
      slots.known.textContent = say("known", { who: issuer.name || issuer.id, id: issuer.id });
      slots.elsewhere.hidden = outcome !== "cannot-tell";
      holder(out, asker);
      slots.verdict.hidden = false;
      slots.status.scrollIntoView({ block: "nearest" });
    }

    // holder offers to compare an e-mail address.
    function holder(out, asker) {
      const { holderPart: part, holderAnswer: answer } = slots;
      const input = part.querySelector("input");
      part.hidden = !out.genuine || !/^(valid|expired)$/.test(out.outcome);
      answer.textContent = input.value = "";
      onEnter(input, part.querySelector("button"), async () => {
        const email = input.value.trim();
        const c = email && (await v.holder(out, email, asker));
        if (!c) return;
        answer.className = "check-" + c.result;
        answer.dataset.check = nameOf(c);
        answer.textContent = sentence(c) + (c.case ? "" : " " + say("holder-unsigned"));
      });
    }

    return async (given) => {
      leave(false);
      const mine = ++run;
      banner("checking", say("checking"));
      delete box.dataset.outcome;
      const asker = Asker(site, agree);
      const out = await v.verify(asker, Date.now(), given);
      if (mine === run) show(out, asker);
    };
  }

  // give reads a file: its beginning first, and the rest only within limits.
  async function give(file) {
    const read = async (part) => new Uint8Array(await part.arrayBuffer());
    const head = await read(file.slice(0, 4096));
    const small = file.size <= (/png|svg/.test(v.sniff(head)) ? v.maxPicture : v.maxSize);
    return { bytes: small ? await read(file) : head, size: file.size };
  }

  if (!window.DecompressionStream) return; // too old; the page says the other ways

  // On the page that checks credentials.
  const form = find("verify-form");
  if (form) {
    const link = find("verify-link");
    const file = find("verify-file");
    const check = panel(document, find("verify-result"), form.dataset.site);
    const checkFile = async ([first]) => first && check(await give(first));
    find("verify-without").hidden = true;
    form.hidden = false;
    onEnter(link, form.querySelector("button"), () => {
      const text = link.value.trim();
      // The page of an award ends in a slash; hosts would lead there.
      if (/^https?:\/\/\S+$/.test(text)) check({ at: text.replace(/(\/awards\/[a-z2-7]{26})$/, "$1/") });
      else if (text) check({ bytes: v.bytes(text) });
      else link.focus();
    });
    file.onchange = async () => {
      await checkFile(file.files);
      file.value = "";
    };
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      document.addEventListener(kind, (event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault(); // a file beside the frame is not to be opened
        form.classList.toggle("over", /enter|over/.test(kind));
        if (kind === "drop") checkFile(event.dataTransfer.files);
      });
    }
  }

  // On the page of an award, which is checked in place.
  const button = document.querySelector("button[data-verify]");
  if (button) {
    const { verify, site, page } = button.dataset;
    let check;
    button.hidden = false;
    button.onclick = async () => {
      button.disabled = true;
      try {
        const text = check || (await (await fetch(verify, { credentials: "omit" })).text());
        check = check || panel(new DOMParser().parseFromString(text, "text/html"), find("verify-result"), site);
        await check({ at: page });
      } catch {
        location = verify; // which says the other ways
      }
      button.disabled = false;
    };
  }
})(window.sealpress);
