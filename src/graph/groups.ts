import type { FlowFunction, FlowGraph } from "./model.js";

/** A folder, a file, or a package outside, with what is in it. */
export interface Group {
  readonly id: string;
  readonly label: string;
  readonly kind: "file" | "folder" | "outside";
  readonly groups: Group[];
  readonly functions: FlowFunction[];
}

/** The id of the group that holds all that is not the program's own. */
const OUTSIDE = "outside";

/** The functions by folder and file; folders with nothing but one folder in them are one, `src/services`. */
export function groupsOf({ functions, title }: Pick<FlowGraph, "functions" | "title">): Group {
  const root = group("", title, "folder");
  for (const fn of functions) {
    const isPackage = fn.kind === "outside" && !/\.[cm]?[jt]sx?$/.test(fn.file);
    const steps = isPackage ? [OUTSIDE, fn.file] : fn.file.split("/");
    let at = root;
    for (const [index, step] of steps.entries()) {
      const id = steps.slice(0, index + 1).join(isPackage ? ":" : "/");
      const kind = isPackage ? "outside" : index === steps.length - 1 ? "file" : "folder";
      let next = at.groups.find((each) => each.id === id);
      if (next === undefined) at.groups.push((next = group(id, step, kind)));
      at = next;
    }
    at.functions.push(fn);
  }
  return { ...root, groups: root.groups.map(shortened) };
}

function group(id: string, label: string, kind: Group["kind"]): Group {
  return { id, label, kind, groups: [], functions: [] };
}

function shortened(each: Group): Group {
  const groups = each.groups.map(shortened);
  const [only, ...others] = groups;
  const isOnly = only !== undefined && others.length === 0 && each.functions.length === 0;
  if (isOnly && each.kind === "folder" && only.kind === "folder") return { ...only, label: `${each.label}/${only.label}` };
  if (isOnly && each.id === OUTSIDE) return { ...only, label: `${OUTSIDE}: ${only.label}` };
  return { ...each, groups };
}

/** All functions in a group, and in those inside it. */
export function functionsIn({ functions, groups }: Group): readonly FlowFunction[] {
  return [...functions, ...groups.flatMap(functionsIn)];
}

/** All groups in a group, outer ones first. */
export function groupsIn({ groups }: Group): readonly Group[] {
  return groups.flatMap((each) => [each, ...groupsIn(each)]);
}

/**
 * Which groups to open so that at most this many boxes are seen: from the outside in, all of one level or none. What is
 * not the program's own comes last.
 */
export function openWithin(root: Group, most: number): ReadonlySet<string> {
  const open = new Set<string>([root.id]);
  let boxes = root.groups.length + root.functions.length;
  const opens = (level: readonly Group[]): boolean => {
    const inside = level.reduce((sum, { functions, groups }) => sum + functions.length + groups.length, 0);
    if (boxes - level.length + inside > most) return false;
    boxes += inside - level.length;
    for (const { id } of level) open.add(id);
    return true;
  };
  for (const levels of [levelsOf(root.groups.filter(({ kind }) => kind !== "outside")), levelsOf(root.groups.filter(({ kind }) => kind === "outside"))]) {
    if (!levels.every(opens)) break;
  }
  return open;
}

function levelsOf(groups: readonly Group[]): readonly (readonly Group[])[] {
  return groups.length === 0 ? [] : [groups, ...levelsOf(groups.flatMap((each) => each.groups))];
}
