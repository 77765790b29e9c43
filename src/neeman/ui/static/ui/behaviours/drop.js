// A file dropped on the place is as if it had been chosen; its name is shown, and data-sends-itself sends it.
// On a page without such a place, [data-drop-anywhere] covers the page while a file is dragged over it.
(() => {
  const named = (drop, files) => {
    const place = drop.querySelector("[data-drop-name]");
    if (place && files.length) place.textContent = [...files].map((file) => file.name).join(" · ");
  };
  const cover = () => document.querySelector("[data-drop-anywhere]");
  const hasOwn = () => [...document.querySelectorAll("[data-drop]")].some((drop) => !cover().contains(drop));
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

  document.addEventListener("dragenter", (event) => {
    if (cover() && carriesFiles(event) && !hasOwn()) cover().hidden = false;
  });
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
    if (cover() && !event.relatedTarget) cover().hidden = true;
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
  // Coming back to the page: nothing is dragged over it any more.
  window.addEventListener("pageshow", () => {
    if (cover()) cover().hidden = true;
  });
})();
