// The editor of rules and lists: line numbers, marks where checking found something, saving, and
// keeping in this tab what was typed until it is saved.
"use strict";
(() => {
  const root = document.querySelector("[data-editor]");
  if (!root) return;
  const area = root.querySelector("[data-text]");
  const gutter = root.querySelector("[data-gutter]");
  const checked = root.querySelector("[data-check]");
  const note = root.querySelector("[data-note]");
  const state = root.querySelector("[data-state]");
  const path = root.dataset.path;
  const most = Number(root.dataset.most);
  const slot = "rules:" + path;
  const MARKED = 5000;
  let base = root.dataset.base || ""; // without one where the file is new
  let saved = area.value;
  let leaving = false;

  const query = more => "?" + new URLSearchParams({ path, ...more });
  const post = (url, body, signal) => {
    const csrf = document.querySelector('meta[name="csrf"]');
    return fetch(url, {
      method: "POST",
      headers: { "Content-Type": "text/plain; charset=utf-8", "HX-Request": "true", ...(csrf ? { [csrf.dataset.header]: csrf.content } : {}) },
      body,
      signal,
    });
  };
  const bytes = text => new Blob([text]).size;
  const tooLarge = text => text.length > most / 4 && bytes(text) > most;
  const LARGE = "This text has more than " + most / 1048576 + " MiB, more than this page takes. Nothing was sent; your text is still here.";

  const say = (html, node) => {
    note.replaceChildren();
    if (node) note.append(node); else note.innerHTML = html;
    document.dispatchEvent(new CustomEvent("htmx:afterSwap"));
  };
  const line = (text, look) => {
    const p = document.createElement("p");
    p.className = "flash " + look;
    p.setAttribute("role", "alert");
    p.textContent = text;
    return p;
  };

  // Line numbers: one text where there are many, spans where lines are marked.
  let numbered = 0;
  let marks = new Map();
  const number = () => {
    const lines = area.value.split("\n").length;
    if (lines === numbered && !number.stale) return;
    numbered = lines;
    number.stale = false;
    if (lines > MARKED) {
      gutter.textContent = Array.from({ length: lines }, (_, i) => i + 1 + " ").join("\n");
    } else {
      gutter.replaceChildren(...Array.from({ length: lines }, (_, i) => {
        const span = document.createElement("span");
        span.textContent = i + 1;
        const mark = marks.get(i + 1);
        if (mark) span.className = mark;
        return span;
      }));
    }
    gutter.scrollTop = area.scrollTop;
  };
  const SEVERITY = ["note", "warning", "error"];
  const mark = () => {
    marks = new Map();
    for (const issue of checked.querySelectorAll("[data-line]")) {
      const at = Number(issue.dataset.line);
      if (SEVERITY.indexOf(issue.dataset.severity) > SEVERITY.indexOf(marks.get(at))) {
        marks.set(at, issue.dataset.severity);
      }
    }
    number.stale = true;
    number();
  };

  const dirty = () => area.value !== saved;
  const keep = () => {
    try {
      if (dirty()) sessionStorage.setItem(slot, JSON.stringify({ base, text: area.value }));
      else sessionStorage.removeItem(slot);
    } catch {
      // A text too large for the tab's store is still in the page.
    }
  };
  const show = () => { state.textContent = dirty() ? "Not saved" : ""; };

  let asking;
  let timer;
  const check = async () => {
    asking?.abort();
    const text = area.value;
    if (tooLarge(text)) {
      checked.replaceChildren(line(LARGE, "warn"));
      return;
    }
    asking = new AbortController();
    const mine = asking;
    try {
      const answer = await post("/rules/check" + query(), text, mine.signal);
      const html = await answer.text();
      if (mine !== asking) return;
      if (answer.status === 429) {
        timer = setTimeout(check, 2000);
        return;
      }
      if (answer.status === 401) {
        expired();
        return;
      }
      checked.innerHTML = html;
      checked.classList.remove("old");
      if (answer.ok) mark();
    } catch (failure) {
      if (failure.name !== "AbortError") checked.replaceChildren(line("The server does not answer; nothing was checked.", "warn"));
    }
  };
  const later = () => {
    checked.classList.add("old");
    clearTimeout(timer);
    timer = setTimeout(check, 450);
  };

  const expired = () => {
    keep();
    const p = line("Your session has ended. ", "warn");
    const link = document.createElement("a");
    link.href = "/sign-in?next=" + encodeURIComponent(location.pathname + location.search);
    link.textContent = "Sign in again";
    link.addEventListener("click", () => { leaving = true; });
    p.append(link, "; what you typed waits for you here.");
    say(null, p);
  };

  let saving = false;
  const save = async () => {
    if (saving) return;
    const text = area.value;
    if (tooLarge(text)) {
      say(null, line(LARGE, "warn"));
      return;
    }
    saving = true;
    state.textContent = "Saving…";
    try {
      const answer = await post("/rules/draft" + query({ base }), text);
      const html = await answer.text();
      if (answer.status === 401) {
        show();
        expired();
        return;
      }
      if (!answer.ok) {
        show();
        say(html);
        return;
      }
      saved = text;
      note.replaceChildren();
      state.innerHTML = html;
      base = state.firstElementChild.dataset.base;
      keep();
      for (const field of document.querySelectorAll("form[data-leaves] input[name=base]")) field.value = base;
      if (dirty()) show();
    } catch {
      show();
      say(null, line("The server does not answer. Nothing was saved; your text is still here.", "warn"));
    } finally {
      saving = false;
    }
  };

  const go = (at, column) => {
    const lines = area.value.split("\n");
    const start = lines.slice(0, at - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const cursor = start + Math.min(Math.max(0, column - 1), (lines[at - 1] || "").length);
    area.focus();
    area.setSelectionRange(cursor, cursor);
    area.scrollTop = Math.max(0, (at - 6) * (area.scrollHeight / Math.max(1, lines.length)));
  };

  root.querySelector("[data-save]").addEventListener("click", save);
  area.addEventListener("input", () => { number(); keep(); show(); later(); });
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
  area.addEventListener("keydown", event => {
    if (event.key !== "Tab" || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || root.dataset.rule !== "true") return;
    event.preventDefault();
    area.setRangeText("  ", area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  checked.addEventListener("click", event => {
    const place = event.target.closest("button.place");
    const issue = place && place.closest("[data-line]");
    if (issue) go(Number(issue.dataset.line), Number(issue.dataset.column));
  });
  note.addEventListener("click", event => {
    const stale = event.target.closest("[data-base]");
    if (event.target.closest("[data-over]")) {
      base = stale.dataset.base;
      note.replaceChildren();
      save();
    }
    if (event.target.closest("[data-theirs]")) {
      saved = area.value;
      keep();
      leaving = true;
      location.reload();
    }
    if (event.target.closest("[data-drop]")) {
      area.value = saved;
      note.replaceChildren();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  document.addEventListener("submit", event => {
    if (event.target.matches("[data-leaves]") && !event.defaultPrevented) {
      saved = area.value;
      keep();
      leaving = true;
    }
  });
  window.addEventListener("beforeunload", event => {
    if (dirty() && !leaving) event.preventDefault();
  });

  // What was typed here and never saved comes back, over the text that it was begun with.
  try {
    const kept = JSON.parse(sessionStorage.getItem(slot));
    if (kept && kept.text !== area.value) {
      area.value = kept.text;
      base = kept.base;
      const p = line("What you had typed and not saved is here again. ", "good");
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "compact secondary";
      drop.dataset.drop = "";
      drop.textContent = "Throw it away";
      p.append(drop);
      say(null, p);
    }
  } catch {
    // There is no store in this tab; the page works without.
  }
  number();
  show();
  if (base === "" && !dirty()) state.textContent = "Not saved yet";
  check();
})();
