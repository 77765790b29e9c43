// A file dropped on the place is as if it had been chosen; its name is shown, and data-sends-itself sends it.
(() => {
  const named = (drop, files) => {
    const place = drop.querySelector("[data-drop-name]");
    if (place && files.length) place.textContent = [...files].map((file) => file.name).join(" · ");
  };
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      const drop = event.target.closest?.("[data-drop]");
      if (!drop) return;
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (drop && !drop.contains(event.relatedTarget)) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop) return;
    event.preventDefault();
    drop.classList.remove("over");
    const input = drop.querySelector('input[type="file"]');
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (drop && event.target.files) named(drop, event.target.files);
  });
})();
