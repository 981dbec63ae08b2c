// The drawer of a cluster's account: its items, opened one by one.
"use strict";
(() => {
  const drawer = document.getElementById("drawer");
  let item = 0;

  const items = () => [...drawer.querySelectorAll(".item")];
  const showItem = look => {
    const all = items();
    item = Math.min(Math.max(0, item), Math.max(0, all.length - 1));
    all.forEach((one, at) => one.classList.toggle("here", at === item));
    if (all[item] && look) all[item].scrollIntoView({ block: "nearest" });
  };

  // Keys come faster than answers: what is asked meanwhile waits until the answer before it stands.
  let busy = false;
  const waiting = [];
  const act = (id, what) => {
    if (busy) {
      waiting.push([id, what]);
      return;
    }
    const of = id === null ? drawer : items().find(one => one.dataset.item === id);
    const form = of && of.querySelector(`form[data-do="${what}"]`);
    if (!form) return;
    busy = true;
    window.htmx.trigger(form, "submit");
  };
  const open = account => {
    if (!account) return;
    item = 0;
    busy = true;
    waiting.length = 0;
    const address = location.pathname + "/account?" + new URLSearchParams({ account });
    window.htmx.ajax("GET", address, { target: "#drawer-body", swap: "innerHTML" });
  };
  const next = () => {
    busy = false;
    if (waiting.length) act(...waiting.shift());
  };
  document.addEventListener("htmx:afterSettle", event => {
    if (event.detail.target.id === "drawer-body") next();
  });
  document.addEventListener("htmx:afterRequest", event => {
    if (!busy || event.detail.successful) return;
    waiting.length = 0;
    next();
  });

  document.addEventListener("click", event => {
    const one = event.target.closest(".drawer .item");
    if (one) { item = items().indexOf(one); showItem(false); }
    const target = event.target.closest("button");
    if (!target) return;
    const here = document.querySelector(".members tr.here");
    if ("openAccount" in target.dataset && here) open(here.dataset.account);
    if (target.dataset.itemWalk) { item += Number(target.dataset.itemWalk); showItem(true); }
    if (target.dataset.itemDo && items()[item]) act(items()[item].dataset.item, target.dataset.itemDo);
    if (target.dataset.accountDo) act(null, target.dataset.accountDo);
  });
  document.addEventListener("dblclick", event => {
    const row = event.target.closest(".members [data-account]");
    if (row) open(row.dataset.account);
  });
  document.querySelector("[data-clause] select").addEventListener("change", event => event.target.form.requestSubmit());
  document.addEventListener("htmx:afterSwap", event => {
    if (event.detail.target.id !== "drawer-body") return;
    if (!drawer.open) drawer.showModal();
    showItem(true);
  });
  // What is refused while the drawer is open is said in it, not behind it.
  document.addEventListener("htmx:beforeSwap", event => {
    if (!drawer.open || event.detail.xhr.status < 400) return;
    event.detail.shouldSwap = false;
    const line = document.getElementById("drawer-flash");
    const told = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    line.textContent = told.body.textContent.trim();
    line.hidden = false;
  });
})();
