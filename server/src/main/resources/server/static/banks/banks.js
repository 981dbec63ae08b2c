// Sends a chosen file as the body of a request and shows the answer.
"use strict";
document.addEventListener("submit", async event => {
  const form = event.target.closest("form[data-sends]");
  if (!form) return;
  event.preventDefault();
  const into = document.getElementById(form.dataset.into);
  const file = form.elements.file.files[0];
  const button = form.querySelector("button");
  const query = new URLSearchParams();
  for (const name of ["form", "source", "received"]) if (form.elements[name]) query.set(name, form.elements[name].value);
  const csrf = document.querySelector('meta[name="csrf"]');
  const headers = { "Content-Type": "application/octet-stream", "HX-Request": "true" };
  if (csrf) headers[csrf.dataset.header] = csrf.content;
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.dataset.sends + "?" + query, { method: "POST", headers, body: file });
    into.innerHTML = await answer.text();
    if (window.htmx) window.htmx.process(into);
  } catch (e) {
    into.textContent = "The desk did not answer. Try again.";
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
});
