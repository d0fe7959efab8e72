import ts from "typescript";

import { type Facts, programMemo } from "../contexts/facts.js";
import { names } from "../contexts/calls.js";
import { identifiersOf } from "../contexts/identifiers.js";
import type { Io } from "../contexts/io.js";
import { mayBeNamed } from "../contexts/names.js";
import { conduitNames, ioCallers } from "./conduits.js";
import { ownCallers, ownFiles, syntaxOf, walk, withCallers } from "./file-syntax.js";
import { hasNamedContext } from "./own-context.js";
import { nameOf, plain } from "./syntax.js";
import { takersByConvention } from "./takers.js";

/**
 * Names first: which names of functions may lead to a break, told by syntax alone, once for each program. A call of any
 * other name needs no question to the checker. Names are compared in lower case, and a function of the same name as
 * another stands for both: too many names, never too few.
 */
export interface Breakers {
  /** Functions that may break a chain, themselves or by what they call. */
  readonly names: ReadonlySet<string>;
}

const memos = programMemo(() => new WeakMap<Io, Breakers>());

/** The names that may lead to a break. */
export function breakersOf(facts: Facts, io: Io): Breakers {
  const memo = memos(facts);
  let breakers = memo.get(io);
  if (breakers === undefined) memo.set(io, (breakers = findBreakers(facts, io)));
  return breakers;
}

function findBreakers(facts: Facts, io: Io): Breakers {
  const takers = takersByConvention(facts);
  const conduits = conduitNames(facts, io);
  const { roots } = names(facts);
  const found = new Set(ioCallers(facts, io));
  for (const file of ownFiles(facts)) {
    for (const { by, call } of syntaxOf(file).calls) {
      const called = nameOf(call.expression);
      if (called !== undefined && (takers.has(plain(called.text)) || conduits.has(plain(called.text)))) found.add(by);
    }
    if ([...identifiersOf(file)].some((name) => mayBeNamed(facts, name, roots))) {
      walk(file, true, (node, by) => {
        if (by !== undefined && ts.isIdentifier(node) && !ts.isTypeNode(node.parent) && mayBeNamed(facts, node.text, roots)) found.add(by);
      });
    }
  }
  // What has a context of its own is nobody's chain: what it does with that is reported inside.
  return { names: withCallers(found, ownCallers(facts), ({ fn }) => fn === undefined || !hasNamedContext(facts, fn)) };
}
