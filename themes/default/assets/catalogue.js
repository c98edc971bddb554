// Narrows the catalogue, which is complete without this. What was chosen
// stands in the address, so that it can be kept and sent.
(() => {
  const form = document.getElementById("filter");
  const cards = [...document.querySelectorAll(".card")];
  const count = document.getElementById("filter-count");
  const none = document.getElementById("filter-none");
  if (!form || cards.length < 2) return;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = new Map(cards.map((card) => [card, fold(card.textContent)]));

  const narrow = () => {
    const wanted = new FormData(form);
    const search = fold(wanted.get("q") || "").split(/\s+/).filter(Boolean);
    let left = 0;
    for (const card of cards) {
      const fits =
        ["kind", "level", "language"].every((name) => !wanted.get(name) || card.dataset[name] === wanted.get(name)) &&
        (!wanted.get("tag") || card.dataset.tags.split("\n").includes(wanted.get("tag"))) &&
        search.every((word) => words.get(card).includes(word));
      card.hidden = !fits;
      left += fits;
    }
    for (const section of document.querySelectorAll("[data-list]")) {
      section.hidden = !section.querySelector(".card:not([hidden])");
    }
    none.hidden = left > 0;
    count.textContent = count.dataset.text.replace("%n", left).replace("%all", cards.length);
    return wanted;
  };

  const keep = () => {
    const chosen = new URLSearchParams([...narrow()].filter(([, value]) => value));
    history.replaceState(null, "", chosen.size ? `?${chosen}` : location.pathname);
  };

  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
  form.hidden = false;
  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(keep));
  narrow();
})();
