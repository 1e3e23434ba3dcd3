// Rank the backends for what the reader chooses. The data is the run's summary: one row a condition.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("picker-data").textContent);
  for (const row of data.rows) for (const place of data.written) row[place] = row[place] === null ? null : data.texts[row[place]];
  const column = Object.fromEntries(data.columns.map((name, place) => [name, place]));
  const factors = ["payload", "operation", "size", "processes", "interpreter"];
  const select = (factor) => document.getElementById("pick-" + factor);
  const value = (row, name) => row[column[name]];
  const unit = [[1, "s"], [1e-3, "ms"], [1e-6, "µs"], [1e-9, "ns"]];

  function time(seconds) {
    const [factor, name] = unit.find(([one]) => seconds >= one * 0.9995) || unit[unit.length - 1];
    return Number((seconds / factor).toPrecision(3)) + " " + name;
  }

  function fill(factor, rows, wanted) {
    const element = select(factor);
    const found = [...new Set(rows.map((row) => value(row, factor)))];
    found.sort((a, b) => data.order[factor].indexOf(a) - data.order[factor].indexOf(b));
    element.replaceChildren(...found.map((one) => new Option(data.words[factor]?.[one] ?? one, one)));
    const text = found.map(String);
    element.value = text.includes(wanted) ? wanted : text[factor === "interpreter" ? text.length - 1 : 0];
  }

  // Each factor offers what was measured together with the choices before it.
  function narrow() {
    let rows = data.rows;
    for (const factor of factors) {
      fill(factor, rows, select(factor).value);
      rows = rows.filter((row) => String(value(row, factor)) === select(factor).value);
    }
    return rows;
  }

  function cell(text, kind) {
    const element = document.createElement("td");
    if (kind === "code") {
      element.append(Object.assign(document.createElement("code"), { textContent: text }));
    } else {
      element.textContent = text;
      element.className = kind || "";
    }
    return element;
  }

  function line(row, best) {
    const element = document.createElement("tr");
    const seconds = value(row, "seconds");
    const interval = value(row, "low") === null ? "–" : time(value(row, "low")) + " to " + time(value(row, "high"));
    const name = value(row, "backend");
    const head = Object.assign(document.createElement("th"), { scope: "row", textContent: name, title: data.what[name] || "" });
    if (seconds === null) {
      element.append(head, cell("–", "n"), cell("–", "n"), cell("–", "n"), cell(value(row, "reason") || "not offered"));
    } else {
      element.append(head, cell(time(seconds), "n"), cell(interval, "n"),
        cell("×" + Number((seconds / best).toPrecision(3)), "n"), cell(value(row, "line"), "code"));
    }
    return element;
  }

  function show() {
    const rows = narrow();
    const known = rows.filter((row) => value(row, "seconds") !== null);
    const shared = known.filter((row) => !(data.beside[value(row, "operation")] || []).includes(value(row, "backend")));
    const best = Math.min(...(shared.length ? shared : known).map((row) => value(row, "seconds")));
    const rank = (row) => value(row, "seconds") ?? Infinity;
    rows.sort((a, b) => rank(a) - rank(b));
    document.getElementById("picked").replaceChildren(...rows.map((row) => line(row, best)));
  }

  factors.forEach((factor) => select(factor).addEventListener("change", show));
  show();
  document.getElementById("picker").hidden = false;
})();
