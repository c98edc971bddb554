// What the page of an award can do only in a browser: copy, share by the
// system's own sheet, print, and save a QR code as a picture of a useful size.
// Every button stays hidden where it could not do its work.
(() => {
  const all = (name) => document.querySelectorAll(`[data-${name}]`);
  const show = (name, work) => {
    for (const button of all(name)) {
      button.hidden = false;
      button.addEventListener("click", () => work(button));
    }
  };
  // say puts an answer where screen readers announce it, and on the button.
  const say = (button) => {
    const before = button.textContent;
    button.textContent = button.dataset.done;
    document.getElementById("said").textContent = button.dataset.done;
    setTimeout(() => {
      button.textContent = before;
    }, 2500);
  };

  show("print", () => print());

  // Without a sheet of the system the link goes into the clipboard.
  show("share", async (button) => {
    const url = button.dataset.share;
    if (navigator.share) {
      navigator.share({ title: document.title, url }).catch(() => {}); // closed without sharing
    } else {
      await navigator.clipboard.writeText(url);
      say(button);
    }
  });

  show("copy", async (button) => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      if (!document.execCommand("copy")) return; // selected: the reader copies it
    }
    say(button);
  });

  show("save", async (button) => {
    const code = document.getElementById(button.dataset.save);
    await code.decode();
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = code.naturalWidth * 16;
    const drawing = canvas.getContext("2d");
    drawing.imageSmoothingEnabled = false;
    drawing.drawImage(code, 0, 0, canvas.width, canvas.height);
    const link = document.createElement("a");
    link.download = button.dataset.name;
    link.href = canvas.toDataURL("image/png");
    link.click();
    say(button);
  });
})();
