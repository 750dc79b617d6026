// Brings the list of problems into focus when a form comes back: <div data-focus tabindex="-1">.
document.querySelector("[data-focus]")?.focus();
