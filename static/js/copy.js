// Copies a read-only field: <div data-copy><input readonly><button hidden>Copy</button></div><p class="copy-said" role="status">.
for (const box of document.querySelectorAll("[data-copy]")) {
  const field = box.querySelector("input");
  const button = box.querySelector("button");
  const said = box.parentElement.querySelector(".copy-said");
  field.addEventListener("focus", () => field.select());
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copied";
    } catch {
      field.select();
      said.textContent = "Press Ctrl and C to copy the marked text";
    }
  });
}
