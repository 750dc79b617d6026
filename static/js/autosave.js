// Saves a draft while it is written: <form data-autosave data-autosave-url="..."> and <p class="saved" data-saved role="status">.
// The server answers 2xx with JSON: {"saved_at": "14:02"} and, when it keeps versions, {"version": 8}, which goes into the
// field named "version"; 409 says that somebody else changed it. Files are never sent this way. The form's own button works without any of this.
const PAUSE = 5000;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
  let timer = null;
  let running = false;
  let again = false;
  let stopped = false;

  const say = (text, problem = false) => {
    if (!said || said.textContent === text) return;
    said.textContent = text;
    said.classList.toggle("is-problem", problem);
  };

  const content = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };

  async function save() {
    timer = null;
    if (stopped) return;
    if (running) { again = true; return; }
    running = true;
    again = false;
    try {
      const answer = await fetch(form.dataset.autosaveUrl || form.action, {
        method: "POST",
        body: content(),
        headers: { Accept: "application/json", "X-Autosave": "1" },
        credentials: "same-origin",
        redirect: "error",
      });
      if (answer.ok) settle(await answer.json());
      else if (answer.status === 409) {
        stopped = true;
        say("Somebody else changed this. Copy what you typed, then open the page again.", true);
      } else say("Not saved yet. Use the button to save.", true);
    } catch {
      say("Not saved: no connection. Your text is still on this page.", true);
    } finally {
      running = false;
      if (again) plan();
    }
  }

  function settle(result) {
    if (result.version !== undefined && form.elements.version) form.elements.version.value = result.version;
    const local = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    say(`Saved ${result.saved_at ?? local}${result.note ? `. ${result.note}` : ""}`, Boolean(result.note));
    if (!again && timer === null) form.dispatchEvent(new CustomEvent("saved"));
  }

  function plan() {
    if (timer === null && !stopped) timer = setTimeout(save, PAUSE);
  }

  form.addEventListener("input", plan);
  form.addEventListener("change", plan);
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); });
}
