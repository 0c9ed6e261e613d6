// Comfort only: every page works without this file. All wiring is by attribute.
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Browsers that ignore autofocus on a div.
  if (!("autofocus" in HTMLElement.prototype)) document.querySelector(".error-summary")?.focus();

  // Menus close when one looks elsewhere, or at Escape.
  const closeBut = ({ target }) =>
    all("details.menu[open]").filter((menu) => !menu.contains(target)).forEach((menu) => { menu.open = false; });
  document.addEventListener("click", closeBut);
  document.addEventListener("focusin", closeBut);
  document.addEventListener("keydown", ({ key, target }) => {
    const menu = key === "Escape" && target.closest?.("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A second click on « Enregistrer » sends nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.ariaBusy) event.preventDefault();
    form.ariaBusy = "true";
    setTimeout(() => { form.ariaBusy = null; }, 5000); // the answer may be a file: the page stays
  });
  addEventListener("pageshow", () => all("form").forEach((form) => { form.ariaBusy = null; }));

  // Buttons that need this file are hidden until it runs.
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.onclick = () => print();
  });

  // Found by typing: <input list="x" data-suggest-url="/…"> and <datalist id="x">; the address answers
  // [{"value": "0111Z", "label": "0111Z - Culture de céréales"}] to ?q=.
  all("input[data-suggest-url][list]").forEach((input) => {
    const list = document.getElementById(input.getAttribute("list"));
    let waiting;
    input.oninput = () => {
      clearTimeout(waiting);
      const text = input.value.trim();
      if (text.length < 2 || [...list.options].some(({ value }) => value === text)) return;
      waiting = setTimeout(async () => {
        const answer = await fetch(`${input.dataset.suggestUrl}?q=${encodeURIComponent(text)}`).catch(() => null);
        const found = answer?.ok ? await answer.json() : [];
        if (input.value.trim() === text) list.replaceChildren(...found.map((one) => new Option(one.label, one.value)));
      }, 200);
    };
  });
})();
