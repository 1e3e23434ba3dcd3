// Open a page from a file with the network off, in light and in dark, wide and narrow; pick; check; print JSON.
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [page, executable] = process.argv.slice(2);
const axe = createRequire(import.meta.url).resolve("axe-core");
const browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
const found = [];
for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 390]) {
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
    await view.addScriptTag({ path: axe });
    const { violations } = await view.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    const tables = view.locator("figcaption a[download]");
    const waiting = view.waitForEvent("download");
    await tables.first().click();
    const download = await waiting;
    found.push({
      colorScheme, width, complaints, requests, before, after, chosen,
      overflow: await view.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      figures: await view.locator("figure").count(), tables: await tables.count(), download: download.suggestedFilename(),
      broken: await view.evaluate(() => [...document.images].filter((one) => !one.naturalWidth).length),
      violations: violations.map((one) => [one.impact, one.id, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200))]),
    });
    await context.close();
  }
}
await browser.close();
console.log(JSON.stringify(found, null, 1));
