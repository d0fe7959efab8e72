import { accessSync, constants } from "node:fs";
import * as path from "node:path";

import puppeteer, { type Browser, type Page } from "puppeteer-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where Chromium is: `CHROMIUM` says it, or it is on the path. */
function executable(): string {
  const { CHROMIUM: named, PATH = "" } = process.env;
  if (named !== undefined) return named;
  const found = PATH.split(path.delimiter)
    .flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  if (found === undefined) throw new Error("These tests need Chromium: install it (Debian and Ubuntu: `apt-get install chromium`), or say where it is in the environment variable CHROMIUM.");
  return found;
}

/** Starts a browser without a window. In a container its sandbox has no rights to start, and only our own pages are opened. */
export function launch(): Promise<Browser> {
  return puppeteer.launch({ executablePath: executable(), args: ["--no-sandbox"] });
}

/** The screens that pages are looked at on. */
export const screens = {
  laptop: { width: 1366, height: 768 },
  phone: { width: 390, height: 844, isMobile: true, hasTouch: true },
} as const;

/** Opens a page, and collects what goes wrong in it. */
export async function open(browser: Browser, url: string, screen: keyof typeof screens): Promise<{ readonly page: Page; readonly errors: string[] }> {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  page.on("requestfailed", (request) => errors.push(`not loaded: ${request.url()}`));
  await page.setViewport(screens[screen]);
  await page.goto(url);
  return { page, errors };
}
