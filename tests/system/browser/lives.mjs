// The reckoning of report/html/picker.js without a page: [data, lives as JSON files] in, what it chooses out.
import { readFileSync } from "node:fs";

const [script, data, asked] = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const lives = new Function(`${script.slice(0, script.indexOf("\n(() => {"))}; return lives;`)();
const { choose } = lives(JSON.parse(data));
const told = JSON.parse(asked).map((life) => {
  const { ranked, lacking, ...found } = choose(life);
  return { ...found, mechanisms: undefined, lacking: lacking.map((one) => [one.backend, one.task ?? ""]),
    ranked: ranked.map((one) => ({ backend: one.backend, seconds: one.seconds, once: one.paidOnce, access: one.paidAccess,
      ratio: one.ratio, alike: one.alike, notes: one.paid.map((part) => part.note).filter(Boolean) })) };
});
console.log(JSON.stringify(told));
