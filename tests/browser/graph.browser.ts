import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { run } from "../../src/cli/index.js";
import { writeGenerated } from "../graph/generated.js";
import { launch, open } from "./chromium.js";

const orders = path.join(import.meta.dirname, "../../examples/orders");
let browser: Browser;
let folder: string;
let thousand: string;

async function draw(entry: string, name: string): Promise<string> {
  const out = path.join(folder, name);
  const silent = { write: () => true };
  expect(await run(["graph", entry, "--out", out], { cwd: folder, stdout: silent, stderr: silent })).toBe(0);
  return pathToFileURL(out).href;
}

/** Does something, and waits until the picture has been drawn anew. */
async function redraw(page: Page, act: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => {
    for (const box of document.querySelectorAll(".box")) box.setAttribute("data-old", "");
  });
  await act();
  await page.waitForFunction(() => document.querySelector(".box:not([data-old])") !== null && document.querySelector("#wait[hidden]") !== null);
}

const texts = (page: Page, selector: string): Promise<string[]> => page.$$eval(selector, (found) => found.map((each) => each.textContent.trim()));

/** Is the middle of what is selected on the screen, and nothing else on top of it? */
const isSeen = (page: Page, selector: string): Promise<boolean> =>
  page.$eval(selector, (element) => {
    const { height, left, top, width } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return hit !== null && (element.contains(hit) || hit.contains(element));
  });

beforeAll(async () => {
  browser = await launch();
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "ctx-page-"));
  thousand = await writeGenerated(1000);
});

afterAll(async () => {
  await browser?.close();
  for (const each of [folder, thousand]) if (each !== undefined) await fs.rm(each, { recursive: true });
});

describe.each(["laptop", "phone"] as const)("a small program on a %s", (screen) => {
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    ({ errors, page } = await open(browser, await draw(orders, "orders.html"), screen));
    await page.waitForSelector(".box");
  });

  it("shows files, and a broken edge in red", async () => {
    expect(await texts(page, ".box .name")).toEqual(expect.arrayContaining(["▸ http.ts", "▸ orders.ts"]));
    const broken = await page.$eval('.edge.broken[data-from="src/http.ts"][data-to="src/orders.ts"] .line', (line) => getComputedStyle(line).stroke);
    const [red, green, blue] = /(\d+), (\d+), (\d+)/.exec(broken)!.slice(1).map(Number) as [number, number, number];
    expect(red).toBeGreaterThan(green + blue);
  });

  it("fits on the screen", async () => {
    const { height, width } = page.viewport()!;
    const [across, down, left, right] = await page.evaluate(() => {
      const { scrollHeight, scrollWidth } = document.documentElement;
      const drawn = document.querySelector("#drawing > g")!.getBoundingClientRect();
      return [scrollWidth, scrollHeight, drawn.left, drawn.right] as const;
    });
    expect(across).toBeLessThanOrEqual(width);
    expect(down).toBeLessThanOrEqual(height);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(width + 1);
  });

  it("from a report to the way to its break, and back", async () => {
    await redraw(page, () => page.$eval("#panel .row[data-rule=no-broken-context-chain]", (row) => { (row as HTMLElement).click(); }));
    expect(await texts(page, ".box.selected .name")).toEqual(expect.arrayContaining(["route", "OrderService.invoice", "OrderStore.readInvoice"]));
    expect(await page.$$eval(".edge.broken", (edges) => edges.length)).toBe(3);
    expect(await page.$eval("#panel", (panel) => panel.textContent)).toContain("orders.invoice needs a context: OrderService.invoice → OrderStore.readInvoice calls pipeline without one (src/store.ts:51)");
    expect(await isSeen(page, ".box.selected")).toBe(true);
    await redraw(page, () => page.click("#showAll"));
    expect(await texts(page, ".box .name")).toContain("▸ http.ts");
  });

  it("searches, and goes from a function to its callers", async () => {
    await page.type("#search", "readInvoice");
    await redraw(page, () => page.keyboard.press("Enter"));
    expect(await texts(page, ".box.selected .name")).toEqual(["OrderStore.readInvoice"]);
    expect(await page.$eval("#panel h2", (title) => title.textContent)).toBe("OrderStore.readInvoice");
    const callers = page.locator("#panel .list .row.break b");
    await callers.click();
    await page.waitForFunction(() => document.querySelector("#panel h2")?.textContent === "OrderService.invoice");
    await page.$eval("#search", (input) => { (input as HTMLInputElement).value = ""; input.dispatchEvent(new Event("input")); });
  });

  it("opens a file, and closes it again", async () => {
    await redraw(page, () => page.$eval('.box[data-id="src/queue.ts"]', (box) => { box.dispatchEvent(new MouseEvent("click", { bubbles: true })); }));
    expect(await texts(page, ".box .name")).toContain("JobQueue.run");
    await redraw(page, () => page.$eval('.frame[data-id="src/queue.ts"] .bar', (bar) => { bar.dispatchEvent(new MouseEvent("click", { bubbles: true })); }));
    expect(await texts(page, ".box .name")).not.toContain("JobQueue.run");
  });

  it("asks for nothing from elsewhere, and nothing goes wrong", async () => {
    const asked = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => !name.startsWith("blob:")));
    expect(asked).toEqual([]);
    expect(errors).toEqual([]);
  });
});

describe("a program of 1,000 functions", () => {
  let page: Page;

  beforeAll(async () => {
    ({ page } = await open(browser, await draw(thousand, "thousand.html"), "laptop"));
    await page.waitForSelector(".box");
  });

  it("shows its folders, each with its size and its breaks", async () => {
    expect(await texts(page, ".box .sub")).toEqual(expect.arrayContaining(["100 functions"]));
    expect(await page.$$eval(".box", (boxes) => boxes.length)).toBeLessThan(40);
    const size = await page.$eval(".box .name", (name) => name.getBoundingClientRect().height);
    expect(size).toBeGreaterThan(9);
  });

  it("opens folders and files by a click, down to a broken call", async () => {
    for (const id of ["src/area2", "src/area2/part29.ts"]) await redraw(page, () => page.$eval(`.box[data-id="${id}"]`, (box) => { box.dispatchEvent(new MouseEvent("click", { bubbles: true })); }));
    expect(await texts(page, ".box.drops .name")).toEqual(["work299"]);
    expect(await page.$$eval('.edge.broken[data-from^="src/area2/part29.ts:"]', (edges) => edges.length)).toBe(1);
    expect(await isSeen(page, ".box.drops")).toBe(true);
  });

  it("stays responsive while it is laid out", async () => {
    const longest = await page.evaluate(async () => {
      document.getElementById("openAll")!.click();
      let [last, most] = [performance.now(), 0];
      const start = last;
      while (document.querySelector("#wait[hidden]") === null && performance.now() - start < 30_000) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        const now = performance.now();
        most = Math.max(most, now - last);
        last = now;
      }
      return most;
    });
    expect(longest).toBeLessThan(1500);
  });
});
