// Shortcuts by the place of the key (event.code), so that they work whichever language the keyboard writes.
// data-key="KeyN" presses or follows; data-focus-key="Slash" moves there. Never while one is typing.
(() => {
  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog[open]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.shiftKey) {
      if (event.code === "Slash") document.getElementById("shortcuts")?.showModal();
      return;
    }
    const focus = document.querySelector(`[data-focus-key="${event.code}"]`);
    const press = [...document.querySelectorAll(`[data-key="${event.code}"]`)].at(-1);
    if (!focus && !press) return;
    event.preventDefault();
    focus?.focus();
    focus?.select?.();
    press?.click();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches?.("[data-focus-key]")) event.target.blur();
  });
})();
