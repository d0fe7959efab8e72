import * as fs from "node:fs";
import * as path from "node:path";

import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { rules } from "../../src/rules/index.js";
import { launch, open, type screens } from "./chromium.js";
import { serve } from "./serve.js";

const dist = path.join(import.meta.dirname, "../../site/dist");
let browser: Browser;
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  if (!fs.existsSync(path.join(dist, "playground/index.html"))) throw new Error("The site is not built: `npm run docs:site` does it.");
  browser = await launch();
  site = await serve(dist);
});

afterAll(async () => {
  await browser?.close();
  site?.close();
});

describe("the pages", () => {
  it.each(["laptop", "phone"] as const)("fit a %s", async (screen) => {
    const guide = fs.readdirSync(dist).filter((file) => file.endsWith(".html") && file !== "404.html" && file !== "example-graph.html");
    for (const file of [...guide, "rules/", "rules/no-lost-cancel.html"]) {
      const { errors, page } = await open(browser, `${site.url}/${file}`, screen);
      await page.waitForSelector(".VPContent h1");
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), file).toBeLessThanOrEqual(0);
      expect(errors, file).toEqual([]);
      await page.close();
    }
  });

  it("are searched, without a network", async () => {
    const { page } = await open(browser, `${site.url}/`, "laptop");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).host));
    await page.waitForSelector(".DocSearch-Button");
    await page.click(".DocSearch-Button");
    await page.waitForSelector("#localsearch-input");
    await page.type("#localsearch-input", "cancel function that nobody calls");
    await page.waitForSelector(".results .result");
    expect(await page.$$eval(".results .result", (found) => found.map((each) => each.getAttribute("href")).join(" "))).toContain("no-lost-cancel");
    expect(new Set(asked.filter((host) => host !== ""))).toEqual(new Set([new URL(site.url).host]));
    await page.close();
  });

  it("lead to each rule, and from there to its example", async () => {
    const { page } = await open(browser, `${site.url}/rules/`, "laptop");
    await page.waitForSelector(".VPDoc table a");
    const linked = await page.$$eval(".VPDoc table a", (links) => links.map((link) => link.textContent.trim()));
    expect(linked).toEqual(expect.arrayContaining(Object.keys(rules)));
    await page.goto(`${site.url}/rules/no-lost-cancel.html`);
    expect(await page.$eval('a[href^="/playground/"][href*="rule="]', (link) => link.getAttribute("href"))).toBe("/playground/#rule=no-lost-cancel");
    await page.close();
  });
});

const CODE = 'export async function load(signal: AbortSignal) { signal.throwIfAborted(); return fetch("https://example.com"); }';

