import { ASTUtils, AST_NODE_TYPES, type TSESTree } from "@typescript-eslint/utils";
import path from "node:path";
import picomatch from "picomatch";
import ts from "typescript";

import { testFiles } from "../settings.js";
import { type Facts, programMemo } from "./facts.js";
import { belongsToEnclosing, enclosingFunction, functionName } from "./position/index.js";
import { outwards } from "./position/syntax.js";
import { remembered } from "./remembering.js";

/** How a file takes part in starting the program: all of it (a test), its top-level code, or not at all. */
type EntryKind = "all" | "none" | "top-level";

const matchers = programMemo(({ settings }) => ({
  isTest: picomatch([...testFiles], { dot: true }),
  isEntry: picomatch([...settings.entryFiles], { dot: true }),
  roots: new Map<string, string>(),
  testPackages: new Map<string, boolean>(),
  kinds: new Map<string, EntryKind>(),
}));

/** The path of a file from the nearest `package.json`. */
function pathInPackage(facts: Facts, filename: string): string {
  return slashed(path.relative(packageOf(facts, filename), filename));
}

/** Is the linted file for webhooks or a scheduler's calls, by its path? Whoever delivers one waits for a word that it has come, and what it starts is to be done. */
export function isForDeliveries(facts: Facts): boolean {
  return /(?:^|[/._-])(?:cron|webhook)s?(?:[/._-]|$)/i.test(pathInPackage(facts, facts.filename));
}

/** The path of a file as one who reads about the linted file looks for it: from that one's package, which may lead to another of the workspace. */
export function pathFromHere(facts: Facts, filename: string): string {
  return slashed(path.relative(packageOf(facts, facts.sourceFile.fileName), filename));
}

function packageOf(facts: Facts, filename: string): string {
  const { roots } = matchers(facts);
  const folder = path.dirname(filename);
  let root = roots.get(folder);
  if (root === undefined) {
    const manifest = ts.findConfigFile(folder, (file) => ts.sys.fileExists(file), "package.json");
    root = manifest === undefined ? facts.program.getCurrentDirectory() : path.dirname(manifest);
    roots.set(folder, root);
  }
  return root;
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}

function kindOf(facts: Facts, filename: string): EntryKind {
  const { isTest, isEntry, kinds } = matchers(facts);
  let kind = kinds.get(filename);
  if (kind === undefined) {
    const relative = pathInPackage(facts, filename);
    kind = isTest(relative) || isTestPackage(facts, filename) || isWrittenAsTest(facts.program.getSourceFile(filename)) ? "all" : isEntry(relative) ? "top-level" : "none";
    kinds.set(filename, kind);
  }
  return kind;
}

/** A workspace may keep its tests in a package: `@acme/integration-tests`. */
function isTestPackage(facts: Facts, filename: string): boolean {
  const root = packageOf(facts, filename);
  return remembered(matchers(facts).testPackages, root, () => {
    const manifest = ts.parseConfigFileTextToJson("package.json", ts.sys.readFile(path.join(root, "package.json")) ?? "{}").config as { readonly name?: unknown } | undefined;
    return typeof manifest?.name === "string" && /[-/](?:e2e|tests)$/.test(manifest.name);
  });
}

/** What tests take their functions from. */
const TEST_RUNNERS = new Set(["@jest/globals", "@playwright/test", "ava", "bun:test", "mocha", "node:test", "tap", "tape", "uvu", "vitest"]);

/** Suites that several implementations share lie in folders of any name, with the runner's functions imported or global. */
function isWrittenAsTest(file: ts.SourceFile | undefined): boolean {
  return file !== undefined && (importsTestRunner(file) || (file.text.includes("describe(") && describesTests(file)));
}

/** `describe("a queue", () => …)`, at the top or in a function. */
function describesTests(node: ts.Node): boolean {
  const isDescribe = ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "describe" && node.arguments.length > 1;
  const last = isDescribe ? node.arguments.at(-1) : undefined;
  if (last !== undefined && (ts.isArrowFunction(last) || ts.isFunctionExpression(last))) return true;
  return ts.forEachChild(node, (child) => describesTests(child) || undefined) === true;
}

