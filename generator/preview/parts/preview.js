// The preview's own script: tells a page to load itself again when its bytes
// changed, and shows what is wrong with the content. It is never published.
(() => {
  "use strict";
  const host = document.querySelector("sealpress-preview");
  const alone = "alone" in host.dataset;
  if (!alone && !host.shadowRoot) { // a browser without declarative shadow roots
    host.attachShadow({ mode: "open" }).append(host.querySelector("template").content);
  }
  const $ = (selector) => alone ? null : host.shadowRoot.querySelector(selector);

  // What the tab remembers; browsers may forbid it.
  const remember = (key, value) => { try { sessionStorage.setItem("sealpress-" + key, value); } catch { /* forget */ } };
  const remembered = (key) => { try { return sessionStorage.getItem("sealpress-" + key); } catch { return null; } };

  const [place, x, y] = (remembered("scroll") || "").split("\n");
  if (place === location.href) {
    const back = () => scrollTo(+x, +y);
    back();
    addEventListener("load", back, { once: true });
    remember("scroll", "");
  }

  if (!alone) {
    $("aside").hidden = remembered("bar") === "closed";
    $("aside .close").addEventListener("click", () => {
      $("aside").hidden = true;
      remember("bar", "closed");
    });
    $("aside .findings").addEventListener("click", () => show());
    $("dialog").addEventListener("close", () => remember("hidden", shown));
  }

  let shown = ""; // id of the findings in the dialog
  function show() {
    if (!$("dialog").open) $("dialog").showModal();
    $("dialog .list").focus();
  }

  async function findings(news) {
    const button = $("aside .findings"), dialog = $("dialog");
    button.hidden = !news.findings;
    button.textContent = news.summary + (news.broken ? ": last good state shown" : "");
    $("aside").classList.toggle("broken", news.broken);
    button.classList.toggle("bad", news.errors > 0);
    if (news.errors > 0) $("aside").hidden = false;
    if (news.findings === shown) return;
    shown = news.findings;
    if (!shown) {
      dialog.close();
      return;
    }
    const answer = await fetch("/.sealpress/findings");
    const text = await answer.text();
    if (shown !== news.findings) return; // newer ones are on the way
    $("dialog .list").innerHTML = text; // escaped by the server
    if (news.errors === 0) {
      const rest = $("dialog details");
      if (rest) rest.open = true;
      dialog.close();
    } else if (remembered("hidden") !== shown) {
      show();
    }
  }

  function hear(news) {
    if (news.tag !== host.dataset.tag) {
      // Should a page not become what it was said to be, it is not loaded
      // for ever.
      const goal = location.href + "\n" + news.tag;
      if (remembered("goal") === goal) return;
      remember("goal", goal);
      remember("scroll", [location.href, scrollX, scrollY].join("\n"));
      location.reload();
      return;
    }
    remember("goal", "");
    if (!alone) findings(news);
  }

  // Browsers open six connections to one server: a tab that nobody sees
  // gives its own back, and asks anew when it is looked at.
  let stream = null;
  function connect() {
    const wanted = document.visibilityState === "visible";
    if (wanted && !stream) {
      stream = new EventSource("/.sealpress/events?page=" + encodeURIComponent(decodeURI(location.pathname)));
      stream.onmessage = (e) => hear(JSON.parse(e.data));
    } else if (!wanted && stream) {
      stream.close();
      stream = null;
    }
  }
  document.addEventListener("visibilitychange", connect);
  addEventListener("pagehide", () => { if (stream) { stream.close(); stream = null; } });
  addEventListener("pageshow", connect);
  connect();
})();
