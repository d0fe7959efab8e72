/** What is written of a variable rules a context out only where the checker finds none. */
import { describe, expect, it } from "vitest";

import { isYes } from "../../src/contexts/answer.js";
import { declaredInFile } from "../../src/contexts/scopes.js";
import { carriersOf, typeAnswer } from "../../src/contexts/types.js";
import { variableMayLead } from "../../src/contexts/words.js";
import { inspect } from "../harness.js";

const code = `
  interface Bag { signal: AbortSignal; name: string; list: AbortSignal[]; "a-b": Bag; 0: Bag; run(): Bag; readonly done?: Bag }
  interface Far { bag: Bag; name: string; formats?: { a: { of: Bag } }; more: Record<string, Bag> }
  declare const far: Far; declare const key: keyof Far; declare const anything: any; declare let maybe: Bag | undefined; declare function make(): Far;
  interface Less { part: { name: string }; name: string } class Held { signal!: AbortSignal; name!: string }
  declare const nothing: object; declare const unknown: unknown; declare const less: Less; declare const more: { name: string }; declare const open: { name: string };
  declare function afterwards(): Promise<Far>; type Soon = Promise<Bag>; declare function soon(): Soon; declare function thenable(): PromiseLike<Bag>; interface Heir extends Promise<{ x: Bag }> {} declare function heir(): Heir;
  interface Bag { more(): Promise<Far> } interface Store<T> { get(key: string): T; self(): this; name(): { name: string }; signal: AbortSignal } declare const holder: Store<Far>; declare function either(a: "a"): string; declare function either(a: "b"): Bag;
  declare function isBag(value: object): value is Bag; declare function assertBag(value: object): asserts value is Bag;
  export function f<T extends Far, K extends keyof T>(options: Far, { bag, name: called, more: { x: deep }, ...rest }: Far, generic: T, of: T[K], given = far, plain = "x", { bag: withDefault = far.bag } = far, callback = (inner: Bag) => inner) {
    const { bag: one, name: two, formats: { a: { of: three } = { of: far.bag } } = { a: { of: far.bag } } } = options;
    const { bag: { signal: four, list: [five], ["a-b"]: six, 0: seven } } = options;
    const { [key]: eight, ...others } = options;
    const nine = options.bag; const ten = options.bag.signal; const eleven = options.bag["a-b"]; const twelve = options[key]; const thirteen = options.formats?.a.of; const fourteen = options.name;
    const fifteen = options.name ? options.bag : undefined; const sixteen = options.name || options.bag; const seventeen = maybe ?? options.bag; const eighteen = (options as Far).bag; const nineteen = options as unknown as Bag; const twenty = far.bag!;
    const { bag: asked } = make(); const { bag: known } = make() as Far; const { name: string } = make() as Far; const { bag: satisfied } = far satisfies Far; const constant = { bag: far.bag } as const; const { bag: ofConstant } = constant;
    const turned = nine; const turnedAgain = turned; const { signal: ofTurned } = turnedAgain; const { a } = options.formats!; const { of: ofA } = a; const { length } = options.name;
    let later; later = options.bag; let both: Bag | string = options.bag; both = ""; const { bag: ofGeneric } = generic; const { x: ofMore } = options.more; const { signal: ofRest } = rest.bag; const { call } = callback; const { x: ofAny } = anything;
    const asserted = <Bag>(options as unknown); const forced = (options as unknown as Bag)!; const inner = (plain as unknown as Far)!.bag!.signal;
    if (isBag(nothing)) { const guarded = nothing; const { signal: ofGuarded } = nothing; void [guarded, ofGuarded]; }
    if (unknown instanceof AbortSignal) { const found = unknown; void found; }
    if (isBag(less.part)) { const { signal: ofPart } = less.part; const whole = less.part; void [ofPart, whole]; }
    assertBag(more); const { signal: ofMoreThanSaid } = more; const sure = more;
    if (open instanceof Held) { const { signal: ofOpen } = open; const held = open; void [ofOpen, held]; }
    const resolve = async () => {
      const { bag: ofLater } = await afterwards(); const direct = await afterwards(); const { name: wordOfLater } = await afterwards(); const alias = await soon(); const like = await thenable(); const { bag: promise } = make(); const { x: ofHeir } = await heir();
      const { bag: chained } = await make().bag.run().more(); const made = holder.get("a"); const { bag: ofKey } = holder.get("a"); const { name: wordOfHolder } = holder.name(); const overloaded = either("b"); const self = holder.self(); const plainly = holder.name();
      return [ofLater, direct, wordOfLater, alias, like, promise, ofHeir, chained, made, ofKey, wordOfHolder, overloaded, self, plainly];
    };
    const loop = () => { for (const each of [far]) { const { bag: ofEach } = each; void ofEach; } };
    var again = options.name; var again: any = options.bag;
    try { void 0; } catch (error) { const { signal } = error as Bag; void signal; }
    return [bag, called, deep, of, given, plain, withDefault, one, two, three, four, five, six, seven, eight, others, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen, seventeen, eighteen, nineteen, twenty, asked, known, string, satisfied, ofConstant, ofTurned, ofA, length, later, both, ofGeneric, ofMore, ofRest, call, ofAny, loop, again];
  }
  export class Holder { constructor(private readonly options: Far, public bag = options.bag) { const { bag: own } = this.options; const { name } = options; void [own, name]; } }
`;

describe("agrees with the checker", () => {
  const { facts } = inspect(code);
  const asked = declaredInFile(facts.sourceCode)
    .filter(({ defs: [definition] }) => definition?.type === "Parameter" || definition?.type === "Variable")
    .map((variable) => {
      const type = facts.services.getTypeAtLocation(variable.identifiers[0] ?? expect.fail(variable.name));
      return { name: variable.name, leads: isYes(typeAnswer(facts, type)) || carriersOf(facts, type).length > 0, told: variableMayLead(facts, variable) };
    });

  it("wherever it says no", () => {
    expect(asked.filter(({ leads, told }) => leads && !told)).toEqual([]);
    expect(asked.filter(({ leads }) => leads).length).toBeGreaterThan(25);
  });

  it("and says no to what is taken from known types", () => {
    const names = asked.filter(({ told }) => !told).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["called", "fourteen", "length", "name", "plainly", "string", "two", "wordOfHolder", "wordOfLater"]));
  });
});