/** Types alone make no test; TypeScript 5.9 says of them in another way than those before it, and the token is the same. */
function importsTestRunner({ statements }: ts.SourceFile): boolean {
  return statements.some((statement) => ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier) && TEST_RUNNERS.has(statement.moduleSpecifier.text) && statement.importClause?.getFirstToken()?.kind !== ts.SyntaxKind.TypeKeyword);
}

/** Is the file (the linted one, or another of the program) a test? */
export function isTestFile(facts: Facts, filename = facts.filename): boolean {
  return kindOf(facts, filename) === "all";
}

/** May a root be made here: in a test, in an entry function, or in code that runs once when an entry file is loaded? */
export function isEntryPoint(facts: Facts, node: TSESTree.Node): boolean {
  const kind = kindOf(facts, facts.filename);
  return kind === "all" || inEntryFunction(facts, node) || (kind === "top-level" && runsOnLoad(facts, node));
}

/** Is the node in a function that `entryFunctions` names, or in a function inside it? */
export function inEntryFunction(facts: Facts, node: TSESTree.Node): boolean {
  for (let fn = enclosingFunction(node); fn !== undefined; fn = enclosingFunction(fn)) {
    const name = functionName(fn);
    if (name !== undefined && facts.settings.entryFunctions.includes(name)) return true;
  }
  return false;
}

/**
 * Does the code run once, when the file is loaded: at top level, or in functions that only such code calls? Functions
 * that call each other are judged by who calls them from outside.
 */
function runsOnLoad(facts: Facts, node: TSESTree.Node): boolean {
  const places = [node];
  const seen = new Set<TSESTree.Node>();
  let isLoaded = false;
  for (const place of places) {
    if (inInstanceField(place)) return false;
    const fn = enclosingFunction(place);
    if (fn === undefined) isLoaded = true;
    if (fn === undefined || seen.has(fn)) continue;
    seen.add(fn);
    const calls = belongsToEnclosing(facts, fn) === "yes" ? [fn] : plainCalls(facts, fn);
    if (calls === undefined) return false;
    places.push(...calls);
  }
  return isLoaded;
}

/** An instance field's initializer runs for each instance, whoever makes it. */
function inInstanceField(node: TSESTree.Node): boolean {
  for (const { inner, outer } of outwards(node)) {
    if (ASTUtils.isFunction(outer)) return false;
    if ((outer.type === AST_NODE_TYPES.PropertyDefinition || outer.type === AST_NODE_TYPES.AccessorProperty) && outer.value === inner && !outer.static) return true;
  }
  return false;
}

/** All references to a function of this file where each is a plain call and nothing is exported; else undefined. */
export function plainCalls(facts: Facts, fn: TSESTree.Node): readonly TSESTree.CallExpression[] | undefined {
  const declared = fn.type === AST_NODE_TYPES.FunctionDeclaration ? fn : fn.parent?.type === AST_NODE_TYPES.VariableDeclarator && fn.parent.init === fn ? fn.parent : undefined;
  const name = declared?.id;
  if (declared === undefined || name?.type !== AST_NODE_TYPES.Identifier || isExported(declared)) return undefined;
  const variable = facts.sourceCode.getDeclaredVariables?.(declared).find((candidate) => candidate.name === name.name);
  if (variable === undefined || variable.defs.length !== 1) return undefined;
  const calls: TSESTree.CallExpression[] = [];
  for (const { identifier, init } of variable.references) {
    if (init === true) continue;
    const { parent } = identifier;
    if (parent?.type !== AST_NODE_TYPES.CallExpression || parent.callee !== identifier) return undefined;
    calls.push(parent);
  }
  return calls;
}

/** Is the declaration exported where it stands? (`export { name }` is a reference of the name.) */
function isExported(declared: TSESTree.Node): boolean {
  const statement = declared.type === AST_NODE_TYPES.VariableDeclarator ? declared.parent : declared;
  return statement?.parent?.type === AST_NODE_TYPES.ExportNamedDeclaration || statement?.parent?.type === AST_NODE_TYPES.ExportDefaultDeclaration;
}
