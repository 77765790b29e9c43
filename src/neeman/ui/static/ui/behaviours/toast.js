// A line of what was done stays ten seconds, longer while one looks at it; a mistake stays until it is closed.
(() => {
  const TEN_SECONDS = 10000;
  const begin = (toast) => {
    if (toast.dataset.begun) return;
    toast.dataset.begun = "yes";
    if (toast.classList.contains("lose")) return;
    let left = TEN_SECONDS;
    let since = performance.now();
    let timer = setTimeout(() => toast.remove(), left);
    const hold = () => {
      clearTimeout(timer);
      left -= performance.now() - since;
    };
    const go = () => {
      since = performance.now();
      timer = setTimeout(() => toast.remove(), Math.max(left, 1500));
    };
    toast.addEventListener("pointerenter", hold);
    toast.addEventListener("pointerleave", go);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("focusout", go);
  };
  const region = document.getElementById("toasts");
  if (!region) return;
  const all = () => region.querySelectorAll("[data-toast]").forEach(begin);
  new MutationObserver(all).observe(region, { childList: true });
  all();

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]")?.remove();
  });
})();
