// @ts-check
/** How a form comes onto a site: the page's own HTML, filled in and sent by a few lines of script. */
import { html } from "../../../shared/view.js";
import { t } from "../../../shared/texts.js";
import { CopyButton } from "../setup/base.js";

/** @param {any} form @param {string} desk */
function snippet(form, desk) {
  return `<form id="otklik-${form.key}"></form>
<script type="module">
  const desk = "${desk}";
  const place = document.getElementById("otklik-${form.key}");
  const form = await (await fetch(desk + "/v1/forms/${form.key}?locale=" + document.documentElement.lang)).json();
  const field = (name, label, type, required) => {
    const row = document.createElement("label");
    const control = document.createElement(type === "long_text" ? "textarea" : "input");
    row.textContent = label;
    control.name = name;
    control.required = required;
    row.append(control);
    place.append(row);
  };
  field("email", "E-mail", "email", true);
  for (const each of form.questions) field(each.field, each.label, each.kind, each.required);
  // People do not see this one; programs fill it in.
  const trap = document.createElement("input");
  trap.name = form.submission.trap;
  trap.hidden = true;
  place.append(trap, Object.assign(document.createElement("button"), { textContent: form.title }));
  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { email, subject, body, topic, [form.submission.trap]: website, ...custom_fields } = Object.fromEntries(new FormData(place));
    const answer = await fetch(desk + "/v1/forms/${form.key}/submissions", {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": form.submission.token.slice(-64) },
      body: JSON.stringify({ token: form.submission.token, website, subject, body, topic, requester: { email }, custom_fields }),
    });
    const said = await answer.json();
    place.replaceChildren(said.text ?? said.detail);
  });
</script>`;
}

/** @param {{form: any}} props */
export function Embed({ form }) {
  const text = snippet(form, location.origin);
  return html`<div class="stack">
    ${form.public ? null : html`<p class="setup-note">${t("setup.not_public")}</p>`}
    <p>${t("setup.embed_about", { origin: location.origin })}</p>
    <div class="setup-raw"><${CopyButton} text=${text} label=${t("setup.copy_of", { name: t("setup.embed") })} /><pre class="code" tabindex="0" aria-label=${t("setup.embed")}>${text}</pre></div>
  </div>`;
}
