// Draws a part of examples/orders as an editor shows it, with what the rules say there: docs/images/finding.svg. `--check` only compares.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import ts from "typescript";

import plugin from "../dist/index.js";
import { lint } from "./demo/lint.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const picture = path.join(root, "docs/images/finding.svg");
/** The method `place`: its head, and the part with the findings that need no explanation. */
const shown = { file: "src/orders.ts", parts: [["  async place(", "  async place("], ["    const order: Order", "  }"]] };

const size = { font: 14, char: 8.4, line: 21, pad: 18, bar: 34, columns: 100 };
const colours = { back: "#1f2430", bar: "#171b24", text: "#d5d8df", dim: "#8a919f", keyword: "#8fb8f6", string: "#a6d189", comment: "#7f8796", error: "#f2777a", box: "#2b3140" };

const svg = draw(await findings());
if (!process.argv.includes("--check")) {
  fs.mkdirSync(path.dirname(picture), { recursive: true });
  fs.writeFileSync(picture, svg);
} else if (!fs.existsSync(picture) || fs.readFileSync(picture, "utf8") !== svg) {
  console.error("docs/images/finding.svg does not show what the rules say: run `npm run docs`.");
  process.exitCode = 1;
}

/** The shown lines with their numbers, `undefined` where some are left out, and what is found in them. */
async function findings() {
  const { findings } = await lint(plugin, { dir: path.join(root, "examples/orders") });
  const source = fs.readFileSync(path.join(root, "examples/orders", shown.file), "utf8").split("\n");
  const rows = [];
  for (const [from, to] of shown.parts) {
    const first = source.findIndex((line, index) => index >= (rows.at(-1)?.number ?? 0) && line.startsWith(from));
    const last = source.findIndex((line, index) => index >= first && line.startsWith(to));
    if (first === -1 || last === -1) throw new Error(`${shown.file} has no ${from} … ${to}`);
    if (rows.length > 0) rows.push(undefined);
    for (let index = first; index <= last; index++) rows.push({ number: index + 1, line: source[index].replace(/ \/\/ planted: .*/, "") });
  }
  const found = findings.filter(({ file, line }) => file === shown.file && rows.some((row) => row?.number === line));
  if (found.length === 0) throw new Error(`nothing is found in ${shown.file}`);
  return { rows, found };
}

/** Each line with its number; below a reported one the squiggle and the message. */
function draw({ rows, found }) {
  const parts = [];
  const gutter = 4;
  const x = (column) => round(size.pad + (gutter + column) * size.char);
  let y = size.bar + size.pad;
  for (const row of rows) {
    const { number, line } = row ?? { number: "⋯", line: "" };
    parts.push(text(String(number).padStart(3), x(-gutter), y, colours.dim));
    for (const { start, value, kind } of tokens(line)) parts.push(text(value, x(start), y, colours[kind]));
    for (const finding of found.filter((one) => one.line === number)) {
      parts.push(squiggle(x(finding.column - 1), x(finding.endColumn - 1), y + 5));
      const indent = line.search(/\S/);
      const message = wrap(`${finding.message} ctx/${finding.rule}`, size.columns - gutter - indent - 2);
      const height = message.length * size.line + 6;
      parts.push(`<rect x="${x(indent)}" y="${y + 9}" width="${round((size.columns - gutter - indent) * size.char)}" height="${height}" rx="4" fill="${colours.box}"/>`);
      for (const [nth, words] of message.entries()) parts.push(text(words, x(indent + 1), y + 7 + (nth + 1) * size.line - 4, colours.error));
      y += height + 6;
    }
    y += size.line;
  }
  const width = round(size.columns * size.char + 2 * size.pad);
  const label = `${shown.file}: ${found.map(({ line, message }) => `line ${line}: ${message}`).join(" ")}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" width="${width}" height="${y}" role="img" aria-label="${escape(label)}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="${size.font}">
<rect width="${width}" height="${y}" rx="8" fill="${colours.back}"/>
<path d="M0 ${size.bar}V8a8 8 0 0 1 8-8H${width - 8}a8 8 0 0 1 8 8V${size.bar}z" fill="${colours.bar}"/>
${text(shown.file, size.pad, 22, colours.dim)}
${parts.join("\n")}
</svg>
`;
}

/** A piece of text, as wide as it must be for squiggles to be below it, whatever the font. */
function text(value, x, y, fill) {
  return `<text x="${x}" y="${y}" fill="${fill}" textLength="${round(value.length * size.char)}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escape(value)}</text>`;
}

function squiggle(from, to, y) {
  const waves = Math.max(1, Math.round((to - from) / 6));
  return `<path d="M${from} ${y}${"q1.5 -3 3 0t3 0".repeat(waves)}" fill="none" stroke="${colours.error}" stroke-width="1.3"/>`;
}

/** The words of a line that are coloured alike. */
function tokens(line) {
  if (/^\s*(?:\/\*\*|\*|\/\/)/.test(line)) return [{ start: line.search(/\S/), value: line.trim(), kind: "comment" }];
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, line);
  const found = [];
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const isKeyword = token >= ts.SyntaxKind.FirstKeyword && token <= ts.SyntaxKind.LastKeyword;
    const isString = token === ts.SyntaxKind.StringLiteral;
    found.push({ start: scanner.getTokenStart(), value: scanner.getTokenText(), kind: isKeyword ? "keyword" : isString ? "string" : "text" });
  }
  return found;
}

function wrap(message, columns) {
  const rows = [""];
  for (const word of message.split(" ")) {
    if (rows.at(-1).length + word.length + 1 > columns) rows.push("");
    rows[rows.length - 1] = `${rows.at(-1)} ${word}`.trimStart();
  }
  return rows;
}

function escape(value) {
  return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function round(value) {
  return Math.round(value * 10) / 10;
}
