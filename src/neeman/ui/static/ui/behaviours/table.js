// A list under the keyboard (data-rows on its <table>): J and K walk, Enter opens the row's first link, X chooses it.
// Chosen rows (checkboxes in .pick-cell) show the bar [data-bulk] with their number; the head's box chooses all.
(() => {
  const rows = (table) => [...table.querySelectorAll("tbody tr")];
  const boxes = (table) => [...table.querySelectorAll('tbody .pick-cell input[type="checkbox"]')];

  const walk = (table, step) => {
    const all = rows(table);
    const at = all.indexOf(document.activeElement.closest("tr"));
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    if (!next) return;
    next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const count = (table) => {
    const chosen = boxes(table).filter((box) => box.checked);
    const head = table.querySelector("thead .pick-cell input");
    if (head) {
      head.checked = chosen.length > 0 && chosen.length === boxes(table).length;
      head.indeterminate = chosen.length > 0 && !head.checked;
    }
    const bar = document.querySelector("[data-bulk]");
    if (!bar) return;
    bar.hidden = chosen.length === 0;
    for (const place of bar.querySelectorAll("[data-chosen]")) place.textContent = chosen.length;
  };

  document.addEventListener("keydown", (event) => {
    const table = document.querySelector("table[data-rows]");
    if (!table || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, dialog[open], [role=slider]")) return;
    const row = document.activeElement.closest?.("tbody tr");
    if (event.code === "KeyJ") walk(table, 1);
    else if (event.code === "KeyK") walk(table, -1);
    else if (event.code === "KeyX" && row) row.querySelector(".pick-cell input")?.click();
    else if (event.key === "Enter" && row === event.target) row.querySelector("a[href]")?.click();
    else return;
    event.preventDefault();
  });

  let last = null;
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.('.pick-cell input[type="checkbox"]');
    const table = box?.closest("table");
    if (!table) return;
    const all = boxes(table);
    if (box.closest("thead")) for (const other of all) other.checked = box.checked;
    else if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const other of all.slice(from, to + 1)) other.checked = box.checked;
    }
    last = box;
    count(table);
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-choose-none]")) return;
    for (const table of document.querySelectorAll("table[data-rows]")) {
      for (const box of boxes(table)) box.checked = false;
      count(table);
    }
  });
  const recount = () => document.querySelectorAll("table[data-rows]").forEach(count);
  document.addEventListener("htmx:afterSwap", recount);
  window.addEventListener("pageshow", recount);
})();
