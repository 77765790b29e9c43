// What every request of htmx needs: the token that proves the page is ours, and a place to say that something failed.
(() => {
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = meta("csrf");
  });

  // An answer with a status of error still holds words for the reader: the form with its errors (422), a refusal.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([409, 422].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // Under 300 ms nothing moves; after that a line at the top says that work is under way.
  const line = document.querySelector("[data-working]");
  let waiting = 0;
  let timer = 0;
  const show = () => {
    if (line) line.hidden = waiting === 0;
  };
  document.addEventListener("htmx:beforeRequest", () => {
    waiting += 1;
    clearTimeout(timer);
    timer = setTimeout(show, 300);
  });
  document.addEventListener("htmx:afterRequest", () => {
    waiting = Math.max(0, waiting - 1);
    if (waiting === 0) {
      clearTimeout(timer);
      show();
    }
  });

  // A request that came to nothing says so, where the eye is; the page stays as it was.
  const failed = () => document.querySelector("template[data-failed]")?.content.cloneNode(true);
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(name, () => {
      const words = failed();
      if (words) document.getElementById("toasts")?.append(words);
    });
  }

  // After a swap the eye and the screen reader go to what asks for it.
  document.addEventListener("htmx:afterSettle", (event) => {
    (event.detail.elt.querySelector?.("[data-focus], [autofocus]") ?? null)?.focus();
  });
  document.querySelector("[data-focus]")?.focus();

  // A figure's definition closes when one looks elsewhere.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const open of document.querySelectorAll("details.hint[open]")) open.open = false;
  });
})();
