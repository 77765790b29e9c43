// data-seen="address": after a few seconds of a page that is really looked at, it is told so there, once a visit.
(() => {
  const ENOUGH = 4000;
  const place = document.querySelector("[data-seen]");
  if (!place) return;
  const token = document.querySelector('meta[name="csrf"]')?.content ?? "";
  let timer = 0;
  const tell = () => {
    document.removeEventListener("visibilitychange", watch);
    fetch(place.dataset.seen, { method: "POST", headers: { "X-CSRFToken": token }, keepalive: true }).catch(() => {});
  };
  const watch = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(tell, ENOUGH);
  };
  document.addEventListener("visibilitychange", watch);
  watch();
})();
