// Passkeys, with mfa/js/webauthn-json.js of allauth. <form data-passkey="get|create"> with a hidden field `credential`;
// its options are in <script type="application/json" id="js_data">, or fetched from the form's address (sign-in).
// Messages are attributes of the form: data-refused, data-unknown, data-by-name.
(() => {
  "use strict";
  const optionsOf = async (form) => {
    const data = document.getElementById("js_data");
    if (data) {
      const { request_options: request, creation_options: creation } = JSON.parse(data.textContent);
      return request ?? creation;
    }
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return (await answer.json()).request_options;
  };

  const forNewKey = (options, alone) => {
    const selection = options.publicKey.authenticatorSelection ?? {};
    selection.residentKey = alone ? "required" : "discouraged";
    selection.requireResidentKey = alone;
    if (alone) selection.userVerification = "required";
    options.publicKey.authenticatorSelection = selection;
    return options;
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const error = form.querySelector("[data-passkey-error]");
    const say = (text) => {
      error.textContent = text;
      error.hidden = false;
    };
    form.closest("[data-passkey-box]").hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      error.hidden = true;
      if (!window.PublicKeyCredential) return say(form.dataset.unknown);
      try {
        let options = await optionsOf(form);
        const creates = form.dataset.passkey === "create";
        if (creates) options = forNewKey(options, form.elements.passwordless?.checked ?? true);
        const credential = await window.webauthnJSON[creates ? "create" : "get"](options);
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch (failure) {
        say(failure.name === "SecurityError" ? form.dataset.byName : form.dataset.refused);
      }
    });
  });
})();
