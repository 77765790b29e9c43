// The handles of a Pareto chart (role="slider", data-cut) move a figure in the form that the sheet names in data-cuts:
// <input name="cut_gold"> for data-cut="gold", in whole percent. The form then asks the server, which draws anew.
(() => {
  const WAIT = 150;
  const held = { slider: null, timer: 0 };

  const field = (slider) => {
    const form = document.getElementById(slider.closest("[data-cuts]")?.dataset.cuts ?? "");
    return form?.elements.namedItem(`cut_${slider.dataset.cut}`);
  };
  const set = (slider, percent) => {
    const input = field(slider);
    if (!input) return;
    const low = Number(input.min || 1);
    const high = Number(input.max || 99);
    input.value = Math.min(Math.max(Math.round(percent), low), high);
    slider.setAttribute("aria-valuenow", input.value * 10);
    slider.querySelector("text").textContent = `${input.value}%`;
    clearTimeout(held.timer);
    held.timer = setTimeout(() => input.form.requestSubmit(), WAIT);
  };

  document.addEventListener("keydown", (event) => {
    const slider = event.target.closest?.("[data-cut]");
    const step = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 5, PageDown: -5 }[event.key];
    if (!slider || !step || !field(slider)) return;
    event.preventDefault();
    set(slider, Number(field(slider).value) + step);
  });

  // The place under the finger is a customer's rank; the curve, drawn as a path, says which share that is.
  const shareAt = (slider, clientX) => {
    const svg = slider.ownerSVGElement;
    const curve = svg.querySelector("[data-curve]");
    const point = new DOMPoint(clientX, 0).matrixTransform(svg.getScreenCTM().inverse());
    let [low, high] = [0, curve.getTotalLength()];
    for (let i = 0; i < 20; i += 1) {
      const middle = (low + high) / 2;
      if (curve.getPointAtLength(middle).x < point.x) low = middle;
      else high = middle;
    }
    const { top, bottom } = curve.dataset;
    return (100 * (Number(bottom) - curve.getPointAtLength(low).y)) / (Number(bottom) - Number(top));
  };
  document.addEventListener("pointerdown", (event) => {
    held.slider = event.target.closest?.("[data-cut]") ?? null;
    held.slider?.setPointerCapture?.(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    if (held.slider) set(held.slider, shareAt(held.slider, event.clientX));
  });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => (held.slider = null));
})();
