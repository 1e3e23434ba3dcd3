// What to use for a job: the sum of the measured parts of an object's life, as scripts/judge/workloads reckons it.
// lives(data) is the reckoning, without a page; the rest of the file asks, shows, and keeps the question in the address.
"use strict";
const lives = (data) => {
  const column = Object.fromEntries(data.columns.map((name, place) => [name, place]));
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const mean = (values) => sum(values) / values.length;
  const both = (one, other, join) => one.map((value, place) => join(value, other[place]));
  const join = (...notes) => notes.filter(Boolean).join(", ");

  function median(values) {
    const sorted = values.filter(Number.isFinite).sort((a, b) => a - b), half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  function bytes(number) {
    for (const [factor, unit] of [[2 ** 30, "GiB"], [2 ** 20, "MiB"], [2 ** 10, "KiB"]]) {
      if (number >= factor && number % factor === 0) return `${number / factor} ${unit}`;
    }
    return `${number} B`;
  }

  // Of one interpreter and payload: backend and operation -> workers -> size -> logs, one a block.
  function measured(interpreter, payload) {
    const rows = data.parts.filter((row) => row[column.interpreter] === interpreter && row[column.payload] === payload);
    const wanted = (name) => name[0] === interpreter && name[1] === payload;
    const blocks = [...new Set(rows.flatMap((row) => row[column.blocks]))].sort((a, b) => a - b);
    const known = {}, floors = {}, gaps = {};
    for (const row of rows) {
      const at = (name) => row[column[name]];
      const logs = blocks.map((block) => at("logs")[at("blocks").indexOf(block)] ?? NaN);
      const key = `${at("backend")} ${at("operation")}`;
      ((known[key] ??= {})[at("processes")] ??= {})[at("size")] = logs;
      (floors[key] ??= []).push({ processes: at("processes"), size: at("size"), floor: at("floor") });
    }
    for (const [, , backend, operation, size, processes, reason] of data.gaps.filter(wanted)) {
      (gaps[`${backend} ${operation}`] ??= []).push({ size, processes, reason: data.reasons[reason] });
    }
    return { blocks, known, floors, gaps };
  }

  // Why a mechanism has no value there, or refused a smaller size beyond those that were measured.
  function refusal(found, key, size, workers) {
    const sizes = Object.values(found.known[key] ?? {}).flatMap(numbers);
    const beyond = (gap) => !sizes.length || (Math.max(...sizes) < gap.size && gap.size <= size);
    return (found.gaps[key] ?? []).find((gap) => [1, workers].includes(gap.processes) && (beyond(gap) || gap.size === size))?.reason;
  }

  const numbers = (object) => Object.keys(object ?? {}).map(Number).sort((a, b) => a - b);
  const mix = (low, high, share) => both(low, high, (a, b) => (1 - share) * a + share * b);

  function atSize(here, size, whole) {
    if (here[size]) return { logs: here[size], note: "" };
    const sizes = numbers(here);
    if (sizes.length === 1) {
      if (whole) throw new Error(`measured at ${bytes(sizes[0])} only`);
      return { logs: here[sizes[0]], note: `as at ${bytes(sizes[0])}` };
    }
    const place = Math.min(Math.max(sizes.filter((one) => one < size).length, 1), sizes.length - 1);
    const [low, high, least, most] = [sizes[place - 1], sizes[place], sizes[0], sizes[sizes.length - 1]];
    const share = Math.log(size / low) / Math.log(high / low);
    let note = least < size && size < most ? `between ${bytes(low)} and ${bytes(high)}` : "near a measured size";
    if (size > data.far * most) note = `${Number((size / most).toPrecision(3))} times the largest size measured`;
    if (size < least / data.far) note = `${Number((least / size).toPrecision(3))} times smaller than the smallest size measured`;
    return { logs: mix(here[low], here[high], share), note };
  }

  function at(known, size, workers, whole) {
    const counts = numbers(known), most = counts[counts.length - 1];
    if (!counts.length) throw new Error("not measured");
    if (workers > most) throw new Error(`measured with ${most} ${most === 1 ? "worker" : "workers"} at most`);
    if (workers < counts[0]) throw new Error(`measured with ${counts[0]} workers at least`);
    if (!known[workers]) {
      const above = counts.find((count) => count > workers), below = counts.filter((count) => count < workers).pop();
      const low = at(known, size, below, whole), high = at(known, size, above, whole);
      const share = Math.log(workers / below) / Math.log(above / below);
      return { logs: mix(low.logs, high.logs, share), note: join(low.note, `between ${below} and ${above} workers`) };
    }
    const here = known[workers], sizes = numbers(here), apart = (one) => Math.abs(Math.log(one / size));
    const shared = sizes.filter((one) => known[1]?.[one]).sort((a, b) => apart(a) - apart(b));
    if (workers === 1 || !shared.length || (sizes[0] <= size && size <= sizes[sizes.length - 1])) return atSize(here, size, whole);
    const alone = atSize(known[1], size, whole), near = shared[0];
    const factor = both(here[near], known[1][near], (several, one) => several - one);
    return { logs: both(alone.logs, factor, (a, b) => a + b), note: join(alone.note, `${workers} workers as at ${bytes(near)}`) };
  }

  function firstTime(found, backend, kind, size) {
    const sizes = found.known[`${backend} ${kind.first}`]?.[1];
    return !sizes || (kind.whole && !sizes[size]) ? null : atSize(sizes, size, kind.whole);
  }

  function fastestWay(found, backend, kind, life) {
    const ways = [], reasons = [];
    for (const operation of kind.ways) {
      const key = `${backend} ${operation}`, workers = kind.together ? life.workers : 1;
      try {
        const refused = refusal(found, key, life.size, workers);
        if (refused) throw new Error(refused);
        const one = at(found.known[key] ?? {}, life.size, workers, kind.whole);
        ways.push({ ...one, operation, usual: median(one.logs), failed: one.logs.filter((log) => !Number.isFinite(log)).length });
      } catch (error) {
        reasons.push(error.message);
      }
    }
    if (!ways.length) throw new Error(reasons[0]);
    return ways.reduce((best, one) => (one.failed < best.failed || (one.failed === best.failed && one.usual < best.usual) ? one : best));
  }

  function pay(found, backend, task, count, life) {
    const kind = data.tasks[task], first = firstTime(found, backend, kind, life.size);
    const part = (one, operation, seconds) => ({
      task, operation, count, seconds, all: median(seconds), each: median(one.logs.map(Math.exp)), note: one.note,
    });
    if (first && count === 1) return part(first, kind.first, first.logs.map(Math.exp));
    const steady = fastestWay(found, backend, kind, life);
    const more = (log, place) => count * Math.exp(log) + (first ? Math.exp(first.logs[place]) - Math.exp(log) : 0);
    return part(steady, steady.operation, steady.logs.map(more));
  }

  function floorNear(found, backend, operation, life) {
    const from = (one) => [Math.abs(one.processes - life.workers), Math.abs(one.size - life.size), one.processes, one.size];
    const before = (a, b) => { const place = a.findIndex((value, at) => value !== b[at]); return place >= 0 && a[place] < b[place]; };
    return found.floors[`${backend} ${operation}`].reduce((best, one) => (before(from(one), from(best)) ? one : best)).floor;
  }

  function cost(found, backend, life) {
    const nothing = found.blocks.map(() => 0), paid = [];
    let once = nothing, access = nothing, noise = 0;
    for (const [task, count] of [[data.names.start, 1], ...Object.entries(life.counts).filter(([, times]) => times > 0)]) {
      if (task === data.names.start && !found.known[`${backend} ${task}`]) continue;
      if (task === data.names.attach && refusal(found, `${backend} ${task}`, life.size, 1) === data.inherited) continue;
      let part;
      try { part = pay(found, backend, task, count, life); } catch (error) {
        throw Object.assign(new Error(error.message), { task });
      }
      if (data.tasks[task].once) once = both(once, part.seconds, (a, b) => a + b);
      else access = both(access, part.seconds, (a, b) => a + b);
      noise += part.all * Math.log(floorNear(found, backend, part.operation, life));
      paid.push(part);
    }
    const total = both(once, access, (a, b) => a + b);
    return { backend, once, access, total, paid, floor: Math.exp(noise / median(total)) };
  }

  // The hull of the order-statistic interval and t, as scripts/stats/intervals.py has it.
  function interval(logs, rivals = 1) {
    const constants = data.levels[logs.length]?.[rivals];
    if (!constants) return { estimate: median(logs), low: NaN, high: NaN };
    const [rank, weight, t] = constants, sorted = [...logs].sort((a, b) => a - b), last = logs.length;
    const centre = mean(logs), spread = Math.sqrt(sum(logs.map((log) => (log - centre) ** 2)) / (last - 1) / last);
    const low = (1 - weight) * sorted[rank - 1] + weight * sorted[rank];
    const high = (1 - weight) * sorted[last - rank] + weight * sorted[last - rank - 1];
    return { estimate: median(logs), low: Math.min(low, centre - t * spread), high: Math.max(high, centre + t * spread) };
  }

  function seconds(values) {
    if (values.some((value) => value === 0)) return { estimate: 0, low: 0, high: 0 };
    const { estimate, low, high } = interval(values.map(Math.log));
    return { estimate: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high) };
  }

  const smallest = (places, key) => places.reduce((best, one) => {
    const [a, b] = [key(one), key(best)], place = a.findIndex((value, at) => value !== b[at]);
    return place >= 0 && a[place] < b[place] ? one : best;
  });
  const others = (logs, left) => logs.map((own) => mean(own.filter((_, block) => block !== left)));

  function comparable(costs) {
    const places = costs.map((one) => one.total.flatMap((value, place) => (Number.isFinite(value) ? [place] : [])));
    const count = {};
    places.forEach((some) => (count[some] = (count[some] ?? 0) + 1));
    const common = places.reduce((best, some) => (
      count[some] > count[best] || (count[some] === count[best] && some.length > best.length) ? some : best), places[0] ?? []);
    const whole = (_, at) => common.every((place) => places[at].includes(place));
    return [costs.filter(whole), common, costs.filter((one, at) => !whole(one, at))];
  }

  function choose(life) {
    const found = measured(life.interpreter, life.payload), lacking = [];
    const mechanisms = Object.fromEntries(data.mechanisms.filter((one) => one.interpreter === life.interpreter)
      .map((one) => [one.backend, one]));
    let costs = [];
    const done = Object.keys(life.counts).filter((task) => life.counts[task] > 0).flatMap((task) => data.tasks[task].ways);
    const backends = new Set(Object.keys(found.known).map((key) => key.split(" ")).filter((key) => done.includes(key[1])).map((key) => key[0]));
    for (const backend of [...backends].sort()) {
      const copied = data.reading.filter((task) => life.counts[task] > 0);
      if (mechanisms[backend].replica && copied.length) lacking.push({ backend, task: copied[0], reason: "a copy of its own" });
      else try { costs.push(cost(found, backend, life)); } catch (error) {
        lacking.push({ backend, task: error.task, reason: error.message });
      }
    }
    const [whole, common, short] = comparable(costs);
    costs = whole;
    lacking.push(...short.map(({ backend }) => ({ backend, reason: "gave no value in some blocks" })));
    const most = Math.max(0, ...Object.values(found.known).flatMap(numbers));
    if (common.length < data.least) return { ranked: [], lacking, mechanisms, most };
    for (const one of costs) for (const name of ["total", "once", "access"]) one[name] = common.map((place) => one[name][place]);
    costs.sort((a, b) => median(a.total) - median(b.total));
    const logs = costs.map((one) => one.total.map(Math.log)), all = costs.map((_, place) => place);
    const best = common.map((_, block) => {
      const means = others(logs, block);
      return logs[smallest(all, (place) => [means[place]])][block];
    });
    const ranked = costs.map((one, place) => {
      const ratios = both(logs[place], best, (own, of) => own - of);
      const least = Math.exp(interval(ratios, Math.max(costs.length - 1, 1)).low);
      return { ...one, seconds: seconds(one.total), paidOnce: seconds(one.once), paidAccess: seconds(one.access),
        ratio: Math.exp(median(ratios)), alike: !(least > one.floor), mechanism: mechanisms[one.backend] };
    });
    const passed = all.filter((place) => ranked[place].mechanism.safety === "passed");
    const pool = passed.length ? passed : all;
    const simplestOf = (means) => {
      const near = Math.min(...pool.map((place) => means[place])) + Math.log(data.margin);
      return smallest(pool.filter((place) => means[place] <= near), (place) => [ranked[place].mechanism.needs.length, means[place]]);
    };
    const votes = common.map((_, block) => simplestOf(others(logs, block)));
    const usual = logs.map(mean), times = (place) => votes.filter((vote) => vote === place).length;
    const simplest = smallest(votes, (place) => [-times(place), usual[place]]);
    return { ranked, lacking, mechanisms, most, simplest: ranked[simplest].backend, agreeing: times(simplest), blocks: common.length,
      fastest: ranked[0].backend, fastestSafe: passed.length ? ranked[passed[0]].backend : null,
      recommended: passed.length ? ranked[simplest].backend : null };
  }
  return { choose, bytes };
};

