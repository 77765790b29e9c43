// data-unfolds="id" opens what stands below and closes its neighbours; data-hides="id" closes it. Without a script the
// link leads to a page that does the same. data-asks="id": when one comes back from where the link led, a question stands there;
// a question that serves many links learns from this one where to tell the answer (data-tells), with what (data-with), of whom.
(() => {
  const sisters = (opener) => opener.closest("[data-card], .sheet")?.querySelectorAll("[data-unfolds]") ?? [opener];

  const set = (opener, open) => {
    const target = document.getElementById(opener.dataset.unfolds);
    if (!target) return;
    target.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  };

  let asked = null;
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-unfolds]");
    if (opener) {
      event.preventDefault();
      const open = opener.getAttribute("aria-expanded") !== "true";
      for (const other of sisters(opener)) set(other, other === opener && open);
      if (open) document.getElementById(opener.dataset.unfolds)?.querySelector("button, input:not([type=hidden])")?.focus({ preventScroll: true });
      return;
    }
    const closer = event.target.closest("[data-hides]");
    if (closer) document.getElementById(closer.dataset.hides).hidden = true;
    asked = event.target.closest("[data-asks]") ?? asked;
  });

  const learn = (question, { tells, with: told, whom }) => {
    question.action = tells;
    question.querySelector("[data-whom]").textContent = whom;
    for (const [name, value] of new URLSearchParams(told)) {
      const field = question.elements[name] ?? question.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
      field.value = value;
    }
  };
  const ask = () => {
    const question = asked && document.visibilityState === "visible" && document.getElementById(asked.dataset.asks);
    if (!question) return;
    if (asked.dataset.tells) learn(question, asked.dataset);
    asked = null;
    question.hidden = false;
    question.querySelector("button")?.focus({ preventScroll: true });
  };
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("focus", () => setTimeout(ask, 50));
})();
