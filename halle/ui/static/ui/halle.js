// Comfort only: every page works without this file. No inline code anywhere, so all wiring is by attribute.
(() => {
  "use strict";
  const all = (selector) => document.querySelectorAll(selector);

  // Browsers that ignore autofocus on a div.
  document.querySelector(".error-summary")?.focus();

  // Menus close when one looks elsewhere.
  const close = (except) => all("details.menu[open]").forEach((menu) => {
    if (!menu.contains(except)) menu.open = false;
  });
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("focusin", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A second click on « Enregistrer » sends nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.hasAttribute("aria-busy")) event.preventDefault();
    else form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => all("form[aria-busy]").forEach((form) => { form.removeAttribute("aria-busy"); }));

  // Buttons that need this file are hidden until it runs.
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  all("[data-reveal]").forEach((button) => {
    const input = document.getElementById(button.dataset.reveal);
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", shown);
    });
  });

  // Found by typing: <input list="x" data-suggest-url="/…"> and <datalist id="x">; the address answers
  // [{"value": "0111Z", "label": "0111Z - Culture de céréales"}] to ?q=.
  all("input[data-suggest-url][list]").forEach((input) => {
    const list = document.getElementById(input.getAttribute("list"));
    let waiting = 0;
    let asked = "";
    input.autocomplete = "off";
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      const text = input.value.trim();
      if (text.length < 2 || [...list.options].some((option) => option.value === input.value)) return;
      waiting = setTimeout(async () => {
        asked = text;
        const address = new URL(input.dataset.suggestUrl, location.href);
        address.searchParams.set("q", text);
        try {
          const answer = await fetch(address, { headers: { Accept: "application/json" } });
          const found = answer.ok ? await answer.json() : [];
          if (asked === text) list.replaceChildren(...found.map(({ value, label }) => new Option(label, value)));
        } catch {
          list.replaceChildren();
        }
      }, 200);
    });
  });
})();
