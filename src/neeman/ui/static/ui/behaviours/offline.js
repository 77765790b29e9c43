// Work without a network, for the installed app and where it is asked for: wakes the worker, hands it what could not be
// sent, and has it forget when one signs out. What is kept, and how, is the worker's own (desk/offline/worker.js).
(() => {
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;
  const who = meta("who");
  const workers = navigator.serviceWorker;
  if (!workers || who === undefined) return;
  const me = { who: Number(who) };
  const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
  let keeps = false;

  const ask = async (word, said = {}) => {
    const worker = (await workers.getRegistration("/"))?.active;
    if (!worker) return null;
    return new Promise((answered) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = (event) => answered(event.data);
      worker.postMessage({ word, ...said }, [port2]);
    });
  };
  const say = (news) => {
    const words = document.querySelector(`template[data-news="${news}"]`)?.content.cloneNode(true);
    if (words) document.getElementById("toasts")?.append(words);
  };

  const here = document.querySelector("[data-offline-here]");
  const look = async () => {
    const state = await ask("state");
    keeps = Boolean(state?.kept);
    if (!here) return;
    here.dataset.offlineHere = keeps ? "on" : "off";
    for (const place of here.querySelectorAll("[data-offline-cards]")) place.textContent = state?.cards ?? 0;
    for (const place of here.querySelectorAll("[data-offline-waiting]")) place.hidden = !(state?.waiting || state?.refused.length);
  };
  const keep = async () => {
    const url = meta("offline");
    if (url) await ask("keep", { ...me, url });
  };

  const begin = async () => {
    if (!who) return ask("close");
    if (installed) await workers.register("/worker.js");
    if (await workers.getRegistration("/")) {
      await workers.ready;
      await ask("belong", me);
      if (installed || (await ask("state"))?.wanted) await keep();
      await ask("flush");
    }
    return look();
  };
  begin();
  window.addEventListener("online", () => ask("flush").then(look));
  workers.addEventListener("message", ({ data }) => {
    if (data.sent) say("sent");
    if (data.refused > 0) say("refused");
  });

  document.addEventListener("click", async (event) => {
    const wish = event.target.closest("[data-offline-want]")?.dataset.offlineWant;
    if (!wish) return;
    if (wish === "yes") {
      await workers.register("/worker.js");
      await workers.ready;
      await ask("belong", me);
    }
    await ask("want", { wanted: wish === "yes" });
    if (wish === "yes") await keep();
    await look();
    here?.querySelector(`[data-offline-want].when-${here.dataset.offlineHere}`)?.focus(); // the pressed one is gone
  });

  // The network went while a card was open: the same talk, under the same key, waits on the device.
  document.addEventListener(
    "htmx:sendError",
    (event) => {
      const form = event.detail.elt;
      const customer = form.matches?.("form.talk") && form.getAttribute("action").match(/(\d+)\/talk\/$/)?.[1];
      if (!keeps || !customer) return;
      event.stopImmediatePropagation();
      const given = Object.fromEntries(event.detail.requestConfig.formData);
      delete given.csrfmiddlewaretoken;
      const talk = { key: given.key, fields: { ...given, customer, at: new Date().toISOString() } };
      ask("record", { talk }).then((answer) => {
        say(answer?.kept ? "kept" : "lost");
        if (answer?.kept) form.reset();
      });
    },
    true,
  );

  // Nothing of one person stays for the next: what waits is sent if it can be, then all is forgotten.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.action.endsWith("/account/logout/")) return;
    event.preventDefault();
    const patience = new Promise((over) => setTimeout(over, 3000));
    await Promise.race([ask("flush"), patience]);
    await Promise.race([ask("forget"), patience]);
    form.submit();
  });
})();
