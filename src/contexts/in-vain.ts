import ts from "typescript";

import { isTakenByNobody, isTakenForAll } from "../program/taken.js";
import type { Call } from "./accepts.js";
import type { Facts } from "./facts.js";
import type { Slot } from "./slots.js";

/** Does the callee nothing with it, or is it for all that comes later? */
export function isTakenInVain(facts: Facts, call: Call, { bag, index }: Slot): boolean {
  const node = facts.services.esTreeNodeToTSNodeMap.get(call);
  const taken = { index, property: bag?.property };
  return ts.isCallExpression(node) && bag?.inside === undefined && (isTakenByNobody(facts, node, taken) || isTakenForAll(facts, node, taken));
}
