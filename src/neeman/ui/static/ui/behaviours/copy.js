// data-copy="words" or data-copy-from="id" puts text on the clipboard and says so on the button for a moment.
(() => {
  const said = (button) => {
    const before = button.dataset.copied;
    if (!before) return;
    const label = button.querySelector("span") ?? button;
    const words = label.textContent;
    label.textContent = before;
    setTimeout(() => (label.textContent = words), 1600);
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copyFrom ?? "");
    await navigator.clipboard.writeText(button.dataset.copy ?? source?.value ?? source?.textContent ?? "");
    said(button);
  });
})();
