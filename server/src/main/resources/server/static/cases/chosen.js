// A table of accounts that is walked and chosen from by keyboard; forms take the chosen along.
"use strict";
(() => {
  const chosen = new Set();
  let here = null;

  const rows = () => [...document.querySelectorAll(".members [data-account]")];
  const show = () => {
    const known = new Set(rows().map(row => row.dataset.account));
    for (const one of [...chosen]) if (!known.has(one)) chosen.delete(one);
    if (!known.has(here)) here = rows().length ? rows()[0].dataset.account : null;
    for (const row of rows()) {
      row.setAttribute("aria-selected", String(chosen.has(row.dataset.account)));
      row.classList.toggle("here", row.dataset.account === here);
    }
    const badge = document.querySelector("[data-chosen]");
    badge.hidden = chosen.size === 0;
    badge.textContent = chosen.size + " chosen";
  };
  const walk = step => {
    const all = rows();
    const at = all.findIndex(row => row.dataset.account === here);
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    if (!next) return;
    here = next.dataset.account;
    show();
    next.scrollIntoView({ block: "nearest" });
    next.focus({ preventScroll: true });
  };
  const choose = account => {
    if (!account) return;
    if (!chosen.delete(account)) chosen.add(account);
    show();
  };
  const chooseAll = () => {
    const all = rows().map(row => row.dataset.account);
    const every = all.every(one => chosen.has(one));
    chosen.clear();
    if (!every) all.forEach(one => chosen.add(one));
    show();
  };

  document.addEventListener("click", event => {
    const row = event.target.closest(".members [data-account]");
    if (row) {
      here = row.dataset.account;
      if (event.target.closest("td.pick")) choose(here); else show();
    }
    const target = event.target.closest("button");
    if (!target) return;
    if (target.dataset.walk) walk(Number(target.dataset.walk));
    if ("choose" in target.dataset) choose(here);
    if ("chooseAll" in target.dataset) chooseAll();
  });
  document.addEventListener("submit", event => {
    const form = event.target;
    if (!("takesChosen" in form.dataset)) return;
    form.querySelectorAll("input[data-chosen-account]").forEach(old => old.remove());
    const wanted = chosen.size === 0 && "orHere" in form.dataset && here ? [here] : [...chosen];
    for (const account of wanted) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = form.dataset.takesChosen || "account";
      input.dataset.chosenAccount = "";
      input.value = account;
      form.append(input);
    }
  });
  document.addEventListener("htmx:afterSettle", show);
  show();
})();
