// The reasons of an account, shown below its row; a title only for a new cluster.
"use strict";
(() => {
  const toggle = row => {
    const whys = row && row.nextElementSibling;
    if (whys) whys.hidden = !whys.hidden;
  };
  document.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (button && "why" in button.dataset) toggle(document.querySelector(".members tr.here"));
  });
  document.addEventListener("dblclick", event => toggle(event.target.closest(".members [data-account]")));
  const into = document.querySelector("[data-into]");
  const title = document.querySelector("[data-title]");
  const show = () => { title.hidden = into.value !== ""; };
  if (into) {
    into.addEventListener("change", show);
    show();
  }
})();
