// Runs before the page is drawn, so that a chosen theme does not flash; the rest is in theme.js.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is closed to us: the system's choice stands.
}
