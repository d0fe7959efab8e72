// Applies the fixes of one package, pass after pass, and some of its suggestions, each alone; started by edits.mjs.
import * as fs from "node:fs";
import { text } from "node:stream/consumers";

import { added, applyAll, commentsOf, Edited } from "./edited.mjs";

const passes = 10;

/** @type {{ name: string, folder: string, config: string, reports: import("./lint.mjs").Report[], suggestions: { report: import("./lint.mjs").Report, index: number }[], out: string }} */
const task = JSON.parse(await text(process.stdin));
const edited = new Edited(task.folder, task.config);
const problems = [];
const place = ({ file, line, rule }) => `${task.name} ${file}:${line} ${rule}`;
const sameError = ({ file, message }) => `${file} ${message}`;
const problem = (kind, where, detail) => problems.push({ kind, where, detail });

let steps = 0;
const fixed = fixes();
suggestions();
fs.writeFileSync(task.out, JSON.stringify({ fixed, suggested: task.suggestions.length, steps, problems }));

function fixes() {
  let todo = task.reports.filter(({ fix }) => fix);
  if (todo.length === 0) return 0;
  const before = edited.errors();
  const files = new Set(todo.map(({ file }) => file));
  const comments = new Map([...files].map((file) => [file, commentsOf(edited.text(file), file)]));
  const original = new Map([...files].map((file) => [file, task.reports.filter((report) => report.file === file)]));
  let count = 0;
  for (let pass = 1; pass <= passes && todo.length > 0; pass++) {
    const appliedIn = new Map();
    for (const file of new Set(todo.map((report) => report.file))) {
      const { text, applied } = applyAll(edited.text(file), todo.filter((report) => report.file === file).map(({ fix }) => fix));
      edited.set(file, text);
      count += applied.length;
      appliedIn.set(file, todo.filter((report) => report.file === file && applied.includes(report.fix)));
    }
    todo = [];
    for (const [file, applied] of appliedIn) {
      const reports = reportsOf(file, applied.map(place).join(", "));
      if (pass === 1) silent(file, original.get(file), applied, reports);
      todo.push(...reports.filter(({ fix }) => fix));
    }
  }
  for (const report of todo) problem(`still fixable after ${passes} passes`, place(report), report.message);
  for (const error of added(before, edited.errors(), sameError)) problem("new type error", `${task.name} ${error.file}:${error.line}`, `${error.message}\n${lines(error)}`);
  for (const file of files) lost(file, comments.get(file), file);
  for (const file of files) edited.set(file, undefined);
  return count;
}

function suggestions() {
  const before = new Map();
  for (const { report, index } of task.suggestions) {
    const { file } = report;
    const { desc, fix } = report.suggestions[index];
    const what = `${place(report)} “${desc}”`;
    const code = edited.text(file);
    if (!before.has(file)) before.set(file, edited.errors(edited.withUsers(file)));
    edited.set(file, code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]));
    // A new parameter is the callers' next step, which the compiler and the rules show them: that is what it is for.
    const isStep = /as a parameter|of the parameters/.test(desc);
    const isLeft = ({ message }) => isStep && /^TS(?:2345|2554|2555|7006) /.test(message);
    const errors = added(before.get(file), edited.errors(edited.withUsers(file)), sameError);
    for (const error of errors.filter((each) => !isLeft(each))) problem("new type error", what, `${error.file}:${error.line} ${error.message}\n${lines(error)}`);
    silent(file, task.reports.filter((other) => other.file === file), [report], reportsOf(file, what), what, isStep);
    if (errors.some(isLeft)) steps++;
    lost(file, commentsOf(code, file), what);
    edited.set(file, undefined);
  }
}

function reportsOf(file, why) {
  const { reports, crashes } = edited.lint(file);
  for (const crash of crashes) problem("crash", why, crash.stack);
  return reports.map(({ ruleId, line, message, fix }) => ({ file, line, rule: ruleId.replace("ctx/", ""), message, fix }));
}

/** What was obeyed is said no more there, and no other rule has anything new to say. */
function silent(file, before, obeyed, after, what = file, isStep = false) {
  // An edit moves the lines that a message names.
  const said = ({ rule, message }) => `${rule} ${message.replaceAll(/:\d+(?=\))/g, "")}`;
  const count = (reports, report) => reports.filter((other) => said(other) === said(report)).length;
  for (const report of obeyed) if (count(after, report) > count(before, report) - count(obeyed, report)) problem("not silent", what, `${place(report)} ${report.message}`);
  if (isStep) return;
  for (const report of added(before, after, said)) problem("another report", what, `${place(report)} ${report.message}`);
}

/** Each line of each comment is still in one: `@detached` is added to the JSDoc that is there. */
function lost(file, before, what) {
  const kept = commentsOf(edited.text(file), file).join("\n");
  const linesOf = (comment) => comment.split("\n").map((line) => line.replace(/^[\s*]+|[\s*]+$/g, "")).filter((line) => line !== "");
  for (const line of before.flatMap(linesOf)) if (!kept.includes(line)) problem("comment lost", `${task.name} ${what}`, line);
}

function lines({ file, line }) {
  return edited.text(file).split("\n").slice(Math.max(0, line - 4), line + 3).map((each, index) => `    ${Math.max(0, line - 4) + index + 1} | ${each}`).join("\n");
}
