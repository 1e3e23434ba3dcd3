// Open a page from a file with the network off, in light and in dark, at three widths; use it; check; print JSON.
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [page, executable] = process.argv.slice(2);
const axe = createRequire(import.meta.url).resolve("axe-core");
const browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
const found = [];

// Figures that are wider than what holds them.
const clipped = () => [...document.querySelectorAll("figure img")]
  .filter((image) => image.getBoundingClientRect().width > image.closest("figure").getBoundingClientRect().width + 0.5)
  .map((image) => image.alt.slice(0, 80));

// The smallest letters of each figure as they are shown, in pixels: its own size times the scale of the picture.
function letters() {
  return [...document.querySelectorAll("figure img")].map((image) => {
    const text = decodeURIComponent(image.src.slice(image.src.indexOf(",") + 1));
    const wide = Number(/ width='([\d.]+)pt'/.exec(text)[1]);
    const sizes = [...text.matchAll(/font(?:-size)?:\s*([\d.]+)px/g)].map((one) => Number(one[1]));
    return [image.alt.slice(0, 80), Math.min(...sizes) * image.getBoundingClientRect().width / wide];
  });
}

// Words of tables that stand on two lines. A name may be broken behind an underscore, a word behind a hyphen or a slash.
function broken() {
  const words = [];
  for (const cell of document.querySelectorAll("td, th")) {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      for (const word of texts.currentNode.data.matchAll(/[\p{Script=Latin}\p{N}]{2,}/gu)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, word.index);
        range.setEnd(texts.currentNode, word.index + word[0].length);
        const tops = [...range.getClientRects()].map((box) => Math.round(box.top));
        if (new Set(tops).size > 1) words.push(word[0]);
      }
    }
  }
  return words;
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 1024, 390]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, offline: true });
    const view = await context.newPage();
    const complaints = [], requests = [];
    view.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
    view.on("pageerror", (error) => complaints.push(String(error)));
    view.on("request", (request) => !/^(file|data):/.test(request.url()) && requests.push(request.url()));
    await view.goto(`file://${page}`);
    const ranked = () => view.locator("#picked tr").allInnerTexts();
    const before = await ranked();
    await view.locator("#pick-operation").scrollIntoViewIfNeeded();
    await view.locator("#pick-operation").click();  // a real click: it opens the list, the keys choose in it
    await view.keyboard.press("End");
    await view.keyboard.press("Enter");
    const chosen = await view.locator("#pick-operation").inputValue();
    const after = await ranked();
    await view.locator("#query").fill("shareable_list");
    await view.waitForSelector("#hits li");
    const hits = await view.locator("#hits li").allInnerTexts();
    await view.locator("#query").fill("no_such_name");
    await view.getByText("Nothing has this name.").waitFor();
    const nothing = await view.locator("#hits").innerText();
    await view.goto(`file://${page}#tenfold-readings`);
    const readings = view.locator("#tenfold-readings");
    const unfolded = await readings.getAttribute("open") !== null;
    const estimates = () => readings.locator("tbody tr td:nth-child(6)").allInnerTexts();
    await readings.locator("th button.sort").nth(5).click();
    const rising = await estimates();
    await readings.locator("th button.sort").nth(5).click();
    const falling = await estimates();
    await view.addScriptTag({ path: axe });
    const { violations } = await view.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    const tables = view.locator("figcaption a[download]");
    const waiting = view.waitForEvent("download");
    await tables.first().click();
    const download = await waiting;
    const anchors = await view.evaluate(() => [...document.querySelectorAll("a[href^='#']")]
      .filter((link) => link.hash && !document.getElementById(decodeURIComponent(link.hash.slice(1)))).map((link) => link.hash));
    await view.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
    found.push({
      colorScheme, width, complaints, requests, before, after, chosen, hits, nothing, unfolded, rising, falling, anchors,
      clipped: await view.evaluate(clipped),
      letters: await view.evaluate(letters),
      words: await view.evaluate(broken),
      background: await view.evaluate(() => getComputedStyle(document.querySelector("figure img")).filter),
      overflow: await view.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      headings: await view.locator("main h2, main h3").count(), linked: await view.locator("main :is(h2, h3) .anchor").count(),
      figures: await view.locator("figure").count(), tables: await tables.count(), download: download.suggestedFilename(),
      broken: await view.evaluate(() => [...document.images].filter((one) => !one.naturalWidth).length),
      violations: violations.map((one) => [one.impact, one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]),
    });
    await context.close();
  }
}
await browser.close();
console.log(JSON.stringify(found, null, 1));
