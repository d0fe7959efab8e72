/** What a generated program is: the text that is analysed, the one that is run, and which constructs it has. */
export interface Program {
  readonly kind: ProgramKind;
  readonly text: string;
  /** Defines `run`. Loops give up when the world says so. */
  readonly executable: string;
  readonly met: ReadonlySet<Construct>;
  /** Parameters and constants whose value somebody asks, and parameters that have defaults. */
  readonly parameters: readonly string[];
  readonly defaults: readonly string[];
}

export const programKinds = ["function", "arrow", "async function", "function*", "async function*", "module", "static block"] as const;
export type ProgramKind = (typeof programKinds)[number];

export const constructs = [
  "call in try", "catch", "return through finally", "throw through finally", "break through finally", "continue through finally",
  "using", "await using", "for of", "for await", "iterator return", "yield", "label", "switch with fall-through", "switch without default",
  "exhaustive switch", "optional chain", "short circuit", "conditional", "logical assignment", "default parameter", "destructuring default", "never",
  "static block", "top-level await", "correlated parameter", "correlated constant", "for in", "infinite loop", "await",
] as const;
export type Construct = (typeof constructs)[number];

export interface Options {
  /**
   * Without: no handle, no `throw`, no `catch`, no call of type `never`, no exhaustive `switch`; no static block
   * (for ESLint, a function of its own); and no `break` or
   * `continue` through or out of `finally`: ESLint's code paths have an edge that passes it by, or none.
   */
  readonly exceptions: boolean;
}

interface Jump {
  readonly label: string | undefined;
  readonly isLoop: boolean;
  readonly isPlain: boolean;
  readonly finallies: number;
  readonly iterators: number;
  readonly endings: number;
}

/** What may be written here. */
interface Place {
  readonly depth: number;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  readonly mayReturn: boolean;
  readonly jumps: readonly Jump[];
  readonly finallies: number;
  readonly iterators: number;
  /** How many bodies of `finally` are around. */
  readonly endings: number;
  readonly tries: number;
  readonly loops: number;
  /** Whether the handle has its name here, and whether it is surely there. */
  readonly handle: boolean;
  readonly isHandleThere: boolean;
  readonly constants: readonly string[];
  readonly isCase: boolean;
}

/** A program made of choices. Where they run out the simplest thing is written, so that fewer choices are smaller programs. */
export function generate(choices: readonly number[], options: Options): Program {
  return new Generator(choices, options).program();
}

class Generator {
  private readonly met = new Set<Construct>();
  private readonly asked = new Map<string, number>();
  private readonly defaults: string[] = [];
  private position = 0;
  private sites = 0;
  private hasHandle = false;
  private isVariable = false;

  constructor(
    private readonly choices: readonly number[],
    private readonly options: Options,
  ) {}

  program(): Program {
    const kind = programKinds[this.pick(programKinds.length)]!;
    this.isVariable = this.options.exceptions && this.pick(3) === 1;
    this.hasHandle = !this.options.exceptions;
    const place: Place = {
      depth: 0, isAsync: kind.startsWith("async") || kind === "module", isGenerator: kind.endsWith("*"),
      mayReturn: kind !== "module" && kind !== "static block", jumps: [], finallies: 0, iterators: 0, endings: 0, tries: 0, loops: 0,
      handle: this.isVariable, isHandleThere: false, constants: [], isCase: false,
    };
    const isFunction = place.mayReturn;
    if (kind === "static block") this.met.add("static block");
    const extra = isFunction ? this.parametersWithDefaults({ ...place, isAsync: false, isGenerator: false, handle: false }) : [];
    let body = this.statements(place, 2 + this.pick(3));
    if (!this.hasHandle) body += this.make(place).text;
    if (this.isVariable) body = `let h;\n${body}`;

    const names = ["p", "q", "r", "n", "e"];
    const parameters = [...names, ...extra].join(", ");
    const constants = names.map((name) => `const ${name} = arg("${name}");\n`).join("");
    if (kind === "module" && /\bawait\b/.test(body)) this.met.add("top-level await");
    const text =
      kind === "arrow" ? `const run = (${parameters}) => {\n${body}};`
      : kind === "module" ? constants + body
      : kind === "static block" ? `class S { static {\n${constants}${body}} }`
      : `${kind} run(${parameters}) {\n${body}}`;
    const executable = kind === "module" ? `const run = async () => {\n${text}};` : kind === "static block" ? `const run = () => { ${text} };` : text;
    return {
      kind,
      text: text.replaceAll(/[«»]/g, ""),
      executable: executable.replaceAll(/«([^»]*)»/g, (_, test: string) => (test ? `go() && (${test})` : "go()")),
      met: this.met,
      parameters: [...this.asked.keys()],
      defaults: this.defaults,
    };
  }

