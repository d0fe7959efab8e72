// Builds the site; with `--preview` also serves it. Its packages are its own, and are installed when they are missing.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const site = fileURLToPath(new URL("../site/", import.meta.url));

function npm(...words) {
  const { status } = spawnSync("npm", words, { cwd: site, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
}

if (!existsSync(new URL("../site/node_modules/.package-lock.json", import.meta.url))) npm("ci");
npm("run", "build");
if (process.argv.includes("--preview")) npm("run", "preview");
