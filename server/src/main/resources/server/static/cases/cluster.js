// The drawer of a cluster's account: its items, opened one by one.
"use strict";
(() => {
  const drawer = document.getElementById("drawer");
  let item = 0;

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
  const submit = (of, what) => {
    const form = of && of.querySelector(`form[data-do="${what}"]`);
    if (form) window.htmx.trigger(form, "submit");
  };
  const doItem = what => submit(items()[item], what);

  // Keys come faster than answers: what is asked meanwhile waits for the answer before it.
  let busy = false;
  const waiting = [];
  const next = () => {
    busy = false;
    const [id, what] = waiting.shift() || [];
    if (what) submit(id === null ? drawer : items().find(one => one.dataset.item === id), what);
  };
  document.addEventListener("htmx:beforeRequest", event => {
    const form = event.detail.elt;
    if (!form.dataset.do) return;
    if (!busy) { busy = true; return; }
    event.preventDefault();
    const of = form.closest(".item");
    waiting.push([of ? of.dataset.item : null, form.dataset.do]);
  });
  document.addEventListener("htmx:afterSettle", event => {
    if (event.detail.target.id === "drawer-body") next();
  });
  document.addEventListener("htmx:afterRequest", event => {
    if (event.detail.elt.dataset.do && !event.detail.successful) {
      waiting.length = 0;
      next();
    }
  });

  document.addEventListener("click", event => {
    const one = event.target.closest(".drawer .item");
    if (one) { item = items().indexOf(one); showItem(false); }
    const target = event.target.closest("button");
    if (!target) return;
    const here = document.querySelector(".members tr.here");
    if ("openAccount" in target.dataset && here) open(here.dataset.account);
    if (target.dataset.itemWalk) { item += Number(target.dataset.itemWalk); showItem(true); }
    if (target.dataset.itemDo) doItem(target.dataset.itemDo);
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
