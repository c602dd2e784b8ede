// Saving while typing. All of it is convenience: the forms work without this file.
"use strict";

const saver = document.getElementById("autosave");

if (saver) {
  const form = saver.closest("form");
  let unsaved = false;
  let inFlight = false;

  const say = (text) => {
    const place = document.getElementById("saved");
    place.replaceChildren(Object.assign(document.createElement("strong"), { className: "wrong", textContent: text }));
  };

  form.addEventListener("input", () => { unsaved = true; });
  saver.addEventListener("htmx:beforeRequest", () => { inFlight = true; });
  saver.addEventListener("htmx:afterRequest", (event) => {
    inFlight = false;
    if (event.detail.successful) unsaved = false;
  });

  // Not reached, or the server is busy: what was typed is still on the page, so it is tried again.
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    saver.addEventListener(name, () => {
      say("没有连上服务器，刚才输入的还没有保存，内容还在本页；正在重试，请不要关闭。");
      window.setTimeout(() => htmx.trigger(saver, "retry"), 5000);
    });
  }

  // A button that overtakes the saving on its way would meet a newer copy, its own.
  form.addEventListener("submit", (event) => {
    if (!inFlight) {
      unsaved = false;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    document.body.addEventListener("htmx:afterSettle", () => form.requestSubmit(button), { once: true });
  });

  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      htmx.trigger(saver, "retry");
    }
  });
}
