import type { TypeOrValueSpecifier } from "@typescript-eslint/type-utils";
import type ts from "typescript";

import { commandStarters, ioGroups, shortWaits } from "../models/io.js";
import { type Facts, programMemo } from "./facts.js";
import { namesSymbol } from "./specifiers.js";

/** Calls of what these list need a context of a model that has no place for it by convention. */
export interface Io {
  /** Functions of modules, and globals: `emitter.once()` and `pattern.exec()` are none. */
  readonly functions: Listed;
  /** What a user names. */
  readonly others: Listed;
}

interface Listed {
  readonly specifiers: readonly TypeOrValueSpecifier[];
  /** In lower case. */
  readonly names: ReadonlySet<string>;
}

const memos = programMemo(() => new Map<string, Io>());

/** What an option lists: names of groups (`fetch`, `child_process`) and specifiers. The same list gives the same object. */
export function ioOf(facts: Facts, list: readonly TypeOrValueSpecifier[]): Io {
  const memo = memos(facts);
  const key = JSON.stringify(list);
  let io = memo.get(key);
  if (io === undefined) {
    const groups = list.map((entry) => (typeof entry === "string" ? ioGroups[entry.replace(/^node:/, "")] : undefined));
    io = { functions: listed(groups.flatMap((group) => group ?? [])), others: listed(list.filter((_, index) => groups[index] === undefined)) };
    memo.set(key, io);
  }
  return io;
}

function listed(specifiers: readonly TypeOrValueSpecifier[]): Listed {
  return { specifiers, names: new Set(specifiers.flatMap((specifier) => (typeof specifier === "string" ? specifier : specifier.name)).map((name) => name.toLowerCase())) };
}

/** Is the function among what is listed? */
export function isIo(facts: Facts, symbol: ts.Symbol, { functions, others }: Io): boolean {
  return namesSymbol(facts, symbol, functions.specifiers) || namesSymbol(facts, symbol, others.specifiers);
}

/** Is it over in a moment, and not what a user named? */
export function isShort(facts: Facts, symbol: ts.Symbol, { others }: Io): boolean {
  return namesSymbol(facts, symbol, shortWaits) && !namesSymbol(facts, symbol, others.specifiers);
}

/** Does it start a process of the command that it is given, and is not what a user named? */
export function startsCommand(facts: Facts, symbol: ts.Symbol, { others }: Io): boolean {
  return namesSymbol(facts, symbol, commandStarters) && !namesSymbol(facts, symbol, others.specifiers);
}
