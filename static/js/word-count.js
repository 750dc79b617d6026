// Counts words or characters under a long text: <div data-word-count="200"> or <div data-character-count="500"> around
// <textarea>...<p class="form-count">. The number is shown at once and read out only when the typing pauses.
const MEASURES = [
  ["wordCount", "word", (text) => text.trim().split(/\s+/u).filter(Boolean).length],
  ["characterCount", "character", (text) => [...text.trim().replace(/\r\n/gu, "\n")].length],
];

for (const group of document.querySelectorAll("[data-word-count], [data-character-count]")) {
  const text = group.querySelector("textarea");
  const shown = group.querySelector(".form-count");
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  group.append(spoken);
  let pause;

  const sentence = () => {
    const parts = [];
    let over = false;
    for (const [name, one, measure] of MEASURES) {
      if (!(name in group.dataset)) continue;
      const limit = Number(group.dataset[name]);
      const left = limit - measure(text.value);
      const noun = Math.abs(left) === 1 ? one : `${one}s`;
      over ||= left < 0;
      parts.push(left < 0 ? `${-left} ${noun} too many` : `${left} of ${limit} ${noun} left`);
    }
    shown.classList.toggle("is-over", over);
    return parts.join(", ");
  };
  const count = () => {
    shown.textContent = sentence();
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = shown.textContent; }, 1500);
  };
  text.addEventListener("input", count);
  shown.textContent = sentence();
}
