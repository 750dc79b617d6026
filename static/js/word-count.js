// Counts words under a long text: <div data-word-count="200"><textarea>...<p class="form-count">.
// The number is shown at once and read out only when the typing pauses.
for (const group of document.querySelectorAll("[data-word-count]")) {
  const limit = Number(group.dataset.wordCount);
  const text = group.querySelector("textarea");
  const shown = group.querySelector(".form-count");
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  group.append(spoken);
  let pause;

  const sentence = () => {
    const words = text.value.trim().split(/\s+/u).filter(Boolean).length;
    const left = limit - words;
    shown.classList.toggle("is-over", left < 0);
    const noun = Math.abs(left) === 1 ? "word" : "words";
    return left < 0 ? `${-left} ${noun} too many` : `${left} of ${limit} ${noun} left`;
  };
  const count = () => {
    shown.textContent = sentence();
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = shown.textContent; }, 1500);
  };
  text.addEventListener("input", count);
  shown.textContent = sentence();
}