  private parametersWithDefaults(place: Place): string[] {
    const count = this.pick(3);
    return Array.from({ length: count }, () => {
      const id = this.id();
      this.defaults.push(`d${id}`);
      this.met.add("default parameter");
      if (this.pick(2) === 0) return `d${id} = ${this.expression(place)}`;
      this.met.add("destructuring default");
      return `{ k${id}: x${id} = ${this.expression(place)} } = t`;
    });
  }

  private statements(place: Place, count: number): string {
    let here = place;
    let text = "";
    for (let index = 0; index < count; index += 1) {
      const next = this.statement(here);
      text += `${next.text}\n`;
      here = next.place ?? here;
    }
    return text;
  }

  private block(place: Place): string {
    return `{\n${this.statements({ ...place, depth: place.depth + 1, isCase: false }, 1 + this.pick(3))}}`;
  }

  private statement(place: Place): { text: string; place?: Place } {
    const isDeep = place.depth >= 4;
    const one = (text: string): { text: string } => ({ text });
    switch (this.pick(isDeep ? 8 : 26)) {
      case 1: return one(`${this.expression(place)};`);
      case 2: return one(this.leaving(place));
      case 3: return one(this.leaving(place));
      case 4: return this.constant(place);
      case 5:
      case 6: return one(place.handle && !this.isVariable ? this.use(place) : place.handle ? (this.pick(5) === 4 ? "h = 0;" : this.use(place)) : this.call(place));
      case 7: {
        const id = this.id();
        this.met.add("destructuring default");
        return one(`const { k${id}: x${id} = ${this.expression(place)} } = t;`);
      }
      case 8:
      case 9: return one(this.ifStatement(place));
      case 10:
      case 11:
      case 12: return one(this.tryStatement(place));
      case 13:
      case 14: return one(this.loop(place));
      case 15: return one(this.forOf(place));
      case 16: return one(this.switchStatement(place));
      case 17: {
        const label = `L${this.id()}`;
        this.met.add("label");
        const jump: Jump = { label, isLoop: false, isPlain: false, finallies: place.finallies, iterators: place.iterators, endings: place.endings };
        return one(`${label}: ${this.block({ ...place, jumps: [...place.jumps, jump] })}`);
      }
      case 18: {
        if (!this.options.exceptions) return one(this.call(place));
        this.met.add("static block");
        const inside = this.block({ ...place, isAsync: false, isGenerator: false, mayReturn: false, jumps: [] });
        const before = this.pick(2) === 0 ? "" : `static x = ${this.expression({ ...place, isAsync: false, isGenerator: false })}; `;
        return one(`class C${this.id()} { ${before}static ${inside} }`);
      }
      case 19: {
        if (place.isCase) return one(this.call(place));
        const isAwait = place.isAsync && this.pick(2) === 1;
        this.met.add(isAwait ? "await using" : "using");
        return one(`${isAwait ? "await using" : "using"} u${this.id()} = res(${this.id()});`);
      }
      case 20:
      case 21:
      case 22:
      case 23: return this.hasHandle ? one(this.call(place)) : this.make(place);
      case 24: return one(this.block(place));
      case 25:
        if (!this.options.exceptions) return one(this.call(place));
        this.met.add("never");
        return one(`die(${this.id()});`);
      default: return one(this.call(place));
    }
  }

