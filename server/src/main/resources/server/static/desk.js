// Keys, confirmations, times and the CSRF token of htmx. No page needs a script of its own for these.
"use strict";
(() => {
  const csrf = document.querySelector('meta[name="csrf"]');
  document.addEventListener("htmx:configRequest", event => {
    if (csrf) event.detail.headers[csrf.dataset.header] = csrf.content;
  });
  document.addEventListener("htmx:sendError", () => {
    const line = document.createElement("p");
    line.className = "flash warn";
    line.textContent = "The server does not answer. Nothing was sent; try again.";
    document.getElementById("flash").replaceChildren(line);
  });

  const typing = element =>
    element && (element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));
  const seen = element => element.checkVisibility() && !element.disabled;
  const nameOf = event => {
    const key = event.key === " " ? "Space" : event.key;
    return (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + key;
  };

  const find = name => {
    const open = document.querySelector("dialog[open]");
    return [...(open || document).querySelectorAll("[data-key]")]
      .find(element => element.dataset.key === name && seen(element));
  };
  const press = target => {
    if (typing(target)) target.focus(); else target.click();
  };

  // While a decision is on its way the next key waits for its answer: "next" must neither leave
  // before the page could say what is missing, nor end up as a letter in a field.
  let deciding = null;
  let held = null;
  document.addEventListener("htmx:beforeSend", event => {
    if (event.detail.requestConfig.elt.matches("form.decide")) deciding = event.detail.xhr;
  });
  document.addEventListener("htmx:afterRequest", event => {
    if (event.detail.xhr !== deciding) return;
    const name = held;
    deciding = held = null;
    const target = name && event.detail.successful
      && !document.querySelector("form.decide, .decision [role=alert]") && find(name);
    if (target) press(target);
  });

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = nameOf(event);
    const modified = event.ctrlKey || event.metaKey || event.altKey;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      if (event.key !== "Escape" && !modified) return;
    }
    const target = find(name);
    if (deciding) {
      if (!event.repeat) held = name;
      if (target) event.preventDefault();
      return;
    }
    if (!target) return;
    event.preventDefault();
    if (event.repeat && !typing(target) && !("keyRepeats" in target.dataset)) return;
    press(target);
    // Who decides from within a field has left it: the keys are keys again.
    if (target.type === "submit" && typing(event.target) && target.form.checkValidity()) event.target.blur();
  });

  const showKeys = dialog => {
    const lines = new Map();
    for (const element of document.querySelectorAll("[data-key]")) {
      const help = element.dataset.help;
      if (help && !lines.has(element.dataset.key)) lines.set(element.dataset.key, help);
    }
    lines.set("?", "Show the keys");
    lines.set("Escape", "Leave a field, close this");
    const list = document.getElementById("keys-list");
    list.replaceChildren(...[...lines].flatMap(([key, help]) => {
      const dt = document.createElement("dt");
      const kbd = document.createElement("kbd");
      kbd.textContent = key;
      dt.append(kbd);
      const dd = document.createElement("dd");
      dd.textContent = help;
      return [dt, dd];
    }));
    dialog.showModal();
  };
  document.addEventListener("click", event => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog.id === "keys") showKeys(dialog); else dialog.showModal();
    }
    const closer = event.target.closest("[data-closes]");
    if (closer) document.getElementById(closer.dataset.closes).close();
    const asks = event.target.closest("button[data-confirm], a[data-confirm]");
    if (asks && !window.confirm(asks.dataset.confirm)) event.preventDefault();
  });
  document.addEventListener("submit", event => {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  const units = [["d", 86400], ["h", 3600], ["min", 60]];
  const length = seconds => {
    for (const [unit, size] of units) {
      if (seconds >= size) return Math.floor(seconds / size) + " " + unit;
    }
    return "under 1 min";
  };
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const showTimes = () => {
    for (const element of document.querySelectorAll("time[datetime]")) {
      const at = new Date(element.dateTime);
      if (isNaN(at)) continue;
      const seconds = (Date.now() - at) / 1000;
      let text = format.format(at);
      if ("ago" in element.dataset) text = seconds < 60 ? "just now" : length(seconds) + " ago";
      if ("until" in element.dataset) {
        text = seconds > 0 ? length(seconds) + " overdue" : length(-seconds) + " left";
        element.classList.toggle("overdue", seconds > 0);
      }
      if (element.textContent !== text) element.textContent = text;
      element.title = format.format(at);
    }
  };
  showTimes();
  setInterval(showTimes, 20000);
  document.addEventListener("htmx:afterSwap", showTimes);
})();
