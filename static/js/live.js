// Keeps numbers fresh while a page is open: <div data-live="/…/numbers.json" data-live-total="36"> with elements
// [data-live-part="…"] and one [data-live-said role="status"]. The address answers with JSON, and 304 while nothing has changed:
// {"total": 37, "said": "37 sent.", "parts": {"numbers": "<table>…"}}. Only another total is said aloud. Without scripts the page
// shows the numbers of when it was opened.
const EVERY = 30_000;

for (const box of document.querySelectorAll("[data-live]")) {
  const said = box.querySelector("[data-live-said]");
  let etag = "";
  let timer = setInterval(refresh, EVERY);
  document.addEventListener("visibilitychange", refresh);

  async function refresh() {
    if (document.hidden || timer === null) return;
    const answer = await fetch(box.dataset.live, { redirect: "manual", headers: { Accept: "application/json" } }).catch(() => null);
    if (answer === null) return;
    if (!answer.ok) return stop();
    if (answer.headers.get("ETag") === etag) return;
    etag = answer.headers.get("ETag");
    show(await answer.json());
  }

  function show({ total, said: words, parts }) {
    for (const [name, html] of Object.entries(parts)) {
      const part = box.querySelector(`[data-live-part="${CSS.escape(name)}"]`);
      if (!part || part.innerHTML === html) continue;
      const row = () => part.querySelector("[role=region]");
      const inside = part.contains(document.activeElement);
      const [held, moved] = [inside ? document.activeElement.getAttribute("href") : null, row()?.scrollLeft ?? 0];
      part.innerHTML = html;
      if (row()) row().scrollLeft = moved;
      if (inside) (held ? part.querySelector(`a[href="${CSS.escape(held)}"]`) : row())?.focus({ preventScroll: true });
    }
    if (String(total) === box.dataset.liveTotal) return;
    box.dataset.liveTotal = total;
    said.replaceChildren(`Now ${words} `, Object.assign(document.createElement("a"), { href: location.href, textContent: "Show them in the list" }));
  }

  /** Signed out, or no longer allowed: the page keeps what it has. */
  function stop() {
    clearInterval(timer);
    timer = null;
  }
}