  private call({ tries }: Place): string {
    if (tries > 0) this.met.add("call in try");
    return `f(${this.id()});`;
  }

  private make(place: Place): { text: string; place: Place } {
    this.hasHandle = true;
    const within = { ...place, handle: true, isHandleThere: place.loops === 0 && !this.isVariable };
    const text = `${this.isVariable ? "" : "const "}h = make(${this.id()});`;
    if (this.pick(2) === 0) return { text, place: within };
    const inner = { ...within, tries: within.tries + 1, finallies: within.finallies + 1 };
    return { text: `${text}\ntry ${this.block(inner)} finally { ${this.use(within)} }`, place: within };
  }

  private use(place: Place): string {
    const name = ["use", "safe", "done", "fail"][this.pick(4)]!;
    const use = `${name}(${this.id()}, h);`;
    return place.isHandleThere && this.pick(4) === 3 ? `if (${this.pick(2) === 0 ? "h" : "h !== undefined"}) ${use}` : use;
  }

  private constant(place: Place): { text: string; place: Place } {
    const name = `v${this.id()}`;
    const within = { ...place, constants: [...place.constants, name] };
    const declaration = `const ${name} = v(${this.id()});`;
    if (place.depth >= 3 || this.pick(2) === 0) return { text: declaration, place: within };
    const tests = [this.about(name, "correlated constant"), this.about(name, "correlated constant")];
    return { text: [declaration, ...tests.map((test) => `if (${test}) ${this.block(within)}`)].join("\n"), place: within };
  }

  /** A test of a variable. */
  private about(name: string, construct?: Construct): string {
    this.ask(name, construct);
    const tests = [name, `!${name}`, `${name} === "a"`, `${name} !== "b"`, `${name} !== undefined`, `${name} == null`, `${name} === null`, `"a" === ${name}`];
    return tests[this.pick(tests.length)]!;
  }

  private leaving(place: Place): string {
    const through = (outer: { finallies: number; iterators: number }, how: "break" | "continue" | "return" | "throw"): void => {
      if (place.finallies > outer.finallies) this.met.add(`${how} through finally`);
      if (place.iterators > outer.iterators) this.met.add("iterator return");
    };
    const outermost = { finallies: 0, iterators: 0 };
    const kind = this.pick(5);
    if (kind === 1 && place.mayReturn) {
      through(outermost, "return");
      const isAwaited = place.isAsync && place.isGenerator && this.pick(2) === 1;
      return `return ${isAwaited ? `a(${this.id()})` : this.pick(2) === 0 ? "0" : this.callExpression(place)};`;
    }
    if (kind === 2 && this.options.exceptions) {
      through(outermost, "throw");
      return "throw 0;";
    }
    const name = kind % 2 === 0 ? "continue" : "break";
    const targets = place.jumps.filter(({ isLoop, isPlain, label }) => (name === "continue" ? isLoop : isPlain || label !== undefined));
    const target = targets.at(-1 - this.pick(Math.max(1, targets.length)));
    if (!target) return this.call(place);
    if (!this.options.exceptions && (place.finallies > target.finallies || place.endings > target.endings)) return this.call(place);
    const innermost = place.jumps.findLast(({ isLoop, isPlain }) => (name === "continue" ? isLoop : isPlain));
    if (target !== innermost && target.label === undefined) return this.call(place);
    const isLabeled = target.label !== undefined && (target !== innermost || this.pick(2) === 0);
    // A loop's own iterator ends with `break` only.
    through({ finallies: target.finallies, iterators: target.iterators + (name === "continue" && target.isLoop ? 1 : 0) }, name);
    return `${name}${isLabeled ? ` ${target.label}` : ""};`;
  }

  private ifStatement(place: Place): string {
    return `if (${this.condition(place)}) ${this.block(place)}${this.pick(2) === 0 ? "" : ` else ${this.block(place)}`}`;
  }

