// A page of cards, [data-cards]: J and K go from one to the next, data-card-key="KeyC" is a key of the card one stands
// on, and a push sideways on a phone presses data-swipe="start" (from the start of the line to its end) or "end".
(() => {
  const cards = () => [...document.querySelectorAll("[data-cards] [data-card]")];
  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
  const current = () => document.activeElement?.closest?.("[data-card]");

  const go = (step) => {
    const all = cards();
    const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(current()) + step))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || typing(event.target) || !cards().length) return;
    if (event.code === "KeyJ") go(1);
    else if (event.code === "KeyK") go(-1);
    else {
      const here = event.code === "Enter" ? event.target.matches("[data-card]") : true;
      const press = here && current()?.querySelector(`[data-card-key="${event.code}"]`);
      if (!press) return;
      press.click();
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-first-card]")) go(0);
  });

  const FAR = 70;
  let from = null;
  document.addEventListener("touchstart", (event) => {
    const card = event.touches.length === 1 && event.target.closest("[data-card]");
    from = card ? { card, x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (!from) return;
    const { card, x, y } = from;
    const [across, down] = [event.changedTouches[0].clientX - x, Math.abs(event.changedTouches[0].clientY - y)];
    from = null;
    if (Math.abs(across) < FAR || down > FAR / 2) return;
    const rightward = across > 0;
    const towardEnd = rightward === (document.dir !== "rtl");
    card.querySelector(`[data-swipe="${towardEnd ? "start" : "end"}"]`)?.click();
  }, { passive: true });
})();
