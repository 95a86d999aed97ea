// Opens rendered reports in Chromium and holds them to what a parser cannot see: nothing is
// fetched, nothing hostile runs, they are accessible in both themes, work without scripts, do more
// with them, and lose nothing on paper.
//
//   cargo nextest run -p tollgate-report pages_for_browsers   (writes target/tmp/pages)
//   npm install && node check.mjs [FOLDER]
//
// CHROMIUM names the browser, otherwise `chromium` of the path. Exit code 1 if anything failed.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder = resolve(process.argv[2] ?? join(here, "../../../../target/tmp/pages"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const chromium = process.env.CHROMIUM
  ?? execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
const STATES = ["issue-found", "potential-problem", "missing-information", "no-issue", "not-applicable"];

let checks = 0;
const failures = [];
const check = (name, isGood, detail = "") => {
  checks += 1;
  if (!isGood) {
    failures.push(name);
    console.log(`FAILED ${name} ${typeof detail === "string" ? detail : JSON.stringify(detail)}`);
  }
};
const same = (name, found, expected) =>
  check(name, JSON.stringify(found) === JSON.stringify(expected), `found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);

const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"],
});

// A page that notes whatever it asks for, says or runs.
async function open(file, { scripts = true, dark = false, width = 1300, hash = "" } = {}) {
  const page = await browser.newPage();
  const noted = { requests: [], errors: [], dialogs: [] };
  await page.setViewport({ width, height: 900 });
  await page.setJavaScriptEnabled(scripts);
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  const address = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith(address + "#")) noted.requests.push(request.url());
  });
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) noted.errors.push(message.text());
  });
  page.on("pageerror", (error) => noted.errors.push(String(error)));
  page.on("dialog", async (dialog) => { noted.dialogs.push(dialog.message()); await dialog.dismiss(); });
  await page.goto(address + hash, { waitUntil: "load" });
  return { page, noted };
}

function quiet(name, noted) {
  same(`${name}: nothing is fetched`, noted.requests, []);
  same(`${name}: no errors`, noted.errors, []);
  same(`${name}: nothing hostile runs`, noted.dialogs, []);
}

// Ids of the states that are visible, and how many findings each shows.
const visible = (page) => page.evaluate(() => {
  const isShown = (element) => element.getClientRects().length > 0;
  return [...document.querySelectorAll(".state")].filter(isShown).map((state) => ({
    state: state.id.slice("state-".length),
    findings: [...state.querySelectorAll(".finding")].filter(isShown).length,
  }));
});

async function accessible(name, page) {
  // Everything open and shown: folded text has contrast, too.
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  for (const state of STATES) {
    await page.evaluate((state) => { document.querySelector(`#tab-${state}`).click(); }, state);
    // Only the checker's own code is put into the page, past its policy.
    const result = await page.evaluate(async (source) => {
      if (!window.axe) (0, eval)(source);
      return window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      });
    }, axe);
    const violations = result.violations.map((violation) => ({
      id: violation.id,
      nodes: violation.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`),
    }));
    same(`${name}, ${state}: accessible`, violations, []);
  }
}

async function withoutScripts(name, file) {
  const { page, noted } = await open(file, { scripts: false });
  const labels = await page.$$(".tab");
  const totals = await visibleTotals(page);
  for (const [number, label] of labels.entries()) {
    await label.click();
    same(`${name}: tab ${STATES[number]}`, await visible(page), [{ state: STATES[number], findings: totals[STATES[number]] }]);
  }
  await labels[0].click();
  await page.click("label:has(#category-configuration)");
  const configuration = await page.$$eval("#state-issue-found .of-configuration", (all) => all.length);
  same(`${name}: a category`, (await visible(page))[0].findings, configuration);
  await page.click("label:has(#category-configuration)");
  await page.click("label:has(#defects-only)");
  const defects = await page.$$eval("#state-issue-found .has-defects", (all) => all.length);
  same(`${name}: defects only`, (await visible(page))[0].findings, defects);
  await page.click("label:has(#defects-only)");
  check(`${name}: no search without scripts`, await page.$eval("#search-box", (box) => box.getClientRects().length === 0));
  // A link of the matrix opens its finding, in another tab and folded.
  await labels[3].click();
  const links = await page.$$(".matrix a.cell");
  check(`${name}: the matrix has links`, links.length > 0);
  for (const link of links) {
    const id = (await link.evaluate((element) => element.getAttribute("href"))).slice(1);
    await link.click();
    const isShown = await page.evaluate((id) => {
      const target = document.getElementById(id);
      const box = target.getBoundingClientRect();
      return box.height > 0 && target.checkVisibility({ contentVisibilityAuto: true }) && box.top < innerHeight && box.bottom > 0;
    }, id);
    check(`${name}: #${id} is shown`, isShown);
  }
  quiet(name, noted);
  await page.close();
}

const visibleTotals = (page) => page.$$eval(".state", (states) =>
  Object.fromEntries(states.map((state) => [state.id.slice("state-".length), state.querySelectorAll(".finding").length])));

async function withScripts(name, file) {
  const { page, noted } = await open(file);
  const shown = async () => (await visible(page)).flatMap((state) => Array(state.findings).fill(state.state));
  const totals = await visibleTotals(page);
  // Search, and what it says.
  await page.keyboard.press("/");
  same(`${name}: / goes to the search`, await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.type("emusk");
  const matching = await page.$$eval(".state", (states) => Object.fromEntries(states.map((state) => [
    state.id.slice("state-".length),
    [...state.querySelectorAll(".finding")].filter((finding) => finding.textContent.toLowerCase().includes("emusk")).length,
  ])));
  const issues = matching["issue-found"];
  const found = Object.values(matching).reduce((sum, count) => sum + count, 0);
  check(`${name}: something is searched for`, found > 0);
  same(`${name}: a search`, await shown(), Array(issues).fill("issue-found"));
  check(`${name}: the number of matches is said`, (await page.$eval("#live", (live) => live.textContent)).match(/\d+/g)?.includes(String(found)));
  same(`${name}: the tab counts matches`, await page.$eval(".tab:has(#tab-issue-found) .count", (count) => count.textContent), issues === totals["issue-found"] ? String(issues) : `${issues}/${totals["issue-found"]}`);
  check(`${name}: the address keeps the search`, page.url().endsWith("#!q=emusk"), page.url());
  await page.$eval("#search", (search) => { search.value = ""; search.dispatchEvent(new Event("input")); });
  await page.keyboard.press("Escape");
  // Keys.
  for (const [number, state] of STATES.entries()) {
    await page.keyboard.press(String(number + 1));
    same(`${name}: key ${number + 1}`, (await visible(page)).map((shown) => shown.state), [state]);
  }
  await page.keyboard.press("1");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("j");
  const focused = () => page.evaluate(() => document.activeElement.closest(".finding")?.querySelector("h4").id);
  same(`${name}: j goes to the first finding`, await focused(), "finding-0");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  same(`${name}: k goes back`, await focused(), "finding-0");
  const isOpen = () => page.$eval(".finding details", (details) => details.open);
  const before = await isOpen();
  await page.keyboard.press("o");
  same(`${name}: o folds`, await isOpen(), !before);
  await page.keyboard.press("o");
  await page.keyboard.press("?");
  check(`${name}: ? opens the help`, await page.$eval("#keys", (keys) => keys.open));
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  await page.waitForFunction(() => document.querySelector("#live").textContent === document.body.dataset.copied, { timeout: 3000 }).catch(() => {});
  same(`${name}: c copies`, await page.$eval("#live", (live) => live.textContent), await page.evaluate(() => document.body.dataset.copied));
  // Filters and the address.
  await page.keyboard.press("2");
  await page.click("label:has(#category-mra)");
  await page.click("label:has(#defects-only)");
  const address = page.url();
  check(`${name}: the address keeps the filters`, address.includes("state=potential-problem") && address.includes("category=mra") && address.includes("defects=1"), address);
  const again = await open(file, { hash: new URL(address).hash });
  same(`${name}: the address brings them back`, await visible(again.page), await visible(page));
  await again.page.close();
  const link = await page.$(".matrix td.is-issue-found a.cell");
  const id = (await link.evaluate((element) => element.getAttribute("href"))).slice(1);
  await page.keyboard.press("5");
  await link.click();
  await new Promise((done) => setTimeout(done, 100));
  same(`${name}: a link of the matrix chooses the tab`, (await visible(page)).map((shown) => shown.state), ["issue-found"]);
  check(`${name}: and lifts the filters`, await page.evaluate((id) => document.getElementById(id).checkVisibility(), id));
  // Hostile addresses.
  for (const hash of ["#!q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "#%3Cscript%3E", "#!%E0%A4%A", "#__proto__", "#!state=constructor"]) {
    const hostile = await open(file, { hash });
    quiet(`${name} ${hash}`, hostile.noted);
    await hostile.page.close();
  }
  quiet(name, noted);
  await page.close();
}

async function onPaper(name, file, scripts) {
  const { page, noted } = await open(file, { scripts });
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false });
  const target = join(tmpdir(), `tollgate-${basename(file)}-${scripts ? "with" : "without"}.pdf`);
  writeFileSync(target, pdf);
  let text;
  try {
    text = execFileSync("pdftotext", ["-raw", target, "-"], { encoding: "utf8", maxBuffer: 1 << 26, stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    console.log(`skipped ${name}: pdftotext is not installed`);
    return;
  }
  // Line ends take hyphens with them.
  const squeeze = (text) => text.replace(/[\s-]+/g, "");
  const paper = squeeze(text);
  const wanted = await page.$$eval("h4, .part h5, .snippet pre, .evidence td, .matrix th, .inputs td, .tree b, .notes li, .events li", (all) =>
    all.map((element) => {
      const shown = element.cloneNode(true);
      for (const unseen of shown.querySelectorAll(".unseen, title, desc")) unseen.remove();
      return shown.textContent;
    }));
  const lost = [];
  for (const part of wanted) {
    // Words, not whole cells: columns stand beside each other in the text of a PDF.
    for (const word of part.split(/\s+/).filter((word) => /^[\w.:/()-]{4,24}$/.test(word))) {
      if (!paper.includes(squeeze(word))) lost.push(word);
    }
  }
  same(`${name}: words lost on paper`, lost, []);
  quiet(name, noted);
  await page.close();
}

// The policy is in force: a script and a picture that got into the page would do nothing.
async function guarded(name, file) {
  const { page } = await open(file);
  const found = await page.evaluate(async () => {
    const violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.wasRun = true";
    const image = document.createElement("img");
    image.src = "https://tollgate.invalid/x.png";
    const style = document.createElement("p");
    style.setAttribute("style", "color: red");
    const anchor = document.createElement("div");
    anchor.innerHTML = "<b onclick='window.wasRun = true'>x</b>";
    document.body.append(script, image, style, anchor);
    anchor.firstChild.click();
    await new Promise((done) => setTimeout(done, 200));
    return { wasRun: window.wasRun ?? false, violations: violations.sort() };
  });
  same(`${name}: the policy is in force`, found, {
    wasRun: false,
    violations: ["img-src", "script-src-attr", "script-src-elem", "style-src-attr"],
  });
  await page.close();
}

const files = readdirSync(folder).filter((file) => file.endsWith(".html")).map((file) => join(folder, file));
check("pages were rendered", files.length >= 5, folder);
for (const file of files) {
  const name = basename(file);
  for (const dark of [false, true]) {
    const { page, noted } = await open(file, { dark });
    quiet(`${name} ${dark ? "dark" : "light"}`, noted);
    await accessible(`${name} ${dark ? "dark" : "light"}`, page);
    await page.close();
  }
  await guarded(name, file);
  for (const width of [320, 768]) {
    const { page } = await open(file, { width });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    check(`${name}: fits ${width} pixels`, overflow <= 0, String(overflow));
    await page.close();
  }
  if (name !== "empty.html") {
    await withoutScripts(`${name} without scripts`, file);
    await withScripts(`${name} with scripts`, file);
  }
  await onPaper(`${name} on paper, with scripts`, file, true);
  await onPaper(`${name} on paper, without scripts`, file, false);
}
await browser.close();
console.log(`${checks - failures.length} of ${checks} checks passed`);
process.exit(failures.length === 0 ? 0 : 1);
