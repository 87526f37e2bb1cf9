// At the desk's door: the theme that was chosen at the desk, passkeys, and a button to print.

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function theme() {
  try {
    const chosen = JSON.parse(localStorage.getItem("_x_adminTheme") ?? "null");
    if (chosen === "dark" || chosen === "light") document.documentElement.classList.add(chosen);
  } catch {
    // A browser that keeps nothing has chosen nothing.
  }
}

function withBytes(options) {
  const read = { ...options, challenge: toBytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: toBytes(options.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (options[list]) read[list] = options[list].map((one) => ({ ...one, id: toBytes(one.id) }));
  }
  return read;
}

function inWords(credential) {
  const { response } = credential;
  const said = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = toText(response[name]);
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: said,
  };
}

async function ask(form) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(form.dataset.options, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  const { publicKey } = await answer.json();
  const options = { publicKey: withBytes(publicKey) };
  const makes = form.dataset.passkey === "make";
  return inWords(await (makes ? navigator.credentials.create(options) : navigator.credentials.get(options)));
}

function passkeys() {
  const wrong = document.getElementById("passkey-wrong");
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      wrong.hidden = true;
      if (!window.PublicKeyCredential) {
        wrong.textContent = wrong.dataset.cannot;
        wrong.hidden = false;
        return;
      }
      button.disabled = true;
      try {
        const field = form.querySelector("[data-answer], [name=passkey]");
        field.value = JSON.stringify(await ask(form));
        form.submit();
      } catch (error) {
        wrong.textContent = error.name === "SecurityError" ? wrong.dataset.cannot : wrong.dataset.failed;
        wrong.hidden = false;
        button.disabled = false;
      }
    });
  }
}

function printing() {
  const button = document.querySelector("[data-print]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

theme();
passkeys();
printing();
