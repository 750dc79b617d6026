// The button that changes between light and dark colours: <button data-theme-toggle hidden>.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const button = document.querySelector("[data-theme-toggle]");

function show() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  root.dataset.themeShown = dark ? "dark" : "light";
  button?.setAttribute("aria-pressed", String(dark));
  return dark;
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = show() ? "light" : "dark";
    try {
      localStorage.setItem("theme", root.dataset.theme);
    } catch {
      // The choice holds for this page only.
    }
    show();
  });
}
system.addEventListener("change", show);
show();
