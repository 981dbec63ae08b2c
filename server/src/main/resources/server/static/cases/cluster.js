// A cluster: walking its table, choosing accounts, and the drawer of one of them.
"use strict";
(() => {
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  const chosen = new Set();
  let here = null;
  let item = 0;

  const rows = () => [...document.querySelectorAll(".members [data-account]")];
  const rowHere = () => rows().find(row => row.dataset.account === here);

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
  const open = account => {
    if (!account) return;
    item = 0;
    const address = location.pathname + "/account?" + new URLSearchParams({ account });
    window.htmx.ajax("GET", address, { target: "#drawer-body", swap: "innerHTML" });
  };

  const items = () => [...drawer.querySelectorAll(".item")];
  const showItem = look => {
    const all = items();
    item = Math.min(Math.max(0, item), Math.max(0, all.length - 1));
    all.forEach((one, at) => one.classList.toggle("here", at === item));
    if (all[item] && look) all[item].scrollIntoView({ block: "nearest" });
  };
  const doItem = what => {
    const one = items()[item];
    if (one) window.htmx.trigger(one.querySelector(`form[data-do="${what}"]`), "submit");
  };

  document.addEventListener("click", event => {
    const row = event.target.closest(".members [data-account]");
    if (row) {
      here = row.dataset.account;
      if (event.target.closest("td.mark")) choose(here); else show();
    }
    const one = event.target.closest(".drawer .item");
    if (one) { item = items().indexOf(one); showItem(false); }
    const target = event.target.closest("button");
    if (!target) return;
    if (target.dataset.walk) walk(Number(target.dataset.walk));
    if ("choose" in target.dataset) choose(here);
    if ("chooseAll" in target.dataset) chooseAll();
    if ("openAccount" in target.dataset) open(here);
    if (target.dataset.itemWalk) { item += Number(target.dataset.itemWalk); showItem(true); }
    if (target.dataset.itemDo) doItem(target.dataset.itemDo);
  });
  document.addEventListener("dblclick", event => {
    const row = event.target.closest(".members [data-account]");
    if (row) open(row.dataset.account);
  });
  // A form that acts on the chosen accounts takes them along.
  document.addEventListener("submit", event => {
    const form = event.target;
    if (!("takesChosen" in form.dataset)) return;
    form.querySelectorAll("input[name=account]").forEach(old => old.remove());
    const wanted = chosen.size === 0 && "orHere" in form.dataset && here ? [here] : [...chosen];
    for (const account of wanted) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = "account";
      input.value = account;
      form.append(input);
    }
  });
  document.querySelector("[data-clause] select").addEventListener("change", event => event.target.form.requestSubmit());
  document.addEventListener("htmx:afterSwap", event => {
    if (event.detail.target.id === "drawer-body") {
      if (!drawer.open) drawer.showModal();
      showItem(true);
    } else {
      show();
    }
  });
  // What is refused while the drawer is open is said in it, not behind it.
  document.addEventListener("htmx:beforeSwap", event => {
    if (drawer.open && event.detail.xhr.status >= 400) {
      event.detail.shouldSwap = false;
      const line = document.getElementById("drawer-flash");
      const told = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
      line.textContent = told.body.textContent.trim();
      line.hidden = false;
    }
  });
  show();
})();
