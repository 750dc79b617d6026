// Shows what autosave.js has kept in this browser and could not send before applications closed:
// <div data-kept="what:who:" hidden> with <div data-kept-field="name" data-kept-saved="what the server
// has" hidden> and a <blockquote> in it for each field.
for (const box of document.querySelectorAll("[data-kept]")) {
  let names = [];
  try {
    names = Object.keys(localStorage).filter((name) => name.startsWith(`pitchday:${box.dataset.kept}`));
  } catch { /* nothing could be kept either */ }
  for (const name of names) {
    const { base = {}, fields = {} } = JSON.parse(localStorage.getItem(name)) ?? {};
    for (const part of box.querySelectorAll("[data-kept-field]")) {
      const typed = fields[part.dataset.keptField]?.join("\n") ?? "";
      if (!typed || [part.dataset.keptSaved, base[part.dataset.keptField]?.join("\n")].includes(typed)) continue;
      part.querySelector("blockquote").textContent = typed;
      part.hidden = box.hidden = false;
    }
  }
}
