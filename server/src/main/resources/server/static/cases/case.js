// The case page: walking posts, relying on them, showing pictures.
"use strict";
(() => {
  const list = document.querySelector(".posts .list");
  if (!list) return;
  const all = () => [...list.querySelectorAll(".post")].filter(post => post.checkVisibility());
  const here = () => list.querySelector(".post.here");

  const goTo = (post, look) => {
    if (!post) return;
    const last = here();
    if (last) last.classList.remove("here");
    post.classList.add("here");
    if (look) {
      post.scrollIntoView({ block: "nearest" });
      post.focus({ preventScroll: true });
    }
  };
  const walk = step => {
    const flagged = all().filter(post => post.dataset.flagged === "true");
    const stops = flagged.length ? flagged : all();
    const at = stops.indexOf(here());
    goTo(stops[at < 0 ? 0 : Math.min(stops.length - 1, Math.max(0, at + step))], true);
  };
  const rely = post => {
    if (!post || !post.dataset.post) return;
    const on = post.getAttribute("aria-selected") !== "true";
    post.setAttribute("aria-selected", String(on));
    document.body.dispatchEvent(new CustomEvent("post-toggled", { bubbles: true, detail: { post: post.dataset.post, on } }));
  };
  // A picture is fetched, and recorded as seen, only once somebody asks for it.
  const reveal = (picture, on) => {
    const image = picture.querySelector("img");
    if (on && !image.src) {
      image.addEventListener("error", () => {
        image.removeAttribute("src");
        image.hidden = true;
        reveal(picture, false);
        picture.querySelector(".ask").textContent = "It did not load; try again";
      }, { once: true });
      image.src = image.dataset.src;
      image.hidden = false;
    }
    picture.setAttribute("aria-pressed", String(on));
  };

  document.addEventListener("click", event => {
    const target = event.target.closest("button");
    const post = event.target.closest(".post");
    if (post) goTo(post, false);
    const link = event.target.closest("a[data-to-post]");
    if (link) {
      event.preventDefault();
      goTo(document.getElementById(link.hash.slice(1)), true);
      return;
    }
    if (!target) return;
    if (target.dataset.walk) walk(Number(target.dataset.walk));
    if ("rely" in target.dataset) rely(here());
    if ("reveal" in target.dataset) reveal(target, target.getAttribute("aria-pressed") !== "true");
    if ("revealCurrent" in target.dataset && here()) {
      const pictures = [...here().querySelectorAll("[data-reveal]")];
      const on = pictures.some(picture => picture.getAttribute("aria-pressed") !== "true");
      pictures.forEach(picture => reveal(picture, on));
    }
    if ("onlyFlagged" in target.dataset) {
      const on = target.getAttribute("aria-pressed") !== "true";
      target.setAttribute("aria-pressed", String(on));
      list.classList.toggle("only-flagged", on);
      if (here()) here().scrollIntoView({ block: "nearest" });
    }
    if (target.dataset.focus) {
      const field = document.querySelector(target.dataset.focus);
      if (field) field.focus();
    }
  });
  list.addEventListener("dblclick", event => rely(event.target.closest(".post")));
  // A page that somebody works on renews its claim; one left alone lets it lapse.
  let touched = Date.now();
  for (const kind of ["keydown", "pointermove", "wheel", "touchstart"]) {
    document.addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
  }
  let renewed = Date.now();
  setInterval(() => {
    const claim = document.querySelector("#claim[data-renew-every]");
    if (!claim || document.visibilityState !== "visible") return;
    const every = Number(claim.dataset.renewEvery) * 1000;
    if (Date.now() - renewed < every || Date.now() - touched > 2 * every) return;
    renewed = Date.now();
    window.htmx.trigger(claim, "renew");
  }, 2000);
  // What was decided is nobody's claim any more; only the next case and withdrawing are left.
  document.body.addEventListener("case-decided", event => {
    document.querySelectorAll("[data-while-held]").forEach(part => part.remove());
    const badge = document.getElementById("decided");
    badge.textContent = event.detail.words;
    badge.hidden = false;
  });
  document.body.addEventListener("case-changed", () => location.reload());
  goTo(list.querySelector('.post[data-flagged="true"]') || list.querySelector(".post"), false);
})();
