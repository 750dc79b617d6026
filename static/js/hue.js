// Shows the colour that a hue makes while it is typed: <input data-hue>, with parts marked data-hue-fill and -mark.
const input = document.querySelector("input[data-hue]");
if (input) {
  input.addEventListener("input", () => {
    const hue = Number(input.value);
    if (input.value.trim() === "" || !(hue >= 0 && hue <= 360)) return;
    for (const part of document.querySelectorAll("[data-hue-fill]")) part.setAttribute("fill", `oklch(${part.dataset.hueFill} ${hue})`);
    for (const mark of document.querySelectorAll("[data-hue-mark]")) mark.setAttribute("transform", `translate(${hue} 0)`);
  });
}
