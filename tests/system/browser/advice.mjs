// Ask a page what to use, from a file with the network off, wide and narrow, by the keyboard alone; print JSON.
import { chromium } from "playwright-core";

const [page, executable, question] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
const found = [];
for (const width of [1440, 390]) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, offline: true });
  const view = await context.newPage();
  const complaints = [];
  view.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  view.on("pageerror", (error) => complaints.push(String(error)));
  const told = async () => ({
    use: await view.locator("#advice-answer").getAttribute("data-use"),
    words: await view.locator("#advice-answer").innerText(),
    ranked: await view.locator("#advice-ranked tr").allInnerTexts(),
    times: await view.locator("#advice-times tr").allInnerTexts(),
    address: await view.evaluate(() => location.hash),
  });
  await view.goto(`file://${page}`);
  const first = await told();
  await view.locator("#advice-workers").focus();
  await view.keyboard.press("Home");
  const one = await told();
  await view.goto("about:blank");
  await view.goto(`file://${page}${one.address}`);
  const again = await told();
  await view.goto("about:blank");
  await view.goto(`file://${page}#use?${question}`);
  const linked = await told();
  await view.locator("#advice-times-head button").nth(1).focus();
  await view.keyboard.press("Enter");
  const sorted = await told();
  const overflow = await view.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  found.push({ width, complaints, first, one, again, linked, sorted, overflow });
  await context.close();
}
await browser.close();
console.log(JSON.stringify(found, null, 1));