(() => {
  const data = JSON.parse(document.getElementById("advice-data").textContent), { choose, bytes } = lives(data);
  const element = (id) => document.getElementById("advice-" + id);
  const unit = [[1, "s"], [1e-3, "ms"], [1e-6, "µs"], [1e-9, "ns"]];
  const counted = Object.keys(data.tasks).filter((task) => task !== data.names.start);
  const plain = ["payload", "size", "workers", "interpreter"];

  function time(seconds) {
    if (!seconds) return "0 s";
    const [factor, name] = unit.find(([one]) => seconds >= one * 0.9999) || unit[unit.length - 1];
    return `${Number((seconds / factor).toPrecision(3))} ${name}`;
  }

  const range = (one) => time(one.estimate) + (Number.isFinite(one.low) && one.low > 0 ? ` [${time(one.low)}, ${time(one.high)}]` : "");
  const needs = (mechanism) => mechanism.needs.join(", ") || "the standard library alone";
  const safe = ({ safety, reasons }) => data.safety[safety].replace("{}", reasons.join("; "));

  function make(name, content, properties = {}) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...[content].flat());
    return made;
  }

  function options(id, values, words = String) {
    element(id).replaceChildren(...values.map((value) => new Option(words(value), value)));
  }

  // The question as the form has it, and the form as a question says.
  function question() {
    const counts = Object.fromEntries(counted.map((task) => [task, Math.max(0, Math.round(Number(element(task).value) || 0))]));
    return { payload: element("payload").value, size: Number(element("size").value), workers: Number(element("workers").value),
      interpreter: element("interpreter").value, counts };
  }

  // A mapping's size is its number of keys.
  const size = (payload, number) => (payload === "mapping" ? `${Math.round(number / data.keyBytes).toLocaleString("en")} keys` : bytes(number));
  const labelSizes = () => { for (const one of element("size").options) one.text = size(element("payload").value, Number(one.value)); };

  function ask(asked) {
    for (const name of plain) {
      const values = [...element(name).options].map((option) => option.value);
      if (name in asked && !values.includes(String(asked[name]))) element(name).add(new Option(asked[name], asked[name]));
      if (name in asked) element(name).value = asked[name];
    }
    for (const task of counted) element(task).value = asked.counts[task] ?? 0;
  }

  // What the address names; of a job that it names what it leaves out. Nothing asked: the first job.
  function fromAddress() {
    const words = new URLSearchParams(location.hash.startsWith("#use?") ? location.hash.slice(5) : "");
    const names = Object.keys(data.entries), job = [...words].length ? words.get("job") : names[0];
    const known = names.includes(job) ? data.entries[job] : data.blank;
    const counts = counted.filter((task) => words.has(task)).map((task) => [task, Number(words.get(task)) || 0]);
    const asked = { ...known, counts: counts.length ? Object.fromEntries(counts) : known.counts };
    for (const name of ["payload", "interpreter"]) if (words.has(name)) asked[name] = words.get(name);
    for (const name of ["size", "workers"]) asked[name] = Math.max(1, Math.round(Number(words.get(name))) || known[name]);
    element("job").value = names.includes(job) ? job : "";
    ask(asked);
  }

  function toAddress(life) {
    const words = new URLSearchParams({ job: element("job").value });
    for (const name of plain) words.set(name, life[name]);
    for (const task of counted) if (life.counts[task]) words.set(task, life.counts[task]);
    history.replaceState(null, "", `#use?${words}`);
  }

  function answer(life, found) {
    if (!found.ranked.length) {
      const why = life.workers > found.most ? `that is beyond the workers that were measured, ${found.most} at most` : "this run has not measured it";
      return [make("p", [make("strong", "No answer: "), `${why}. `, make("code", "make advise " + command(life)), " says how to measure it."])];
    }
    const best = found.ranked.find((one) => one.backend === (found.recommended ?? found.simplest));
    const head = found.recommended ? ["Use ", make("strong", best.backend), ". "]
      : ["No recommendation, since none of these is known to be safe; the simplest of the fastest is ", make("strong", best.backend), ". "];
    const parts = best.paid.map((part) => `${data.tasks[part.task].says} in ${time(part.each)}${part.note ? ` (${part.note})` : ""}`);
    const list = [["time", `${range(best.seconds)}, of it ${range(best.paidOnce)} to create and attach, ${range(best.paidAccess)} for all that follows`], ["each", parts.join("; ")],
      ["safety", safe(best.mechanism)], ["needs", needs(best.mechanism)]];
    const shown = [make("p", [...head, best.mechanism.what]), make("dl", list.flatMap(([term, words]) => [make("dt", term), make("dd", words)]))];
    const faster = new Map([[found.fastest, "The fastest"], [found.fastestSafe, "The fastest that is safe"]]);
    for (const [name, words] of best.alike ? [] : faster) {
      const one = found.ranked.find((row) => row.backend === name);
      if (one && one !== best) shown.push(make("p", [`${words} is `, make("strong", name), `: ${range(one.seconds)}; ${safe(one.mechanism)}; needs ${needs(one.mechanism)}.`]));
    }
    if (best.alike) shown.push(make("p", "Nothing is known to be faster."));
    const recipe = data.recipes[best.backend];
    if (recipe) shown.push(make("details", [make("summary", `Its recipe: report/recipes/${best.backend}.py`), make("pre", make("code", recipe), { tabIndex: 0 })], { open: true }));
    return shown;
  }

  function command(life) {
    const words = [["PAYLOAD", life.payload], ["SIZE", life.payload === "mapping" ? Math.round(life.size / data.keyBytes) : life.size], ["WORKERS", life.workers]];
    return [...words, ...counted.map((task) => [task.toUpperCase(), life.counts[task]])].filter(([, value]) => value).map((pair) => pair.join("=")).join(" ");
  }

  const row = (cells) => make("tr", cells.map((cell, place) => make(place ? "td" : "th", cell, place ? {} : { scope: "row" })));

  // Every task of the payload, by every mechanism, at this size and number of workers; the head of a column sorts by it.
  let sortedBy = null;
  function times(life) {
    const tasks = counted.filter((task) => life.payload !== "blob" || data.blob.includes(task));
    const asked = tasks.map((task) => choose({ ...life, counts: { [task]: 2 } }));
    const value = (place, name) => asked[place].ranked.find((one) => one.backend === name)?.paid.find((part) => part.task === tasks[place])?.each;
    const there = tasks.map((_, place) => place).filter((place) => asked[place].ranked.length);
    const names = [...new Set(there.flatMap((place) => asked[place].ranked.map((one) => one.backend)))].sort();
    if (there.some((place) => tasks[place] === sortedBy)) {
      const place = tasks.indexOf(sortedBy);
      names.sort((a, b) => (value(place, a) ?? Infinity) - (value(place, b) ?? Infinity));
    }
    const sort = (task, column) => { sortedBy = task; times(life); element("times-head").querySelectorAll("button")[column].focus(); };
    const sorter = (task, words, column) => make("th", make("button", words, { type: "button", onclick: () => sort(task, column) }),
      { scope: "col", ariaSort: task === sortedBy ? "ascending" : "none" });
    const heads = there.map((place, column) => sorter(tasks[place], data.tasks[tasks[place]].says, column + 1));
    element("times-head").replaceChildren(make("tr", [sorter(null, "mechanism", 0), ...heads]));
    element("times").replaceChildren(...names.map((name) => row([name, ...there.map((place) => (value(place, name) === undefined ? "–" : time(value(place, name))))])));
  }

  function show(changed) {
    labelSizes();
    const life = question(), found = choose(life);
    element("answer").replaceChildren(...answer(life, found));
    element("answer").dataset.use = found.recommended ?? found.simplest ?? "";
    element("ranked").replaceChildren(...found.ranked.map((one) => row([
      make(one.alike ? "strong" : "span", one.backend), range(one.seconds), `×${Number(one.ratio.toPrecision(3))}`, safe(one.mechanism), needs(one.mechanism)])));
    element("lacking").textContent = found.lacking.length
      ? `Not ranked: ${found.lacking.map((one) => `${one.backend} (${one.task ? `${data.tasks[one.task].says}: ` : ""}${one.reason})`).join("; ")}.` : "";
    times(life);
    if (changed) toAddress(life);
  }

  options("job", ["", ...Object.keys(data.entries)], (id) => data.entries[id]?.job ?? "something else");
  options("payload", data.payloads, (payload) => data.words[payload]);
  options("size", data.sizes);
  options("workers", data.workers);
  options("interpreter", data.interpreters);
  element("interpreter").value = data.interpreters[data.interpreters.length - 1];
  fromAddress();
  element("job").addEventListener("change", () => { const entry = data.entries[element("job").value]; if (entry) ask(entry); show(true); });
  plain.forEach((name) => element(name).addEventListener("change", () => show(true)));
  counted.forEach((task) => element(task).addEventListener("change", () => { element("job").value = ""; show(true); }));
  window.addEventListener("hashchange", () => { if (location.hash.startsWith("#use?")) { fromAddress(); show(false); } });
  show(false);
  document.getElementById("advisor").hidden = false;
  if (location.hash.startsWith("#use?")) document.getElementById("use").scrollIntoView();
})();
