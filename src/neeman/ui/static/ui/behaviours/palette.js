// The palette: Ctrl+K (by the place of the key), [data-palette] or a word typed into [data-palette-typed] opens it over
// the page; typing asks the server, arrows
// walk the rows and their cells, Enter follows, Esc returns exactly. Focus stays in the field: the field names the
// active cell (aria-activedescendant), which is how a combobox with a grid is read aloud.
(() => {
  const form = () => document.querySelector("[data-palette-form]");
  const field = () => form().elements.q;
  const rows = () => [...document.querySelectorAll("#palette-found [role=row]")];
  const cells = (row) => [...row.querySelectorAll("[role=gridcell]")];
  let asked = null; // what the rows on the page were asked for
  let hasty = false; // Enter was pressed before they came

  const active = () => document.querySelector("#palette-found [aria-selected=true]");

  const point = (cell) => {
    const before = active();
    before?.removeAttribute("aria-selected");
    before?.closest("[role=row]").classList.remove("here");
    if (!cell) return field().removeAttribute("aria-activedescendant");
    cell.id ||= "palette-here-" + rows().indexOf(cell.closest("[role=row]")) + "-" + cells(cell.closest("[role=row]")).indexOf(cell);
    cell.setAttribute("aria-selected", "true");
    const row = cell.closest("[role=row]");
    row.classList.add("here");
    row.scrollIntoView({ block: "nearest" });
    field().setAttribute("aria-activedescendant", cell.id);
  };

  const open = (words = "") => {
    const dialog = document.getElementById("palette");
    if (!form()) return;
    if (dialog && !dialog.open) {
      field().value = words;
      document.getElementById("palette-found").replaceChildren();
      asked = null;
      dialog.showModal();
    }
    field().focus();
    if (words) field().setSelectionRange(words.length, words.length);
    else field().select();
    form().elements.at.value = location.pathname;
    form().dispatchEvent(new CustomEvent("palette"));
  };

  const follow = () => active()?.querySelector("a")?.click();

  const walk = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(active()?.closest("[role=row]"));
    point(cells(all[(at + step + all.length) % all.length])[0]);
  };

  // Forward is the arrow that leads beyond the end of the text, so that the caret keeps its own arrows.
  const across = (event) => {
    const cell = active();
    if (!cell) return false;
    const box = field();
    const rtl = getComputedStyle(box.value ? box : document.documentElement).direction === "rtl";
    const step = (event.key === "ArrowLeft") === rtl ? 1 : -1;
    const all = cells(cell.closest("[role=row]"));
    const next = all[all.indexOf(cell) + step];
    if (!next || (all[0] === cell && box.selectionEnd !== box.value.length)) return false;
    point(next);
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.code === "KeyK") {
      if (!form()) return;
      event.preventDefault();
      open();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (!event.target.closest?.("[data-palette-form]") || event.target.name !== "q" || event.isComposing) return;
    const key = event.key;
    if (key === "ArrowDown") walk(1);
    else if (key === "ArrowUp") walk(-1);
    else if ((key === "ArrowLeft" || key === "ArrowRight") && !event.shiftKey) {
      if (!across(event)) return;
    } else if (key === "Enter") {
      hasty = asked !== field().value;
      if (!hasty) follow();
    } else if (key === "Escape") document.getElementById("palette")?.close();
    else return;
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const narrow = matchMedia("(pointer: coarse), (max-width: 760px)").matches; // there a word is composed where it began
    const opener = event.target.closest?.(narrow ? "[data-palette], [data-palette-typed]" : "[data-palette]");
    if (opener && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open();
    }
    if (event.target.closest?.("#palette-found a")) document.getElementById("palette")?.close();
  });

  // The bar above the page finds as one types: what was typed so far goes on in the palette.
  document.addEventListener("input", (event) => {
    if (!event.target.closest?.("[data-palette-typed]") || event.isComposing || !event.target.value.trim() || !form()) return;
    const words = event.target.value;
    event.target.value = event.target.defaultValue;
    open(words);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "palette-found") return;
    asked = event.detail.requestConfig.parameters.get?.("q") ?? event.detail.requestConfig.parameters.q ?? "";
    document.querySelector("[data-palette-says]").textContent = document.querySelector("#palette-found [data-says]")?.dataset.says ?? "";
    const first = rows()[0];
    point(first ? cells(first)[0] : null);
    if (hasty && asked === field().value) {
      hasty = false;
      follow();
    }
  });
})();
