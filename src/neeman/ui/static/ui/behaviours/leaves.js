// A link that leads to another program: on coming back, the question that waits here takes the focus.
(() => {
  let waiting = "";
  document.addEventListener("click", (event) => {
    waiting = event.target.closest("[data-leaves]")?.dataset.leaves ?? waiting;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || !waiting) return;
    const question = document.getElementById(waiting);
    waiting = "";
    question?.querySelector("button")?.focus();
    question?.scrollIntoView({ block: "center" });
  });
})();
