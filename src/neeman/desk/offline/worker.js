// Beside the pages: shows the page for no network, keeps the book of cards, and sends later what was recorded meanwhile.
// All that is kept is behind these few words, so that forgetting has one place. SHELL is written above by the view.
const CACHE = `neeman-${SHELL.version}`;
const STALE = 10 * 60 * 1000;

const opened = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("neeman", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("facts");
      request.result.createObjectStore("talks", { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const inStore = async (name, act) => {
  const base = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = base.transaction(name, "readwrite");
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    base.close();
  }
};
const fact = (name) => inStore("facts", (store) => store.get(name));
const setFact = (name, value) => inStore("facts", (store) => store.put(value, name));
const talks = () => inStore("talks", (store) => store.getAll());
const putTalk = (talk) => inStore("talks", (store) => store.put(talk));
const dropTalk = (key) => inStore("talks", (store) => store.delete(key));

// A session that has ended shows no cards, even where nobody told this device so.
const book = async () => {
  const kept = await fact("book");
  if (!kept) return null;
  if (kept.until * 1000 > Date.now()) return kept;
  await closeBook();
  return null;
};
const closeBook = () => inStore("facts", (store) => store.delete("book"));
const forget = async () => {
  await inStore("facts", (store) => store.clear());
  await inStore("talks", (store) => store.clear());
};

const tell = async (news) => {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage(news);
};
const state = async () => {
  const all = await talks();
  const kept = await book();
  return {
    wanted: (await fact("wanted")) === true,
    cards: kept ? kept.cards.length : 0,
    kept: kept ? kept.kept : 0,
    waiting: all.filter((talk) => !talk.why).length,
    refused: all.filter((talk) => talk.why),
  };
};

// Whoever looks at a page now is the only one whose facts may lie here.
const belong = async (who) => {
  const before = await fact("who");
  if (before !== undefined && before !== who) await forget();
  await setFact("who", who);
};

const keep = async ({ who, url }) => {
  await belong(who);
  const before = await book();
  if (before && before.url === url && Date.now() - before.kept * 1000 < STALE) return;
  const answer = await fetch(url, { redirect: "manual" });
  if (!answer.ok) return;
  const told = await answer.json();
  if (told.who === who && (await fact("who")) === who) await setFact("book", { ...told, url });
};

// One at a time; a talk leaves only when the server has it. Its key makes a second arrival harmless.
const sendAll = async () => {
  let sent = 0;
  for (const talk of (await talks()).filter((one) => !one.why).sort((a, b) => a.fields.at.localeCompare(b.fields.at))) {
    const hello = await fetch(talk.url, { redirect: "manual" });
    if (!hello.ok) break;
    const { who, csrf } = await hello.json();
    if (who !== talk.who) {
      await forget();
      break;
    }
    const body = new URLSearchParams({ ...talk.fields, who });
    const answer = await fetch(talk.url, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": csrf } });
    if (answer.ok) {
      await dropTalk(talk.key);
      sent += 1;
    } else if ([404, 409, 422].includes(answer.status)) {
      await putTalk({ ...talk, why: (await answer.json()).why });
    } else {
      break;
    }
  }
  return sent;
};
const flush = () =>
  navigator.locks.request("neeman-flush", async () => {
    const before = await state();
    if (!before.waiting) return;
    let sent = 0;
    try {
      sent = await sendAll();
    } catch {
      // still no network: they wait
    }
    const after = await state();
    await tell({ news: "sent", sent, waiting: after.waiting, refused: after.refused.length - before.refused.length });
  });

const record = async ({ talk }) => {
  const kept = await book();
  if (!kept) return { kept: false };
  await putTalk({ ...talk, who: kept.who, url: kept.url.replace(/cards\/$/, "talk/") });
  await self.registration.sync?.register("talks").catch(() => {});
  return { kept: true };
};

const WORDS = {
  state: () => state(),
  book: () => book(),
  keep: (said) => keep(said),
  want: async ({ wanted }) => {
    await setFact("wanted", wanted);
    if (!wanted) await closeBook();
  },
  belong: ({ who }) => belong(who),
  record,
  flush,
  drop: ({ key }) => dropTalk(key),
  close: closeBook,
  forget,
};

self.addEventListener("message", (event) => {
  const { word, ...said } = event.data;
  if (!WORDS[word]) return;
  const done = WORDS[word](said).catch((error) => ({ failed: String(error) }));
  event.waitUntil(done.then((answer) => event.ports[0]?.postMessage(answer ?? {})));
});
self.addEventListener("sync", (event) => {
  if (event.tag === "talks") event.waitUntil(flush());
});

self.addEventListener("install", (event) => {
  const shell = async () => {
    const cache = await caches.open(CACHE);
    // without cookies: what is kept of a page must be nobody's
    const fresh = (path) => new Request(path, { credentials: "omit", cache: "reload" });
    await Promise.all(SHELL.files.map(async (path) => cache.put(path, await fetch(fresh(path)))));
    await self.skipWaiting();
  };
  event.waitUntil(shell());
});
self.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate" && request.method === "GET") {
    event.respondWith(fetch(request).catch(() => caches.match(SHELL.page)));
  } else if (SHELL.files.includes(pathname) && pathname !== SHELL.page) {
    event.respondWith(fetch(request).catch(() => caches.match(pathname)));
  }
});
