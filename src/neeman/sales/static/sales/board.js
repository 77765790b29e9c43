// The board under mouse, thumb and keys. Each of them presses a button that the card has anyway, or sends the same form:
// a card dragged to another column, swiped to the reading end (the next stage) or back, J, K, full stop and comma at the keyboard.
(() => {
  const board = () => document.querySelector("[data-board]");
  const cards = () => [...document.querySelectorAll(".deal")].filter((card) => card.offsetParent);
  const rtl = () => document.documentElement.dir === "rtl";
  let after = null; // the card that takes the focus when the board is drawn anew

  const walk = (step) => {
    after = null;
    const all = cards();
    const at = all.indexOf(document.activeElement.closest(".deal"));
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (!board() || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, dialog[open]")) return;
    const card = document.activeElement.closest?.(".deal");
    if (event.code === "KeyJ") walk(1);
    else if (event.code === "KeyK") walk(-1);
    else if (card && event.code === "Period") press(card, "[data-next]");
    else if (card && event.code === "Comma") press(card, "[data-back]");
    else if (card && event.key === "Enter" && event.target === card) card.querySelector("a[href]").click();
    else return;
    event.preventDefault();
  });

  const press = (card, which) => {
    const button = card.querySelector(which);
    if (!button) return;
    after = card.dataset.deal;
    button.click();
  };

  // Several parts of the page settle after one press, the board among them; the hand's next move ends it.
  document.addEventListener("htmx:afterSettle", () => {
    if (after !== null) document.querySelector(`.deal[data-deal="${after}"]`)?.focus();
  });
  document.addEventListener("pointerdown", () => (after = null));

  // Dragging: the browser's own, so that it works in both directions of writing.
  let dragged = null;
  const over = (event) => (dragged ? event.target.closest?.("[data-stage]") : null);
  const mark = (stage) => {
    for (const other of document.querySelectorAll(".stage.over")) if (other !== stage) other.classList.remove("over");
    stage?.classList.add("over");
  };
  document.addEventListener("pointerdown", (event) => {
    const card = event.target.closest?.(".deal[data-url]");
    if (card) card.draggable = event.pointerType === "mouse" && !event.target.closest("a, button");
  });
  document.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.(".deal[data-url]");
    if (!card) return;
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.deal);
    card.classList.add("dragged");
  });
  document.addEventListener("dragover", (event) => {
    const stage = over(event);
    if (!stage) return;
    event.preventDefault();
    mark(stage);
  });
  document.addEventListener("drop", (event) => {
    const stage = over(event);
    if (!stage) return;
    event.preventDefault();
    if (stage !== dragged.closest("[data-stage]")) {
      const to = `${stage.dataset.stage}.${dragged.dataset.version}`;
      htmx.ajax("POST", dragged.dataset.url, { target: "#board", swap: "outerHTML", source: board(), values: { to } });
    }
  });
  document.addEventListener("dragend", () => {
    mark(null);
    dragged?.classList.remove("dragged");
    dragged = null;
  });

  // Swiping: along the line of writing is on, against it is back; a short way springs back.
  const FAR = 90;
  let swipe = null;
  const let_go = () => {
    if (swipe) swipe.card.style.translate = "";
    swipe = null;
  };
  document.addEventListener("pointerdown", (event) => {
    const card = event.target.closest?.(".deal[data-url]");
    if (card && event.pointerType !== "mouse") swipe = { card, x: event.clientX, y: event.clientY };
  });
  document.addEventListener("pointermove", (event) => {
    if (!swipe || event.pointerType === "mouse") return;
    const way = event.clientX - swipe.x;
    if (Math.abs(event.clientY - swipe.y) > 40) return let_go();
    if (Math.abs(way) > 12) swipe.card.style.translate = `${way}px 0`;
    swipe.way = way;
  });
  document.addEventListener("pointerup", () => {
    if (!swipe) return;
    const { card, way = 0 } = swipe;
    let_go();
    if (Math.abs(way) < FAR) return;
    const onward = rtl() ? way < 0 : way > 0;
    card.querySelector(onward ? "[data-next]" : "[data-back]")?.click();
  });
  document.addEventListener("pointercancel", let_go);
})();
