// Asks before typed text is lost: <form data-guard-leave>. Sending or saving the form clears it (event "saved").
for (const form of document.querySelectorAll("form[data-guard-leave]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  form.addEventListener("saved", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}
