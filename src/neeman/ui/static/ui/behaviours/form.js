// Forms: a second press does not send twice, unsaved words are not lost by a slip, filters send themselves.
(() => {
  let dirty = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) dirty = true;
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    dirty = false;
    if (form.method !== "post" || form.matches("[hx-post], [data-again]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll('button:not([type="button"])')) button.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.matches?.("form[data-guard]") && event.detail.successful) dirty = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
  // Going back shows the page as it was: its buttons must work again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });

  document.addEventListener("change", (event) => {
    event.target.closest("form[data-sends-itself]")?.requestSubmit();
  });
})();
