// Single keys on a page with <nav data-keys>: each follows the link or opens what carries it, <a data-key="j ArrowRight">.
// They can be switched off by #use-keys, for those whose machine takes speech for keys (WCAG 2.1.4).
// "a" and "d" choose in the form's decision, "n" goes to the note. No key works while somebody types, or with Ctrl, Alt or ⌘ held.
const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
const nav = document.querySelector("[data-keys]");
const choose = (value) => document.querySelector(`input[name=decision][value=${value}]`);

if (nav) {
  const help = nav.querySelector(".keys");
  const use = help.querySelector("#use-keys");
  help.hidden = false;
  use.checked = remembered() !== "off";
  use.addEventListener("change", () => {
    try { localStorage.setItem("keys", use.checked ? "on" : "off"); } catch { /* until the page is left */ }
  });
  document.addEventListener("keydown", (event) => {
    if (!use.checked || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || event.target.closest?.(TYPING)) return;
    // Arrows belong to the radio buttons they move between.
    if (event.key.startsWith("Arrow") && event.target.closest?.("input, summary, [role=region]")) return;
    const act = { a: () => decide("accept"), d: () => decide("decline"), n: () => focus("#notes textarea"), "?": toggle }[event.key] ?? follow(event.key);
    if (act?.()) event.preventDefault();
  });

  function remembered() {
    try { return localStorage.getItem("keys"); } catch { return null; }
  }
  function follow(key) {
    const link = [...nav.querySelectorAll("a[data-key]")].find((known) => known.dataset.key.split(" ").includes(key));
    return link ? () => { link.click(); return true; } : null;
  }
  function decide(value) {
    const radio = choose(value);
    if (!radio) return false;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    return focus(value === "decline" ? "textarea[name=reason]" : `input[name=decision][value=${value}]`);
  }
  function focus(selector) {
    const field = document.querySelector(selector);
    field?.focus();
    field?.scrollIntoView({ block: "nearest" });
    return Boolean(field);
  }
  function toggle() {
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
    return true;
  }
}
