// The part of checking that people see: what was given goes in, the verdict
// comes out. Everything shown is put in as text.
((v) => {
  const { Asker, host, plain } = v;
  const find = (id) => document.getElementById(id);
  const make = (name, properties) => Object.assign(document.createElement(name), properties);
  const item = (textContent) => make("li", { textContent });
  // mark says of a line which check it tells of.
  function mark(line, { name }) {
    line.className = "check-" + name.split(".")[1];
    line.dataset.check = name;
    return line;
  }
  const lang = document.documentElement.lang.replace(/^en$/, "en-GB") + "-u-nu-latn";
  const day = (time) => (time ? new Date(time).toLocaleDateString(lang, { dateStyle: "long", timeZone: "UTC" }) : "");

  // onEnter does something when a button is pressed, or Enter in its field.
  function onEnter(field, button, act) {
    button.onclick = act;
    field.onkeydown = (event) => {
      if (event.key === "Enter") act(); // what a handler returns may cancel the key
    };
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
    function sentence({ name, params }) {
      const [code, result, reason] = name.split(".");
      return say("check." + name, params) || say("unread." + reason, { what: say("what." + code), ...params }) || say(`check.${code}.${result}`, params);
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
      const said = make("bdi", { textContent: value || "" });
      const shown = href ? make("a", { href }) : said;
      if (href) shown.append(said);
      slots[name].lastElementChild.replaceChildren(shown);
    }

    function lines(name, items) {
      slots[name].replaceChildren(...items);
      slots[name + "Part"].hidden = !items.length;
    }

    function show(out, asker) {
      const { outcome, suspended, genuine, id = "", title, issuer, validFrom: from, validUntil: until } = out;
      const by = pageOf(out.supersededBy || "");
      const some = (name) => out.checks.some((c) => c.name === name);
      const more = {
        valid: out.hosted && "hosted",
        revoked: suspended ? "suspended" : by && "superseded",
        "not-valid": some("dates.failed.early") && "early",
        "cannot-tell": some("status.failed") && "gone",
      }[outcome];
      banner(more === "suspended" ? more : outcome, say(`outcome.${outcome}${more ? "." + more : ""}`, { by, from, until }), asker.standsIn ? say("stands-in", { host: host(site) }) : "");
      box.dataset.outcome = outcome;
      fact("title", title);
      fact("holder", out.holder);
      fact("issuer", issuer.name);
      fact("awarded", day(out.awarded));
      fact("until", day(until));
      fact("replaced", by, plain(by) && host(by) === host(id) && by);
      for (const e of box.querySelectorAll("[data-kind]")) e.hidden = !genuine || e.dataset.kind !== out.kind;
      slots.claimed.hidden = genuine || !title;
      const found = genuine && out.kind === "micro-credential" && out.elements();
      slots.elementsPart.hidden = !found;
      for (const li of slots.elements.children) {
        const there = found && found[li.dataset.element];
        li.className = there ? "check-passed" : "check-skipped";
        li.lastElementChild.hidden = there;
      }
      lines(
        "checks",
        // What is said once need not be said again.
        [...new Map(out.checks.map((c) => [sentence(c), c]))].map(([said, c]) => {
          const li = mark(item(said), c);
          li.prepend(make("span", { className: "hidden", textContent: say("result." + c.name.split(".")[1]) + ": " }));
          return li;
        }),
      );
      lines("notProven", v.notProven(out).map((code) => item(say("not-proven." + code))));
      lines("asked", asker.asked.map(item));
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
      part.hidden = !/^valid|expired/.test(out.outcome);
      answer.textContent = input.value = "";
      onEnter(input, part.querySelector("button"), async () => {
        const email = input.value.trim();
        const c = email && (await v.holder(out, email, asker));
        if (!c) return;
        mark(answer, c).textContent = sentence(c) + (/none/.test(c.name) ? "" : " " + say("holder-unsigned"));
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

  // give reads a file; of one that is too large, the beginning.
  async function give(file) {
    const part = file.size > v.maxPicture ? file.slice(0, 4096) : file;
    return { bytes: new Uint8Array(await part.arrayBuffer()), size: file.size };
  }

  // On the page that checks credentials.
  const form = find("verify-form");
  if (form && window.DecompressionStream && AbortSignal.timeout) {
    // An older browser is told the other ways by the page.
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
    for (const kind of ["dragover", "dragleave", "drop"]) {
      document.addEventListener(kind, (event) => {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault(); // a file beside the frame is not to be opened
        form.classList.toggle("over", kind === "dragover");
        if (kind === "drop") checkFile(event.dataTransfer.files);
      });
    }
  }

  // On the page of an award it is here.js that asks for a place for verdicts.
  v.panel = panel;
})(sealpress);
