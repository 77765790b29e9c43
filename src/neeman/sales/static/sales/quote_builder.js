// The builder of a quote: steps of a quantity, and the field of the search emptied once something was taken from it.
(() => {
  document.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (!step) return;
    const field = step.parentElement.querySelector("input");
    const next = Math.round((Number(field.value.replaceAll(",", "")) + Number(step.dataset.step)) * 1000) / 1000;
    if (!(next > 0)) return;
    field.value = String(next);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // Sending sends what was typed along: no save that still waits may follow it.
  let leaving = false;
  document.addEventListener("submit", (event) => {
    leaving ||= event.target.id === "quote-form";
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (leaving) event.preventDefault();
  });
  window.addEventListener("pageshow", () => (leaving = false));

  // What could not be read is marked where it stands; the sentence is beside the sums.
  const mark = () => {
    for (const field of document.querySelectorAll(".quote-work [aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const said of document.querySelectorAll("[data-wrong]")) {
      for (const field of document.getElementsByName(said.dataset.wrong)) field.setAttribute("aria-invalid", "true");
    }
  };
  document.addEventListener("htmx:afterSettle", mark);
  document.addEventListener("htmx:afterRequest", (event) => {
    const taken = event.detail.elt.matches?.('[name="do"]') && event.detail.successful;
    const find = document.querySelector('.quote-picks input[name="find"]');
    if (!taken || !find?.value) return;
    find.value = "";
    document.getElementById("quote-found").replaceChildren();
  });
})();