  private tryStatement(place: Place): string {
    const form = this.options.exceptions ? this.pick(3) : 0;
    const hasFinally = form !== 1;
    const finallies = place.finallies + (hasFinally ? 1 : 0);
    const last = hasFinally ? ` finally ${this.block({ ...place, endings: place.endings + 1 })}` : "";
    const body = this.block({ ...place, finallies, tries: place.tries + 1 });
    if (form > 0) this.met.add("catch");
    const handler = form > 0 ? ` catch ${this.block({ ...place, finallies })}` : "";
    return `try ${body}${handler}${last}`;
  }

  private loop(place: Place): string {
    const label = this.pick(3) === 2 ? `L${this.id()}` : undefined;
    if (label) this.met.add("label");
    const jump: Jump = { label, isLoop: true, isPlain: true, finallies: place.finallies, iterators: place.iterators, endings: place.endings };
    const inside = { ...place, loops: place.loops + 1, jumps: [...place.jumps, jump], isHandleThere: place.isHandleThere };
    const prefix = label ? `${label}: ` : "";
    switch (this.pick(6)) {
      case 0: return `${prefix}while («${this.condition(inside)}») ${this.block(inside)}`;
      case 1: return `${prefix}do ${this.block(inside)} while («${this.condition(inside)}»);`;
      case 2: return `${prefix}for (${this.callExpression(place)}; «${this.condition(inside)}»; ${this.callExpression(inside)}) ${this.block(inside)}`;
      case 3:
        this.met.add("infinite loop");
        return `${prefix}while («true») ${this.block(inside)}`;
      case 4:
        this.met.add("infinite loop");
        return `${prefix}for (;«»;) ${this.block(inside)}`;
      default:
        this.met.add("for in");
        return `${prefix}for (const x${this.id()} in keys(${this.id()})) ${this.block(inside)}`;
    }
  }

  private forOf(place: Place): string {
    const isAwait = place.isAsync && this.pick(3) > 0;
    this.met.add(isAwait ? "for await" : "for of");
    const label = this.pick(3) === 2 ? `L${this.id()}` : undefined;
    const jump: Jump = { label, isLoop: true, isPlain: true, finallies: place.finallies, iterators: place.iterators, endings: place.endings };
    const inside = { ...place, loops: place.loops + 1, jumps: [...place.jumps, jump], iterators: place.iterators + 1 };
    const id = this.id();
    let left = `const x${id}`;
    const form = this.pick(3);
    if (form === 1) {
      this.met.add("destructuring default");
      left = `const { k${id}: x${id} = ${this.expression(inside)} }`;
    } else if (form === 2) {
      this.met.add("using");
      left = `using x${id}`;
    }
    const right = `each(${this.id()})`;
    return `${label ? `${label}: ` : ""}for ${isAwait ? "await " : ""}(${left} of ${right}) ${this.block(inside)}`;
  }

  private switchStatement(place: Place): string {
    const jump: Jump = { label: undefined, isLoop: false, isPlain: true, finallies: place.finallies, iterators: place.iterators, endings: place.endings };
    const inside = { ...place, depth: place.depth + 1, jumps: [...place.jumps, jump], isCase: true };
    const bodies = (): string => {
      const text = this.statements(inside, this.pick(3));
      if (this.pick(2) === 1) return `${text}break;\n`;
      this.met.add("switch with fall-through");
      return text;
    };
    const form = this.pick(4);
    if (form === 3 && this.options.exceptions) {
      this.met.add("exhaustive switch");
      this.ask("e");
      return `switch (e) {\ncase "a": ${bodies()}case "b": ${bodies()}}`;
    }
    const isParameter = form === 1;
    const tests = isParameter ? ['"a"', "undefined", '"b"'] : Array.from({ length: 1 + this.pick(2) }, () => (form === 2 ? `!!(${this.condition(place)})` : `g(${this.id()})`));
    if (isParameter) this.ask("p");
    const cases = tests.map((test) => `case ${test}: ${bodies()}`);
    if (this.pick(2) === 1) cases.splice(this.pick(cases.length + 1), 0, `default: ${bodies()}`);
    else this.met.add("switch without default");
    return `switch (${isParameter ? "p" : form === 2 ? "true" : "1"}) {\n${cases.join("")}}`;
  }

