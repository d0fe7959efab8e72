// Lints a small service with planted defects and the sources of real npm packages. `npm run demo -- --all` shows every finding.
import plugin from "../dist/index.js";
import { demo } from "./demo/run.mjs";

try {
  process.exitCode = (await demo(plugin, { all: process.argv.includes("--all") })) ? 0 : 1;
} catch (error) {
  console.error(error.stack); // Not the error itself: ESLint hangs whole syntax trees on it.
  process.exitCode = 1;
}
