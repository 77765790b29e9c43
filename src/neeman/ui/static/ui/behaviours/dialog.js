// data-opens="id" opens a dialog, data-closes closes the one it stands in; a click on the veil closes too.
(() => {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (event.target.closest("[data-closes]")) event.target.closest("dialog").close();
    if (event.target instanceof HTMLDialogElement) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside) event.target.close();
    }
  });

  // A dialog that the server sent opens itself; one that a request has answered closes.
  const show = (root) => {
    const sent = root.matches?.("dialog[data-open]") ? [root] : (root.querySelectorAll?.("dialog[data-open]") ?? []);
    for (const dialog of sent) if (!dialog.open) dialog.showModal();
  };
  document.addEventListener("htmx:load", (event) => show(event.detail.elt));
  document.addEventListener("close-dialog", () => document.querySelector("dialog[open]")?.close());
  show(document);
})();
