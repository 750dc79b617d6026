// Hides what belongs to other choices than those made: <div data-shown-if="kind" data-shown-values='["number"]'>, the name
// of a field of the same form and the values of it that show this. What is hidden keeps what was typed; the server decides
// what counts. <p data-shown-why> says the same to people without scripts.
for (const form of document.querySelectorAll("form:has([data-shown-if])")) {
  const parts = [...form.querySelectorAll("[data-shown-if]")];
  for (const why of form.querySelectorAll("[data-shown-why]")) why.hidden = true;

  const isHidden = (name) => {
    const field = form.querySelector(`[name="${CSS.escape(name)}"]`);
    return Boolean(field?.closest("[data-shown-if][hidden]"));
  };
  const show = () => {
    const data = new FormData(form);
    for (const part of parts) {
      const wanted = JSON.parse(part.dataset.shownValues);
      part.hidden = isHidden(part.dataset.shownIf) || !data.getAll(part.dataset.shownIf).some((given) => wanted.includes(given));
    }
  };
  form.addEventListener("change", show);
  show();
}
