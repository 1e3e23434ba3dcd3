// Unfold what a link leads to, sort tables by a column, find a name.
"use strict";
(() => {
  const named = (name) => name && document.getElementById(decodeURIComponent(name));
  const make = (tag, properties, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };

  function show(element) {
    for (let one = element; one; one = one.parentElement) {
      if (one.tagName === "DETAILS") one.open = true;
    }
    element.scrollIntoView();
  }

  function follow() {
    const found = named(location.hash.slice(1));
    if (found) show(found);
  }
  addEventListener("hashchange", follow);
  follow();

  // A cell's value: a number in its unit, an interpreter's version, or words; a dash is last.
  const units = { ns: 1e-9, "µs": 1e-6, us: 1e-6, ms: 1e-3, s: 1, B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
  const number = /^[×±]?(?:at (?:least|most) )?(-?[\d,]*\.?\d+(?:e[+-]?\d+)?)\s*(ns|µs|us|ms|s|B|KiB|MiB|GiB)?\b/;
  function value(cell) {
    const text = cell ? cell.textContent.trim() : "";
    const found = number.exec(text);
    if (found) return [0, parseFloat(found[1].replaceAll(",", "")) * (units[found[2]] || 1), text];
    return [text && text !== "–" ? 1 : 2, 0, text];
  }
  const inOrder = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2].localeCompare(b[2], "en", { numeric: true });
  const byVersion = (a, b) => a[2].localeCompare(b[2], "en", { numeric: true });

  function sort(table, head, column) {
    const falling = head.getAttribute("aria-sort") === "ascending";
    const order = head.textContent.trim() === "Python" ? byVersion : inOrder;
    const rows = [...table.tBodies[0].rows].map((row) => [value(row.cells[column]), row]);
    rows.sort((a, b) => a[0][0] === 2 || b[0][0] === 2 ? a[0][0] - b[0][0] : (falling ? -1 : 1) * order(a[0], b[0]));
    table.tBodies[0].replaceChildren(...rows.map(([, row]) => row));
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falling ? "descending" : "ascending");
  }

  // Not what a script fills, nor rows with an empty first cell, which belong to the one above.
  const sortable = (table) => table.tHead && table.tBodies.length === 1 && !table.tBodies[0].id && table.tBodies[0].rows.length > 2
    && [...table.tBodies[0].rows].every((row) => row.cells[0].textContent.trim() && ![...row.cells].some((cell) => cell.colSpan > 1));
  for (const table of document.querySelectorAll(".wide table")) {
    if (!sortable(table)) continue;
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = make("button", { type: "button", className: "sort" });
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head, column));
      head.append(button);
    });
  }

  // What can be found: each row and paragraph, under the heading before it.
  const known = JSON.parse(named("names-data").textContent);
  const bare = (text) => text.toLowerCase().replace(/[\s_]+/g, " ");
  const groups = [];
  for (const element of document.querySelectorAll("main h2, main h3, main section summary, main section tbody tr, main section p, main section li, main section dd, main section figcaption")) {
    if (/^(H[23]|SUMMARY)$/.test(element.tagName)) {
      groups.push({ head: element, text: element.textContent.replace(/ #$/, "").trim(), parts: [] });
    } else if (groups.length && !element.closest("tbody[id]")) {
      groups[groups.length - 1].parts.push(element);
    }
  }
  named("names").append(...Object.keys(known).sort().map((name) => new Option(known[name], name)));

  function find(wanted) {
    document.querySelectorAll(".hit").forEach((one) => one.classList.remove("hit"));
    const hits = named("hits");
    hits.replaceChildren();
    if (wanted.trim().length < 2) return;
    const what = known[wanted.trim()];
    if (what) hits.append(make("p", { textContent: what }));
    const list = make("ul", {});
    for (const group of groups) {
      const found = group.parts.filter((one) => bare(one.textContent).includes(bare(wanted.trim())));
      if (!found.length) continue;
      found.forEach((one) => one.classList.add("hit"));
      const link = make("a", { href: "#", textContent: group.text });
      link.addEventListener("click", (event) => { event.preventDefault(); show(found[0]); });
      list.append(make("li", {}, link, ` (${found.length})`));
    }
    hits.append(list.children.length ? list : make("p", { textContent: "Nothing has this name." }));
  }
  let waiting = 0;
  named("query").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => find(event.target.value), 150);
  });
  named("search").addEventListener("submit", (event) => { event.preventDefault(); find(named("query").value); });
  named("search").hidden = false;
})();
