// Saves a form while it is written, and loses nothing when it cannot:
// <form data-autosave data-autosave-url="..." data-kept-as="what:who:form"> with <p class="saved" data-saved role="status">.
// The server answers 2xx with JSON: {"saved_at": "14:02", "version": 8, "note": "..."}; 409 that somebody else saved first, with
// {"version": 9, "values": {name: [...]}}; 422 with {"problems": [...]}. Until it has answered, what was typed is kept in this
// browser under `data-kept-as`, and offered again when the page is opened by the same person. Files are never sent this way.
// `data-refused` stands on a form that shows what was typed and not saved.
// The form's own button works without any of this.
const PAUSE = 2000;
const AGAIN = 10000;
const OURS = new Set(["csrf_token", "version", "form_version", "once"]);

/** The values of a field, without what the server strips and without empty ones at the end. */
function plain(values) {
  const found = (values ?? []).map((value) => String(value).replace(/\r\n/gu, "\n").trim());
  while (found.length && !found.at(-1)) found.pop();
  return found;
}
const same = (one, other) => JSON.stringify(plain(one)) === JSON.stringify(plain(other));
const allSame = (one, other) => [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => same(one[name], other[name]));

function element(tag, text, properties = {}) {
  return Object.assign(document.createElement(tag), text ? { textContent: text } : {}, properties);
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  const key = form.dataset.keptAs ? `pitchday:${form.dataset.keptAs}` : null;
  const everyVersion = key?.slice(0, key.lastIndexOf(":") + 1);
  const open = new Map();
  // What the server has; of a page that shows what it has refused, nobody here can tell.
  let base = "refused" in form.dataset ? {} : content();
  let timer = null;
  let chain = Promise.resolve();
  let passing = false;

  function content() {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (!OURS.has(name) && !(value instanceof File)) (found[name] ??= []).push(value);
    }
    return found;
  }

  function set(name, values) {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const shown = fields.filter((field) => field.type !== "hidden");
    if (!fields.length) for (const value of values) form.append(element("input", "", { type: "hidden", name, value }));
    shown.forEach((field, place) => {
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (field.type !== "file") field.value = values[place] ?? "";
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    });
  }

  function say(text, problem = false, link = null) {
    if (!said || (said.textContent === text && !link)) return;
    said.replaceChildren(text, ...(link ? [" ", element("a", link.text, { href: link.href })] : []));
    said.classList.toggle("is-problem", problem);
  }

  // Keeping in this browser

  function canKeep() {
    try {
      localStorage.setItem("pitchday:probe", "1");
      localStorage.removeItem("pitchday:probe");
      return true;
    } catch { return false; }
  }
  function kept() {
    if (!key) return [];
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(everyVersion));
    } catch { return []; }
  }
  function keep() {
    if (!key) return;
    try {
      localStorage.setItem(key, JSON.stringify({ version: form.elements.version.value, base, fields: content() }));
    } catch { /* no room, or not allowed: the page itself still has it */ }
  }
  function forget() {
    for (const name of kept()) localStorage.removeItem(name);
  }

  // Saving

  const save = () => (chain = chain.then(saveNow));

  async function saveNow(renewed = false) {
    clearTimeout(timer);
    timer = null;
    if (open.size) return false;
    const sent = content();
    let answer;
    try {
      const data = new FormData(form);
      for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
      const headers = { Accept: "application/json", "X-Autosave": "1" };
      answer = await fetch(form.dataset.autosaveUrl || form.action, { method: "POST", body: data, headers, redirect: "manual" });
    } catch {
      say("No connection. What you typed is kept in this browser and sent when the network is back.", true);
      plan(AGAIN);
      return false;
    }
    if (answer.ok) return settle(await answer.json(), sent);
    if (answer.status === 409) return merge(await answer.json());
    if (answer.status === 422) {
      const { problems, closed } = await answer.json();
      say(`${problems.join(" ") || "Not saved yet. Use the button to save."}${closed ? " What you typed since you last saved is kept in this browser." : ""}`, true);
      return null;
    }
    if (!renewed && (await renew())) return saveNow(true);
    return false;
  }

  /** A new token from the page itself, which only somebody who is signed in gets. */
  async function renew() {
    const page = await fetch(location.pathname, { redirect: "manual" }).catch(() => null);
    const next = encodeURIComponent(location.pathname);
    if (page?.ok) {
      const html = new DOMParser().parseFromString(await page.text(), "text/html");
      const token = html.querySelector("form[data-autosave] [name=csrf_token]")?.value;
      if (token) {
        form.elements.csrf_token.value = token;
        return true;
      }
    }
    if (page?.type === "opaqueredirect") {
      say("You have been signed out. What you typed is kept in this browser.", true, { text: "Sign in again", href: `/sign-in?next=${next}` });
    } else say("Not saved yet. What you typed is kept in this browser.", true);
    return false;
  }

  function settle(result, sent) {
    if (result.version !== undefined && form.elements.version) form.elements.version.value = result.version;
    base = sent;
    if (allSame(sent, content())) {
      forget();
      form.dispatchEvent(new CustomEvent("saved"));
    } else plan();
    const local = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    say(`Saved ${result.saved_at ?? local}${result.note ? `. ${result.note}` : ""}`, Boolean(result.note));
    return true;
  }

  // Two people at once: what only one of them changed is taken, and only what both changed is asked about.

  function merge({ version, values }) {
    const mine = content();
    form.elements.version.value = version;
    for (const [name, theirs] of Object.entries(values)) {
      if (same(mine[name], theirs) || same(theirs, base[name])) continue;
      if (same(mine[name], base[name])) set(name, theirs);
      else ask(name, theirs);
    }
    base = { ...base, ...values };
    keep();
    if (open.size) {
      say("Somebody else has answered the same. Choose above which answer stays.", true);
      open.values().next().value.scrollIntoView({ block: "center" });
      return false;
    }
    return saveNow();
  }

  function ask(name, theirs) {
    open.get(name)?.remove();
    const box = element("div", "", { className: "message message-wait", role: "group" });
    box.setAttribute("aria-label", "Answered by somebody else meanwhile");
    const mine = element("button", "Keep mine", { type: "button", className: "btn btn-secondary btn-sm" });
    const other = element("button", "Take theirs", { type: "button", className: "btn btn-secondary btn-sm" });
    const row = element("div", "", { className: "button-row" });
    row.append(mine, other);
    const quote = element("blockquote", plain(theirs).join("\n") || "No answer", { className: "is-typed" });
    const inside = element("div");
    inside.append(element("p", "Somebody else saved this answer meanwhile; yours is in the field."), quote, row);
    box.append(inside);
    for (const button of [mine, other]) button.addEventListener("click", () => {
      open.delete(name);
      box.remove();
      if (button === other) set(name, theirs);
      form.querySelector(`[name="${CSS.escape(name)}"]`)?.focus();
      keep();
      if (!open.size) save();
    });
    const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
    (field?.closest(".question") ?? form).append(box);
    open.set(name, box);
  }

  // What was typed before and has not arrived

  function restore() {
    if ("refused" in form.dataset) return keep();
    const theirs = content();
    for (const name of kept()) {
      let stored;
      try { stored = JSON.parse(localStorage.getItem(name)); } catch { continue; }
      const changed = Object.entries(stored.fields).filter(([field, values]) => !same(values, stored.base[field]) && !same(values, theirs[field]));
      if (!changed.length) {
        localStorage.removeItem(name);
        continue;
      }
      const isCurrent = String(stored.version) === form.elements.version.value;
      base = isCurrent ? base : { ...theirs, ...stored.base };
      for (const [field, values] of changed) set(field, values);
      if (isCurrent) {
        say("What you typed before is here again.");
        plan(0);
      } else merge({ version: form.elements.version.value, values: theirs });
    }
  }

  function plan(after = PAUSE) {
    clearTimeout(timer);
    timer = setTimeout(save, after);
  }

  function typed() {
    keep();
    if (timer === null) plan();
  }

  if (key && canKeep()) delete form.dataset.guardLeave;
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  addEventListener("online", () => save());
  form.addEventListener("submit", async (event) => {
    if (passing) return;
    event.preventDefault();
    keep();
    const done = await save();
    // What the server refuses it explains best on its own page.
    if (done === false) return;
    passing = true;
    form.requestSubmit(event.submitter);
    passing = false;
  });
  restore();
}

// Whoever signs out leaves nothing behind for the next person at this computer.
for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
  form.addEventListener("submit", () => {
    try {
      for (const name of Object.keys(localStorage)) if (name.startsWith("pitchday:")) localStorage.removeItem(name);
    } catch { /* nothing could be kept either */ }
  });
}
