import { env, stdout } from "node:process";
import { styleText } from "node:util";

const colours = env.NO_COLOR
  ? false
  : env.FORCE_COLOR
    ? env.FORCE_COLOR !== "0"
    : Boolean(stdout.isTTY && stdout.hasColors());

/** The text in a colour or style of `util.styleText`, where the output wants colours. */
export function paint(format, text) {
  return colours ? styleText(format, text, { validateStream: false }) : text;
}

/** A finding as a code frame with a squiggle, its message, and what can be done about it. */
export function showFinding({ file, line, column, severity, rule, message, fix, suggestions, source, ...end }) {
  const where = `${paint("cyan", file)}:${line}:${column}`;
  const edits = [
    ...(fix ? [{ title: "fix", edit: fix }] : []),
    ...suggestions.map(({ desc, fix: edit }) => ({ title: `suggestion: ${desc}`, edit })),
  ];
  return [
    `${where}  ${paint(severity === 2 ? "red" : "yellow", `ctx/${rule}`)}`,
    ...frame(source, { line, column, ...end }),
    `  ${paint("bold", message)}`,
    ...edits.flatMap(({ title, edit }) => [`  ${paint("green", title)}`, ...showEdit(source, edit)]),
    "",
  ].join("\n");
}

/** The reported lines (the first three of them) between their neighbours, with a squiggle below what is reported. */
function frame(source, { line, column, endLine = line, endColumn = column + 1 }) {
  const lines = splitLines(source);
  const from = Math.max(1, line - 2);
  const to = Math.min(lines.length, Math.min(endLine, line + 2) + 1);
  const width = String(to).length;
  const rows = [];
  for (let number = from; number <= to; number++) {
    const text = lines[number - 1];
    rows.push(`${paint("dim", `${String(number).padStart(width + 2)} |`)} ${text}`.trimEnd());
    if (number < line || number > endLine) continue;
    const start = number === line ? column - 1 : text.search(/\S|$/);
    const end = number === endLine ? endColumn - 1 : text.length;
    const indent = text.slice(0, start).replace(/\S/g, " "); // Tabs stay.
    rows.push(
      `${paint("dim", `${" ".repeat(width + 2)} |`)} ${indent}${paint("red", "~".repeat(Math.max(1, end - start)))}`,
    );
  }
  return rows;
}

const shownChanges = 8;

/** The lines that an edit takes away and adds. */
function showEdit(source, { range: [start, end], text }) {
  const changes = diff(splitLines(source), splitLines(source.slice(0, start) + text + source.slice(end)));
  const shown = changes
    .slice(0, shownChanges)
    .map(([sign, line]) => `    ${paint(sign === "+" ? "green" : "red", `${sign} ${line.trim()}`)}`);
  return changes.length > shownChanges
    ? [...shown, paint("dim", `    … ${changes.length - shownChanges} more lines`)]
    : shown;
}

/** The changed lines of two texts, by a longest common subsequence of what lies between their common ends. */
function diff(before, after) {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail))
    tail++;
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  const common = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const changes = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) (i++, j++);
    else if (j === b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) changes.push(["-", a[i++]]);
    else changes.push(["+", b[j++]]);
  }
  return changes;
}

function splitLines(text) {
  return text.split(/\r\n|[\r\n\u2028\u2029]/);
}

/** Rows of cells as text: the first column to the left, numbers to the right; the first row is the header. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  return rows
    .map((row, index) => {
      const line = row
        .map((cell, column) => (column === 0 ? String(cell).padEnd(widths[0]) : String(cell).padStart(widths[column])))
        .join("   ");
      return index === 0 ? paint("bold", line) : line;
    })
    .join("\n");
}
