// The network picture: accounts as an SVG that is laid out once, and the table beside it.
"use strict";
(() => {
  const main = document.querySelector("main.net");
  const address = main && main.dataset.net;
  if (!address) return;

  const one = name => main.querySelector(`[data-${name}]`);
  const stage = one("stage");
  const whys = one("whys");
  const GROUPS = { conduct: "What they did", trait: "What they show", contact: "Contacts" };
  const NEIGHBOURS = 5;
  const TIES = 3;
  const LABEL = 18;
  const SEEDS = 8;

  const svg = (name, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const html = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== null) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };
  const plural = (number, what) => number + " " + what + (number === 1 ? "" : "s");

  // Where everybody lies: forces until all is calm, at most 300 steps, from a spiral in the order of
  // the list (after Fruchterman and Reingold, 1991). Contacts pull nobody.
  const STEPS = 300;
  const LENGTH = 80;
  const CALM = 0.4;
  const ROOM = 44;
  const layOut = (nodes, edges) => {
    nodes.forEach((node, at) => {
      const angle = at * 2.39996;
      const far = 30 * Math.sqrt(at + 0.5);
      node.x = far * Math.cos(angle);
      node.y = far * Math.sin(angle);
    });
    const degrees = new Map(nodes.map(node => [node, 0]));
    const pulls = edges
      .map(edge => {
        const nats = edge.ties.filter(tie => !tie.contact).reduce((sum, tie) => sum + tie.nats, 0);
        return { a: edge.a, b: edge.b, nats };
      })
      .filter(pull => pull.nats > 0);
    for (const { a, b } of pulls) {
      degrees.set(a, degrees.get(a) + 1);
      degrees.set(b, degrees.get(b) + 1);
    }
    const most = Math.max(1, ...pulls.map(pull => pull.nats));
    for (const pull of pulls) {
      const busy = Math.min(degrees.get(pull.a), degrees.get(pull.b));
      pull.force = (0.25 + 0.75 * Math.sqrt(pull.nats / most)) / Math.pow(busy, 0.85);
    }
    for (let step = 0; step < STEPS; step++) {
      for (const node of nodes) { node.dx = -0.04 * node.x; node.dy = -0.04 * node.y; }
      for (let i = 0; i < nodes.length; i++) {
        for (let j = i + 1; j < nodes.length; j++) {
          const a = nodes[i];
          const b = nodes[j];
          const x = a.x - b.x;
          const y = a.y - b.y;
          const push = LENGTH * LENGTH / Math.max(25, x * x + y * y);
          a.dx += x * push; a.dy += y * push;
          b.dx -= x * push; b.dy -= y * push;
        }
      }
      for (const { a, b, force } of pulls) {
        const x = a.x - b.x;
        const y = a.y - b.y;
        const pull = force * Math.hypot(x, y) / LENGTH;
        a.dx -= x * pull; a.dy -= y * pull;
        b.dx += x * pull; b.dy += y * pull;
      }
      const reach = LENGTH * (1 - step / STEPS);
      let moved = 0;
      for (const node of nodes) {
        const far = Math.hypot(node.dx, node.dy);
        const go = Math.min(reach, 0.12 * far);
        if (far > 0) { node.x += node.dx / far * go; node.y += node.dy / far * go; }
        moved = Math.max(moved, go);
      }
      if (moved < CALM) break;
    }
    for (let step = 0; step < 30; step++) makeRoom(nodes);
    lieDown(nodes);
  };
  // The longest way lies across, as the stage does.
  const lieDown = nodes => {
    const mean = of => nodes.reduce((sum, node) => sum + of(node), 0) / nodes.length;
    const [x, y] = [mean(node => node.x), mean(node => node.y)];
    const turn = -0.5 * Math.atan2(2 * mean(node => (node.x - x) * (node.y - y)), mean(node => (node.x - x) ** 2 - (node.y - y) ** 2));
    for (const node of nodes) {
      const [dx, dy] = [node.x - x, node.y - y];
      node.x = dx * Math.cos(turn) - dy * Math.sin(turn);
      node.y = dx * Math.sin(turn) + dy * Math.cos(turn);
    }
  };
  const makeRoom = nodes => {
    for (let i = 0; i < nodes.length; i++) {
      for (let j = i + 1; j < nodes.length; j++) {
        const x = nodes[j].x - nodes[i].x || 0.1;
        const y = nodes[j].y - nodes[i].y;
        const far = Math.hypot(x, y);
        if (far < ROOM) {
          const by = (ROOM - far) / 2 / far;
          nodes[i].x -= x * by; nodes[i].y -= y * by;
          nodes[j].x += x * by; nodes[j].y += y * by;
        }
      }
    }
  };

  let nodes = [];
  let edges = [];
  const shown = new Set();
  let here = null;
  let over = null;
  let scale = 1;
  let left = 0;
  let top = 0;
  let own = false;

  // Of many, or on a narrow stage, each is smaller.
  let size = 1;
  const radius = node => (node.role === "seed" ? 8 : 5 + 5 * node.percent / 99) * size;
  const sign = node => ({ suspended: "M-3 -3l6 6M3 -3l-6 6", cleared: "M-3.5 0l2.5 3L3.5 -3" })[node.standing];
  const shape = node => {
    const r = radius(node);
    return node.role === "seed"
      ? svg("rect", { class: "node seed", x: -r * 0.8, y: -r * 0.8, width: r * 1.6, height: r * 1.6, transform: "rotate(45)" })
      : svg("circle", { class: "node", r });
  };
  const sure = node => node.role === "seed" ? "seed" : node.percent + " % sure";
  const named = node => "@" + node.handle;

  const drawEdges = () => svg("g", {}, ...edges.map(edge => {
    edge.title = svg("title", {});
    edge.line = svg("line", { class: "edge" }, edge.title);
    return edge.line;
  }));
  const drawNodes = () => svg("g", {}, ...[...nodes].reverse().map(node => {
    const r = radius(node);
    const handle = node.handle.length > LABEL ? node.handle.slice(0, LABEL - 1) + "…" : node.handle;
    node.text = svg("text", { y: r + 14 }, handle);
    const mark = sign(node) ? [svg("path", { class: "sign", d: sign(node) })] : [];
    node.group = svg("g", { class: "account", role: "button", tabindex: -1 },
      svg("circle", { class: "ring", r: r + 4 }), shape(node), ...mark, node.text);
    node.group.addEventListener("focus", () => choose(node));
    node.group.addEventListener("pointerenter", () => { over = node; show(); });
    node.group.addEventListener("pointerleave", () => { over = null; show(); });
    return node.group;
  }));
  const drawRow = node => {
    const small = svg("svg", { width: 18, height: 16, "aria-hidden": "true" },
      svg("g", { transform: node.role === "seed" ? "translate(9 8) scale(0.8)" : "translate(9 8)" }, shape({ ...node, percent: 50 }), ...(sign(node) ? [svg("path", { class: "sign", d: sign(node) })] : [])));
    node.count = html("td", { class: "number" });
    const standing = node.standing && node.standing !== "active"
      ? html("span", { class: "badge" + ({ suspended: " danger", cleared: " good" }[node.standing] || "") }, node.standing)
      : html("span", { class: "quiet" }, node.standing || "?");
    node.row = html("tr", { role: "row", tabindex: -1, title: named(node) },
      html("th", { scope: "row" }, small, html("bdi", {}, named(node))),
      html("td", { class: "number" }, node.role === "seed" ? html("span", { class: "quiet" }, "seed") : node.percent + " %"),
      node.count,
      html("td", {}, standing),
      html("td", {}, node.case_link ? html("a", { href: node.case_link, tabindex: -1 }, String(node.case_id)) : html("span", { class: "quiet" }, "none")));
    node.row.addEventListener("focus", () => choose(node));
    node.row.addEventListener("click", () => choose(node));
    return node.row;
  };

  // What of an edge is shown, as the boxes say.
  const filter = () => {
    for (const edge of edges) {
      edge.seen = edge.ties.filter(tie => shown.has(tie.kind));
      edge.nats = edge.seen.reduce((sum, tie) => sum + tie.nats, 0);
    }
    const most = Math.log1p(Math.max(1, ...edges.map(edge => edge.nats)));
    const many = edges.filter(edge => edge.seen.length).length;
    stage.style.setProperty("--dim", Math.min(0.6, Math.max(0.14, 5 / Math.sqrt(many))).toFixed(2));
    for (const edge of edges) {
      const { line, seen } = edge;
      line.setAttribute("display", seen.length === 0 ? "none" : "inline");
      line.setAttribute("stroke-width", (0.6 + 3.6 * Math.pow(Math.log1p(edge.nats) / most, 2)).toFixed(1));
      line.setAttribute("stroke-dasharray",
        seen.some(tie => tie.conduct) ? "none" : seen.every(tie => tie.contact) ? "1.5 4" : "6 4");
      edge.title.textContent = named(edge.a) + " and " + named(edge.b) + ": " + seen.map(tie => tie.words).join(" ");
    }
    for (const node of nodes) {
      node.seen = edges.filter(edge => edge.seen.length && (edge.a === node || edge.b === node));
      node.count.textContent = node.seen.length;
      node.group.classList.toggle("alone", node.seen.length === 0);
      node.group.setAttribute("aria-label", [named(node), sure(node), node.standing, plural(node.seen.length, "tie")].filter(Boolean).join(", "));
    }
    place();
    show();
  };

  const place = () => {
    for (const node of nodes) {
      node.at = [node.x * scale + left, node.y * scale + top];
      node.group.setAttribute("transform", `translate(${node.at[0].toFixed(1)} ${node.at[1].toFixed(1)})`);
    }
    for (const { line, a, b } of edges) {
      line.setAttribute("x1", a.at[0].toFixed(1));
      line.setAttribute("y1", a.at[1].toFixed(1));
      line.setAttribute("x2", b.at[0].toFixed(1));
      line.setAttribute("y2", b.at[1].toFixed(1));
    }
    placeNames();
  };
  // A name that would lie on another is not written until one looks nearer.
  const placeNames = () => {
    const seeds = nodes.filter(node => node.role === "seed").length;
    const active = over || here;
    const taken = [];
    const order = [...nodes].sort((a, b) => (b === active) - (a === active));
    for (const node of order) {
      const wide = 3.4 * Math.min(node.handle.length, LABEL);
      const [x, y] = [node.at[0], node.at[1] + radius(node) + 10];
      const free = taken.every(box => Math.abs(box.x - x) > box.wide + wide || Math.abs(box.y - y) > 13)
        && nodes.every(each => each === node || Math.abs(each.at[0] - x) > wide + 4 || Math.abs(each.at[1] - y) > radius(each) + 5);
      const written = free || node === active || (node.role === "seed" && seeds <= SEEDS);
      node.text.setAttribute("display", written ? "inline" : "none");
      if (written) taken.push({ x, y, wide });
    }
  };

  const whole = () => {
    const { clientWidth: width, clientHeight: height } = stage;
    const xs = nodes.map(node => node.x);
    const ys = nodes.map(node => node.y);
    const [x1, x2, y1, y2] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    scale = Math.min(1.8, (width - 110) / Math.max(1, x2 - x1), (height - 70) / Math.max(1, y2 - y1));
    left = width / 2 - scale * (x1 + x2) / 2;
    top = height / 2 - scale * (y1 + y2) / 2 - 6;
    own = false;
    place();
  };
  const zoom = (by, x = stage.clientWidth / 2, y = stage.clientHeight / 2) => {
    const next = Math.min(8, Math.max(0.1, scale * by));
    left = x - (x - left) * next / scale;
    top = y - (y - top) * next / scale;
    scale = next;
    own = true;
    place();
  };
  const pan = (x, y) => {
    left += x;
    top += y;
    own = true;
    place();
  };

  const tiesOf = node => [...node.seen].sort((a, b) => b.nats - a.nats);
  const reason = (words, badge, kind) =>
    html("li", {}, html("span", { class: "badge " + kind }, badge), " ", html("span", { dir: "auto" }, words));
  const between = (node, edge) => {
    const ties = [...edge.seen].sort((a, b) => b.conduct - a.conduct || b.nats - a.nats);
    const line = html("li", {}, html("bdi", {}, named(edge.a === node ? edge.b : edge.a)), " ",
      html("span", { dir: "auto", title: ties.map(tie => tie.words).join("\n") }, ties.slice(0, TIES).map(tie => tie.words).join(" ")));
    const quiet = ties.every(tie => tie.contact) ? " Contacts alone: it says nothing." : ties.length > TIES ? ` +${ties.length - TIES}` : "";
    line.append(html("span", { class: "quiet" }, quiet));
    return line;
  };
  const tell = node => {
    const heading = html("h2", {}, html("bdi", {}, named(node)), html("span", { class: "badge" }, node.role === "seed" ? "seed" : node.percent + " % sure"));
    if (node.standing && node.standing !== "active") heading.append(html("span", { class: "badge" }, node.standing));
    if (node.case_link) heading.append(html("a", { href: node.case_link }, "Case " + node.case_id));
    if (node.role !== "seed") {
      const further = new URL(location.href);
      further.searchParams.append("yes", node.account);
      heading.append(html("a", { href: further.pathname + further.search }, "Look on from this one too"));
    }
    const columns = html("div", { class: "two" });
    if (node.role !== "seed") {
      columns.append(html("div", {}, html("h3", {}, "Why it is here"), html("ul", { class: "plain" },
        ...node.reasons.map(it => reason(it.words, it.conduct ? "did" : "also", "")),
        ...node.against.map(it => reason(it, "against", "good")))));
    }
    const all = tiesOf(node);
    const lines = all.slice(0, NEIGHBOURS).map(edge => between(node, edge));
    if (!lines.length) lines.push(html("li", { class: "quiet" }, node.known ? "Nothing of the kinds that are shown." : "The index knows nothing of it yet."));
    if (all.length > NEIGHBOURS) {
      const rest = html("details", {}, html("summary", {}, `and with ${all.length - NEIGHBOURS} more`));
      rest.addEventListener("toggle", () => rest.append(html("ul", { class: "plain" }, ...all.slice(NEIGHBOURS).map(edge => between(node, edge)))), { once: true });
      lines.push(html("li", {}, rest));
    }
    columns.append(html("div", {}, html("h3", {}, "In common, of the kinds that are shown"), html("ul", { class: "plain" }, ...lines)));
    whys.replaceChildren(heading, columns);
  };

  let told = null;
  const show = () => {
    const active = over || here;
    const near = new Set(active ? active.seen.flatMap(edge => [edge.a, edge.b]) : []);
    stage.classList.toggle("some", active !== null);
    for (const edge of edges) edge.line.classList.toggle("hot", active !== null && (edge.a === active || edge.b === active));
    for (const node of nodes) {
      node.group.classList.toggle("hot", node === active);
      node.group.classList.toggle("near", near.has(node));
      node.group.setAttribute("tabindex", node === (here || nodes[0]) ? 0 : -1);
      node.group.setAttribute("aria-pressed", node === here);
      node.row.classList.toggle("here", node === active);
      node.row.classList.toggle("near", near.has(node));
      node.row.classList.toggle("far", active !== null && !near.has(node) && node !== active);
      node.row.setAttribute("tabindex", node === (here || nodes[0]) ? 0 : -1);
      node.row.setAttribute("aria-selected", node === here);
    }
    if (nodes.length) placeNames();
    if (active && active !== told) intoTable(active);
    told = active;
    if (active) tell(active);
  };
  // Only the table scrolls to the row, not the page.
  const intoTable = node => {
    const box = node.row.closest(".table");
    const [row, frame] = [node.row.getBoundingClientRect(), box.getBoundingClientRect()];
    const head = box.querySelector("thead").offsetHeight;
    if (row.top < frame.top + head) box.scrollTop -= frame.top + head - row.top;
    if (row.bottom > frame.bottom) box.scrollTop += row.bottom - frame.bottom;
  };
  const intoStage = node => {
    const { clientWidth: width, clientHeight: height } = stage;
    const x = Math.min(width - 30, Math.max(30, node.at[0])) - node.at[0];
    const y = Math.min(height - 40, Math.max(30, node.at[1])) - node.at[1];
    if (x || y) pan(x, y);
  };
  const choose = node => {
    if (here === node && over === null) return;
    here = node;
    over = null;
    intoStage(node);
    show();
  };
  const walk = step => {
    const at = here ? nodes.indexOf(here) + step : 0;
    const next = nodes[Math.min(nodes.length - 1, Math.max(0, at))];
    const inPicture = stage.contains(document.activeElement);
    choose(next);
    (inPicture ? next.group : next.row).focus({ preventScroll: true });
  };

  const boxes = kinds => {
    for (const [group, legend] of Object.entries(GROUPS)) {
      const of = kinds.filter(kind => kind.group === group);
      if (!of.length) continue;
      one("kinds").append(html("fieldset", {}, html("legend", {}, legend), ...of.map(kind => {
        const box = html("input", { type: "checkbox", checked: group === "contact" ? null : "" });
        if (box.checked) shown.add(kind.kind);
        box.addEventListener("change", () => {
          if (box.checked) shown.add(kind.kind); else shown.delete(kind.kind);
          filter();
        });
        return html("label", { title: plural(kind.pairs, "pair") + " of accounts" }, box, kind.label + " ", html("span", { class: "quiet" }, String(kind.pairs)));
      })));
    }
  };

  const listen = () => {
    main.addEventListener("click", event => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.walk) walk(Number(button.dataset.walk));
      if (button.dataset.zoom) { if (button.dataset.zoom === "0") whole(); else zoom(Number(button.dataset.zoom)); }
    });
    main.addEventListener("keydown", event => {
      const row = event.target.closest(".members tr");
      const inStage = stage.contains(event.target);
      if ((!row && !inStage) || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("a")) return;
      const arrows = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[event.key];
      if (arrows && inStage) pan(...arrows);
      else if (row && event.key === "ArrowDown") walk(1);
      else if (row && event.key === "ArrowUp") walk(-1);
      else if (event.key === "Enter" || event.key === " ") { if (here) { tell(here); whys.focus(); } }
      else if (event.key === "Escape") { here = null; over = null; show(); }
      else return;
      event.preventDefault();
    });
    stage.addEventListener("wheel", event => {
      event.preventDefault();
      const box = stage.getBoundingClientRect();
      zoom(Math.exp(-Math.sign(event.deltaY) * Math.min(0.25, Math.abs(event.deltaY) / 400)), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    let from = null;
    stage.addEventListener("pointerdown", event => {
      if (event.button === 0 && !event.target.closest(".account")) from = [event.clientX, event.clientY];
    });
    stage.addEventListener("pointermove", event => {
      if (!from) return;
      stage.setPointerCapture(event.pointerId);
      stage.classList.add("drags");
      pan(event.clientX - from[0], event.clientY - from[1]);
      from = [event.clientX, event.clientY];
    });
    for (const end of ["pointerup", "pointercancel"]) {
      stage.addEventListener(end, () => { from = null; stage.classList.remove("drags"); });
    }
    new ResizeObserver(() => { if (own) place(); else whole(); }).observe(stage);
  };

  const begin = drawn => {
    const contacts = new Set(drawn.kinds.filter(kind => kind.group === "contact").map(kind => kind.kind));
    nodes = drawn.nodes;
    const byName = new Map(nodes.map(node => [node.account, node]));
    edges = drawn.edges.map(edge => ({
      a: byName.get(edge.one),
      b: byName.get(edge.other),
      ties: edge.ties.map(tie => ({ ...tie, contact: contacts.has(tie.kind) })),
    }));
    one("wait").hidden = true;
    const candidates = nodes.filter(node => node.role === "candidate").length;
    const badge = one("count");
    badge.textContent = plural(nodes.length - candidates, "seed") + ", " + plural(candidates, "candidate");
    badge.hidden = false;
    if (!candidates) {
      one("nobody").textContent = nodes.some(node => node.known)
        ? "Nobody is alike: no account shares two unrelated kinds of rare things with these, one of them something that it did."
        : "The index knows nothing of these yet: it takes in what happened since the event log begins.";
      one("nobody").hidden = false;
    }
    if (!nodes.length || (!candidates && !edges.length)) return;
    const lines = [];
    if (drawn.seeds_left_out) lines.push(plural(drawn.seeds_left_out, "seed") + " found no room in the picture, which has 150 accounts at the most.");
    if (drawn.edges_left_out) lines.push("Between " + plural(drawn.edges_left_out, "more pair") + " there are weaker ties, which are not drawn.");
    one("left").textContent = lines.join(" ");
    one("left").hidden = !lines.length;
    one("drawn").hidden = false;
    boxes(drawn.kinds);
    size = Math.min(1, Math.max(0.5, Math.sqrt(60 / nodes.length) * Math.min(1, stage.clientWidth / 500)));
    layOut(nodes, edges);
    stage.append(drawEdges(), drawNodes());
    one("rows").append(...nodes.map(drawRow));
    filter();
    whole();
    listen();
  };
  const failed = words => {
    one("wait").hidden = true;
    document.getElementById("flash").replaceChildren(html("p", { class: "flash warn" }, words));
  };
  fetch(address, { headers: { Accept: "application/json" } })
    .then(async answer => {
      if (answer.redirected) failed("You are signed out. Sign in again, then load this page anew.");
      else if (answer.ok) begin(await answer.json());
      else failed((await answer.json().catch(() => ({}))).detail || "The picture could not be drawn. Load the page anew.");
    })
    .catch(() => failed("The server does not answer. Load the page anew."));
})();
