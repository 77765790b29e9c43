// The customer's page of a quote: says that it is being read, and takes a signature. Everything else works without this.
(() => {
  // A preview of a link runs nothing, or shows nothing: only a page that is before somebody's eyes for two seconds counts.
  const opened = document.querySelector("form[data-opened]");
  let timer = 0;
  const tell = () => {
    document.removeEventListener("visibilitychange", watch);
    fetch(opened.action, { method: "POST", body: new FormData(opened), keepalive: true, credentials: "same-origin" }).catch(() => {});
  };
  const watch = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(tell, 2000);
  };
  if (opened) {
    document.addEventListener("visibilitychange", watch);
    watch();
  }

  // Strokes are points of 0..1000 by 0..300, whatever the size of the screen.
  const form = document.querySelector("form[data-signs]");
  const place = form?.querySelector("[data-pad]");
  if (!place) return;
  place.hidden = false;
  const pad = place.querySelector("svg.pad");
  const field = place.querySelector('input[name="strokes"]');
  const strokes = [];
  let line = null;
  const point = (event) => {
    const box = pad.getBoundingClientRect();
    const within = (value, most) => Math.round(Math.min(1, Math.max(0, value)) * most);
    return [within((event.clientX - box.left) / box.width, 1000), within((event.clientY - box.top) / box.height, 300)];
  };
  const keep = () => (field.value = strokes.length ? JSON.stringify(strokes) : "");
  const draw = (event) => {
    if (!line || strokes.flat().length >= 5000) return;
    strokes.at(-1).push(point(event));
    line.setAttribute("points", strokes.at(-1).map((at) => at.join(",")).join(" "));
  };
  pad.addEventListener("pointerdown", (event) => {
    if (strokes.length >= 150) return;
    event.preventDefault();
    pad.setPointerCapture(event.pointerId);
    line = document.createElementNS("http://www.w3.org/2000/svg", "polyline");
    pad.append(line);
    strokes.push([]);
    draw(event);
    draw(event);
  });
  pad.addEventListener("pointermove", draw);
  for (const name of ["pointerup", "pointercancel"]) {
    pad.addEventListener(name, () => {
      line = null;
      keep();
    });
  }
  place.querySelector("[data-pad-clear]").addEventListener("click", () => {
    strokes.length = 0;
    for (const drawn of pad.querySelectorAll("polyline")) drawn.remove();
    keep();
  });
})();
