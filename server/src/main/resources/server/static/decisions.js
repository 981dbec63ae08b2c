// The decision panel: what goes together, marked posts, drafts, counts, and the countdown.
"use strict";
(() => {
  const WHOLE = ["warn", "limit", "suspend-temporarily", "suspend-permanently"];
  const NOTHING = "no-violation";
  const form = () => document.querySelector("form.decide");
  const measures = f => [...f.querySelectorAll("input[name=measure]")];

  const fit = f => {
    const option = f.elements.clause.selectedOptions[0];
    const allows = option && option.value ? option.dataset.allows.split(" ") : null;
    for (const box of measures(f)) {
      const barred = allows !== null && box.value !== NOTHING && !allows.includes(box.value);
      if (barred) box.checked = false;
      box.disabled = barred;
      box.closest(".choice").title = barred ? "This clause does not allow it." : "";
    }
    const chosen = measures(f).filter(box => box.checked).map(box => box.value);
    for (const part of f.querySelectorAll("[data-for]")) {
      const on = chosen.includes(part.dataset.for);
      part.classList.toggle("off", !on);
      for (const field of part.matches("input") ? [part] : part.querySelectorAll("input")) field.tabIndex = on ? 0 : -1;
    }
    const asks = chosen.some(code => code !== NOTHING) && option && option.dataset.asks === "true";
    const speech = f.querySelector("[data-protected]");
    if (speech) speech.classList.toggle("off", !asks);
    const changed = f.querySelector("[data-changed]");
    if (changed) changed.classList.toggle("off", f.elements.outcome.value !== "changed");
  };

  const choose = (f, box) => {
    if (box.checked) {
      for (const other of measures(f)) {
        const excluded = other !== box && (box.value === NOTHING || other.value === NOTHING
          || (WHOLE.includes(box.value) && WHOLE.includes(other.value)));
        if (excluded) other.checked = false;
      }
      if (box.value === "suspend-temporarily") f.elements.days.focus();
    }
    fit(f);
  };

  const count = area => {
    const out = area.parentElement.querySelector("[data-count]");
    const length = [...area.value].length;
    const most = Number(area.dataset.most);
    out.textContent = length.toLocaleString() + " of " + most.toLocaleString() + " characters";
    out.classList.toggle("over", length > most);
  };

  const marks = f => {
    const box = f.querySelector("[data-posts]");
    const count = number => { 
      const told = f.querySelector("[data-marked]");
      if (told) told.textContent = number + " marked";
     };
    if (!box) {
      count([...f.elements].filter(field => field.name === "post" && field.checked).length);
      return;
    }
    const ids = [...document.querySelectorAll("[data-post][aria-selected=true]")].map(post => post.dataset.post);
    box.replaceChildren(...ids.map(id => {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = "post";
      input.value = id;
      return input;
    }));
    count(ids.length);
  };

  const restore = f => {
    for (const input of f.querySelectorAll("[data-posts] input")) {
      for (const post of document.querySelectorAll("[data-post]")) {
        if (post.dataset.post === input.value && post.getAttribute("aria-selected") !== "true") {
          post.setAttribute("aria-selected", "true");
        }
      }
    }
    marks(f);
  };

  let waiting;
  const save = f => {
    if (!f.dataset.draft) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (!f.isConnected) return;
      const csrf = document.querySelector('meta[name="csrf"]');
      fetch(f.dataset.draft, {
        method: "POST",
        headers: csrf ? { [csrf.dataset.header]: csrf.content } : {},
        body: new URLSearchParams(new FormData(f)),
      }).catch(() => {});
    }, 700);
  };

  const countdown = panel => {
    const end = performance.now() + Number(panel.dataset.left);
    const tick = () => {
      if (!panel.isConnected) return;
      const left = end - performance.now();
      if (left <= 0) {
        panel.querySelector(".left").textContent = "It has left.";
        panel.querySelector("progress").value = 0;
        panel.querySelector("button").disabled = true;
        panel.classList.add("gone");
        return;
      }
      panel.querySelector("[data-seconds]").textContent = Math.ceil(left / 1000);
      panel.querySelector("progress").value = left;
      setTimeout(tick, 100);
    };
    tick();
  };

  const begin = root => {
    for (const panel of root.querySelectorAll("[data-countdown]:not([data-running])")) {
      panel.dataset.running = "";
      countdown(panel);
    }
    const f = form();
    if (f && !f.dataset.ready) {
      f.dataset.ready = "";
      restore(f);
      fit(f);
      f.querySelectorAll("textarea[data-most]").forEach(count);
    }
  };

  document.addEventListener("change", event => {
    const f = event.target.form;
    if (!f || !f.matches(".decide")) return;
    if (event.target.name === "post") marks(f);
    if (event.target.name === "measure") choose(f, event.target); else fit(f);
    save(f);
  });
  document.addEventListener("input", event => {
    const f = event.target.closest("form.decide");
    if (!f) return;
    if (event.target.matches("textarea[data-most]")) count(event.target);
    save(f);
  });
  document.addEventListener("post-toggled", () => {
    const f = form();
    if (f) { marks(f); save(f); }
  });
  document.addEventListener("htmx:afterSwap", () => begin(document));
  document.addEventListener("DOMContentLoaded", () => begin(document));
  if (document.readyState !== "loading") begin(document);
})();