  private callExpression({ tries }: Place): string {
    if (tries > 0) this.met.add("call in try");
    return `f(${this.id()})`;
  }

  private expression(place: Place): string {
    if (place.depth >= 6) return this.callExpression(place);
    const deeper = { ...place, depth: place.depth + 1 };
    switch (this.pick(12)) {
      case 1: return `f(${this.id()}, ${this.expression(deeper)}, ${this.expression(deeper)})`;
      case 2:
        this.met.add("conditional");
        return `(${this.condition(deeper)} ? ${this.expression(deeper)} : ${this.expression(deeper)})`;
      case 3: return this.chain(deeper);
      case 4:
        this.met.add("short circuit");
        return `(m(${this.id()}) ?? ${this.expression(deeper)})`;
      case 5:
        this.met.add("short circuit");
        return `(${this.condition(deeper)} && ${this.expression(deeper)})`;
      case 6:
        this.met.add("logical assignment");
        return `(t.k${this.id()} ${["??=", "||=", "&&="][this.pick(3)]!} ${this.expression(deeper)})`;
      case 7:
      case 8:
        if (place.isGenerator) {
          this.met.add("yield");
          return `(yield y(${this.id()}))`;
        }
        if (!place.isAsync) return this.callExpression(place);
        this.met.add("await");
        return `(await a(${this.id()}))`;
      case 9:
        if (!place.isAsync) return this.callExpression(place);
        this.met.add("await");
        return `(await a(${this.id()}))`;
      case 10:
        this.met.add("short circuit");
        this.ask("q");
        return `(q ?? ${this.expression(deeper)})`;
      default: return this.callExpression(place);
    }
  }

  private chain(place: Place): string {
    this.met.add("optional chain");
    const base = `m(${this.id()})?.`;
    switch (this.pick(4)) {
      case 1: return `(${base}[s(${this.id()}, "k${this.id()}")])`;
      case 2: return `(${base}k${this.id()}?.(${this.expression(place)}))`;
      case 3: return `(${base}k${this.id()}?.k${this.id()})`;
      default: return `(${base}k${this.id()})`;
    }
  }

  private condition(place: Place): string {
    if (place.depth >= 6) return `c(${this.id()})`;
    const deeper = { ...place, depth: place.depth + 1 };
    switch (this.pick(14)) {
      case 1: return `!(${this.condition(deeper)})`;
      case 2:
        this.met.add("short circuit");
        return `(${this.condition(deeper)} && ${this.condition(deeper)})`;
      case 3:
        this.met.add("short circuit");
        return `(${this.condition(deeper)} || ${this.condition(deeper)})`;
      case 4: return this.chain(deeper);
      case 5:
      case 6: return this.about("p");
      case 7: return this.about("q");
      case 8:
        this.ask("r");
        return this.pick(2) === 0 ? 'typeof r === "string"' : 'typeof r !== "string"';
      case 9:
        this.ask("n");
        return this.pick(2) === 0 ? "n > 0" : "!(n > 0)";
      case 10:
      case 11: {
        const name = place.constants.at(-1 - this.pick(Math.max(1, place.constants.length)));
        if (name === undefined) return `c(${this.id()})`;
        return this.about(name, "correlated constant");
      }
      case 12:
        this.met.add("conditional");
        return `(${this.condition(deeper)} ? ${this.condition(deeper)} : ${this.condition(deeper)})`;
      default: return `c(${this.id()})`;
    }
  }

  private ask(name: string, construct: Construct = "correlated parameter"): void {
    const times = (this.asked.get(name) ?? 0) + 1;
    this.asked.set(name, times);
    if (times === 2) this.met.add(construct);
  }

  private id(): number {
    this.sites += 1;
    return this.sites;
  }

  private pick(count: number): number {
    const choice = this.choices[this.position] ?? 0;
    this.position += 1;
    return choice % count;
  }
}
