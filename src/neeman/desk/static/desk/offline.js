// The page for no network: the cards that this device keeps, a talk recorded on it, and what waits to be sent.
(() => {
  const find = (name, within = document) => within.querySelector(`[data-${name}]`);
  const made = (name) => document.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
  const ask = async (word, said = {}) => {
    const worker = (await navigator.serviceWorker?.getRegistration("/"))?.active;
    if (!worker) return null;
    return new Promise((answered) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = (event) => answered(event.data);
      worker.postMessage({ word, ...said }, [port2]);
    });
  };
  const names = new Map();

  // what was written is asked about when one comes back
  let written = null;
  const come = () => {
    if (!written || document.visibilityState !== "visible") return;
    const { question, phone } = written;
    written = null;
    question.elements.wording.value = phone.wording;
    question.elements.to.value = phone.to;
    question.hidden = false;
    question.querySelector("button").focus({ preventScroll: true });
  };
  document.addEventListener("visibilitychange", come);
  window.addEventListener("focus", () => setTimeout(come, 50));

  // only what the gate let go when the cards were kept has a link; the gate is asked again when the answer arrives
  const phones = (card, question) =>
    card.phones.flatMap((phone) => {
      const call = made("phone");
      call.href = `tel:${phone.tel}`;
      find("whose", call).textContent = phone.name;
      find("shown", call).textContent = phone.shown;
      if (phone.why) {
        const silence = made("silence");
        find("why", silence).textContent = phone.why;
        return [call, silence];
      }
      if (!phone.link) return [call];
      const write = made("whatsapp");
      write.href = phone.link;
      write.addEventListener("click", () => (written = { question, phone }));
      return [call, write];
    });
  const talk = (one) => {
    const line = document.createElement("li");
    line.dir = "auto";
    const day = new Date(one.at).toLocaleDateString(document.documentElement.lang);
    line.textContent = [day, one.kind, one.text].filter(Boolean).join(" · ");
    return line;
  };
  const draw = (card) => {
    const shown = made("card");
    shown.dataset.id = card.id;
    shown.dataset.found = [card.name, card.city, ...card.phones.flatMap((one) => [one.name, one.shown, one.tel])].join(" ").toLowerCase();
    find("name", shown).textContent = card.name;
    find("city", shown).textContent = card.city;
    find("due", shown).textContent = card.due;
    const grade = find("grade", shown);
    grade.hidden = !card.grade;
    grade.textContent = card.grade;
    if (card.grade) grade.classList.add(card.grade);
    find("phones", shown).append(...phones(card, find("was-sent", shown)));
    find("talks", shown).append(...card.talks.map(talk));
    return shown;
  };

  const queue = async () => {
    const state = await ask("state");
    if (!state) return;
    find("waiting").hidden = !state.waiting;
    find("count").textContent = state.waiting;
    find("refused").hidden = state.refused.length === 0;
    find("refused").replaceChildren(
      ...state.refused.map((one) => {
        const line = made("refusal");
        find("name", line).textContent = names.get(Number(one.fields.customer)) ?? "";
        find("text", line).textContent = one.fields.text ?? "";
        find("why", line).textContent = one.why;
        find("drop", line).addEventListener("click", () => ask("drop", { key: one.key }).then(queue));
        return line;
      }),
    );
  };
  const begin = async () => {
    const book = await ask("book");
    const cards = book?.cards ?? [];
    find("none").hidden = cards.length > 0;
    find("find").hidden = cards.length === 0;
    if (book?.kept) {
      find("as-of").hidden = false;
      find("when").textContent = new Date(book.kept * 1000).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    }
    for (const card of cards) names.set(card.id, card.name);
    find("cards").append(...cards.map(draw));
    const wanted = location.pathname.match(/\/customers\/(\d+)\//)?.[1];
    const open = wanted && document.querySelector(`.off-card[data-id="${wanted}"]`);
    if (open) {
      open.open = true;
      open.scrollIntoView();
    }
    await queue();
  };

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const card = form.closest(".off-card");
    const customer = card.dataset.id;
    const key = crypto.randomUUID();
    const given = Object.fromEntries(new FormData(form, event.submitter));
    const answer = await ask("record", { talk: { key, fields: { ...given, key, customer, at: new Date().toISOString() } } });
    if (!answer?.kept) return;
    form.reset();
    find("was-sent", card).hidden = true;
    find("recorded", card).hidden = false;
    await queue();
    if (navigator.onLine) await ask("flush").then(queue);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-unsent]")) event.target.closest("form").hidden = true;
  });
  document.addEventListener("input", (event) => {
    const words = event.target.closest("[data-find]") ? event.target.value.toLowerCase().split(/\s+/) : null;
    if (!words) return;
    for (const card of document.querySelectorAll(".off-card")) card.hidden = !words.every((word) => card.dataset.found.includes(word));
  });
  find("again").addEventListener("click", (event) => {
    // shown in place of another page: that page is what one wants
    if (location.pathname.startsWith("/offline/")) return;
    event.preventDefault();
    location.reload();
  });
  window.addEventListener("online", () => ask("flush").then(queue));
  navigator.serviceWorker?.addEventListener("message", queue);
  begin();
})();
