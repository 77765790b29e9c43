// A form with data-passkey="create" or "get" asks the device before it is sent, and carries its answer in `credential`.
// What to ask stands in the page (#passkey-options), or is fetched from data-passkey-options. The form's own
// [data-passkey-problem] is shown when the device declines.
(() => {
  const options = async (form) => {
    const address = form.dataset.passkeyOptions;
    if (!address) return JSON.parse(document.getElementById("passkey-options").textContent);
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };

  const create = ({ creation_options: { publicKey } }) => {
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
  };

  const get = ({ request_options: { publicKey } }) =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-passkey]");
    if (!form) return;
    event.preventDefault();
    const problem = form.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    try {
      const asked = await options(form);
      const credential = await (form.dataset.passkey === "create" ? create(asked) : get(asked));
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
})();
