// Lints packages.
import { run } from "./pool.mjs";

/**
 * @typedef {object} Report
 * @property {string} package
 * @property {string} file
 * @property {number} line
 * @property {number} column
 * @property {string} rule Without its prefix.
 * @property {string} message
 * @property {import("eslint").Rule.Fix} [fix]
 * @property {readonly { desc: string, fix: import("eslint").Rule.Fix }[]} suggestions
 */

/**
 * @typedef {object} Task
 * @property {string} name Of the package.
 * @property {string} folder Its sources.
 * @property {readonly string[]} files Relative to the folder.
 * @property {string} config Of the plugin.
 */

/** What the plugin says about each package. A process that dies is a crash, not an error here. */
export async function lint(/** @type {readonly Task[]} */ tasks) {
  const results = (await run("worker.mjs", tasks)).map(
    ({ result, failure }, index) => result ?? { reports: [], crashes: [{ package: tasks[index].name, file: "", rule: "", message: "its process died", stack: failure }], lines: 0 },
  );
  return { reports: results.flatMap(({ reports }) => reports), crashes: results.flatMap(({ crashes }) => crashes), lines: results.reduce((sum, { lines }) => sum + lines, 0) };
}