const text = (page: Page): Promise<string> => page.$eval(".cm-content", (content) => [...content.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\n"));
const squiggles = (page: Page): Promise<string[]> => page.$$eval(".cm-lintRange-error", (found) => found.map((each) => each.textContent));
const named = (page: Page): Promise<string[]> => page.$$eval("#list .rule", (found) => found.map((each) => each.textContent));

async function openPlayground(screen: keyof typeof screens, hash = ""): Promise<{ readonly page: Page; readonly errors: string[] }> {
  const opened = await open(browser, `${site.url}/playground/${hash}`, screen);
  await linted(opened.page);
  return opened;
}

/** Waits for the next lint. */
async function linted(page: Page, before = ""): Promise<void> {
  await page.waitForFunction((last) => document.body.dataset["linted"] !== undefined && document.body.dataset["linted"] !== last, { timeout: 60_000 }, before);
}

const turn = (page: Page): Promise<string> => page.evaluate(() => document.body.dataset["linted"] ?? "");

async function write(page: Page, code: string): Promise<void> {
  const before = await turn(page);
  await page.focus(".cm-content");
  await page.keyboard.down("Control");
  await page.keyboard.press("KeyA");
  await page.keyboard.up("Control");
  await page.keyboard.type(code);
  await page.keyboard.press("Escape");
  await linted(page, before);
  await page.waitForFunction(() => document.querySelector("#problems:not([aria-busy])") !== null);
}

describe.each(["laptop", "phone"] as const)("the playground on a %s", (screen) => {
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    ({ errors, page } = await openPlayground(screen));
  });

  it("begins with an example, and fits", async () => {
    expect(await squiggles(page)).not.toEqual([]);
    expect(await page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight])).toEqual([0, 0]);
  });

  it("underlines what is typed, and applies the fix", async () => {
    await write(page, CODE);
    await page.waitForSelector(".cm-lintRange-error");
    expect(await squiggles(page)).toEqual(["fetch"]);
    expect(await named(page)).toEqual(["ctx/no-dropped-context"]);
    const before = await turn(page);
    await page.click("#list .fix");
    await linted(page, before);
    expect(await text(page)).toBe(CODE.replace('"https://example.com"', '"https://example.com", { signal }'));
    expect(await squiggles(page)).toEqual([]);
    expect(await page.$eval("#count", (count) => count.textContent)).toBe("No reports");
  });

  it("says what does not compile", async () => {
    await write(page, "export const wrong: number = nothing;");
    expect(await named(page)).toEqual(["TypeScript"]);
  });

  it("has a switch for each rule", async () => {
    await write(page, CODE);
    await page.click("#rulesButton");
    expect(await page.$$eval("#switches input", (inputs) => inputs.map(({ id }) => id))).toEqual(Object.keys(rules).map((name) => `rule-${name}`));
    let before = await turn(page);
    await page.click("#rule-no-dropped-context");
    await linted(page, before);
    expect(await squiggles(page)).toEqual([]);
    before = await turn(page);
    await page.click("[data-preset=recommended]");
    await linted(page, before);
    expect(await squiggles(page)).toEqual(["fetch"]);
    await page.click("#closeRules");
  });

  it("shares code and switches by a link", async () => {
    await write(page, CODE);
    await page.click("#share");
    await page.waitForFunction(() => location.hash.startsWith("#code="));
    const { page: other } = await openPlayground(screen, new URL(page.url()).hash);
    expect(await text(other)).toBe(CODE);
    expect(await squiggles(other)).toEqual(["fetch"]);
    expect(await other.$eval("#ruleCount", (count) => count.textContent)).toBe(await page.$eval("#ruleCount", (count) => count.textContent));
    await other.close();
  });

  it("nothing goes wrong", () => {
    expect(errors).toEqual([]);
  });
});

describe("the playground", () => {
  it("shows a report where it stands, and fixes it from there", async () => {
    const { page } = await openPlayground("laptop");
    await write(page, CODE);
    await page.hover(".cm-lintRange-error");
    await page.waitForSelector(".cm-tooltip .cm-diagnostic");
    expect(await page.$eval(".cm-tooltip .cm-diagnosticSource", (source) => source.textContent)).toBe("ctx/no-dropped-context");
    const before = await turn(page);
    await page.click(".cm-tooltip .cm-diagnosticAction");
    await linted(page, before);
    expect(await text(page)).toContain("{ signal }");
    await page.close();
  });

  it("stays responsive while a worker lints", async () => {
    const { page } = await openPlayground("laptop", "#example=next");
    const longest = await page.evaluate(async () => {
      const select = document.querySelector<HTMLSelectElement>("#example")!;
      const before = document.body.dataset["linted"];
      select.value = "nestjs"; // Types that are not loaded yet.
      select.dispatchEvent(new Event("change"));
      let [last, most] = [performance.now(), 0];
      while (document.body.dataset["linted"] === before) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        const now = performance.now();
        most = Math.max(most, now - last);
        last = now;
      }
      return most;
    });
    expect(longest).toBeLessThan(400);
    await page.close();
  });

  it("each example compiles, and reports what it is there for", async () => {
    const { errors, page } = await openPlayground("laptop");
    const ids = await page.$$eval("#example option", (options) => options.map(({ value }) => value).filter((value) => value !== ""));
    expect(ids).toEqual(expect.arrayContaining(Object.keys(rules)));
    for (const id of ids) {
      const before = await turn(page);
      await page.select("#example", "");
      await page.select("#example", id);
      if ((await turn(page)) === before) await linted(page, before);
      const found = await named(page);
      expect(found, id).not.toContain("TypeScript");
      expect(found, id).toContainEqual(Object.hasOwn(rules, id) ? `ctx/${id}` : expect.stringMatching(/^ctx\//));
    }
    expect(errors).toEqual([]);
    await page.close();
  });
});
