import type { TSESTree } from "@typescript-eslint/utils";

import type { Aspect, Assumption, Edge, EdgeKind, Step, StepKind } from "./graph.js";
import type { FlowQuestions } from "./questions.js";
import { type Completion, Finalizer, Landing, type Scope, THROW } from "./scopes.js";

/** An edge that waits for its end. */
export interface Loose {
  readonly from: MutableStep;
  readonly kind: EdgeKind;
  readonly assumption: Assumption | undefined;
}

/** All ways that lead to the same next step. None: nothing gets there. */
export type Front = readonly Loose[];

/** What `break` and `continue` can go to. */
export interface Target {
  readonly labels: readonly string[];
  /** Whether a plain `break` means it. */
  readonly isPlain: boolean;
  readonly break: Completion;
  readonly continue: Completion | undefined;
}

interface MutableStep extends Step {
  readonly edges: Edge[];
}

interface MutableAspect extends Aspect {
  tests: number;
}

/** A `finally` in a `finally` in a `finally` … has its code there for each completion of each. Nobody writes that. */
const MAX_STEPS = 1_000_000;
export class TooLarge extends Error {}

/** A graph in the making: what is evaluated next is put behind {@link front}. */
export class Wiring {
  front: Front = [];
  readonly steps: MutableStep[] = [];
  readonly targets: Target[] = [];
  /** The ways out of the optional chains around, innermost last. */
  readonly chains: Loose[][] = [];
  readonly aspects = new Map<string, MutableAspect>();
  /** How many loops are around. */
  turns = 0;

  private readonly scopes: Scope[] = [];
  private readonly variables = new Map<object, number>();

  constructor(
    readonly questions: FlowQuestions,
    private readonly visitor: (wiring: Wiring, node: TSESTree.Node, labels: readonly string[]) => void,
  ) {}

  /** Puts a node's evaluation here: statement or expression. */
  visit(node: TSESTree.Node, labels: readonly string[] = []): void {
    this.visitor(this, node, labels);
  }

  /** A step that nothing leads to yet. */
  detached(kind: StepKind, node: TSESTree.Node, binds?: object): MutableStep {
    if (this.steps.length >= MAX_STEPS) throw new TooLarge();
    const step: MutableStep = { id: this.steps.length, kind, node, edges: [], binds };
    this.steps.push(step);
    return step;
  }

  /** The next step, which cannot throw. */
  step(kind: StepKind, node: TSESTree.Node, binds?: object): MutableStep {
    const step = this.detached(kind, node, binds);
    this.connect(step);
    this.continueFrom(step);
    return step;
  }

  /** The next step, with an edge to the innermost handler. */
  risky(kind: StepKind, node: TSESTree.Node, binds?: object): MutableStep {
    const step = this.step(kind, node, binds);
    if (!this.questions.cannotThrow?.(node)) this.link({ from: step, kind: "throw", assumption: undefined }, this.landing(THROW), false);
    return step;
  }

  /** Says what is true on every way from here. */
  assume(assumption: Assumption): void {
    this.front = this.front.map((loose) => ({ ...loose, assumption }));
  }

  continueFrom(step: Step | undefined): void {
    this.front = step ? [{ from: step as MutableStep, kind: "normal", assumption: undefined }] : [];
  }

  /** Ends all ways at a step that is there. */
  connect(to: Step): void {
    for (const loose of this.front) this.link(loose, to, false);
    this.front = [];
  }

  /** Two ways on from here. */
  split(node: TSESTree.Node, kinds: readonly [EdgeKind, EdgeKind], assumption?: Assumption): [Front, Front] {
    if (this.front.length === 0) return [[], []];
    const from = this.single(node);
    const opposite = assumption && { ...assumption, holds: !assumption.holds };
    return [[{ from, kind: kinds[0], assumption }], [{ from, kind: kinds[1], assumption: opposite }]];
  }

  /** Leaves for the place where a completion goes. */
  leave(completion: Completion, node: TSESTree.Node, resumes = false): void {
    if (this.front.length === 0) return;
    this.link({ from: this.single(node), kind: completion.kind, assumption: undefined }, this.landing(completion), resumes);
    this.front = [];
  }

  /** One more edge from a step, beside its way on: an exception, a generator that is ended from outside. */
  alsoLeave(from: MutableStep, completion: Completion): void {
    this.link({ from, kind: completion.kind, assumption: undefined }, this.landing(completion), false);
  }

  /** Runs code from which a completion comes back here: its front is joined with the landing's. */
  landingOf(completion: Completion, node: TSESTree.Node, inside: () => void): void {
    const landing = this.open(new Landing(completion, () => this.detached("join", node)));
    inside();
    this.close();
    this.landAt(landing);
  }

  landAt({ step }: Landing): void {
    const { front } = this;
    this.continueFrom(step);
    this.front = [...front, ...this.front];
  }

  /** Runs code, and behind it `last` for each completion that leaves it, which then goes on. */
  finalized(node: TSESTree.Node, inside: () => void, last: (completion: Completion | undefined) => void): void {
    const finalizer = this.open(new Finalizer(() => this.detached("join", node)));
    inside();
    this.close();
    this.finalize(node, finalizer, last);
  }

  /** As {@link finalized}, once the code is there and its scope is closed. */
  finalize(node: TSESTree.Node, { pending }: Finalizer, last: (completion: Completion | undefined) => void): void {
    if (this.front.length > 0 || pending.size === 0) last(undefined);
    const { front } = this;
    for (const [completion, step] of pending) {
      this.continueFrom(step);
      last(completion);
      this.leave(completion, node, true);
    }
    this.front = front;
  }

  open<S extends Scope>(scope: S): S {
    this.scopes.push(scope);
    return scope;
  }

  close(): void {
    this.scopes.pop();
  }

  /** Something that is compared, by a name of it and of the variables in it. */
  aspect(name: (id: (variable: object) => number) => string, variables: readonly object[]): Aspect {
    const key = name((variable) => {
      const id = this.variables.get(variable) ?? this.variables.size;
      this.variables.set(variable, id);
      return id;
    });
    const aspect = this.aspects.get(key) ?? { id: this.aspects.size, variables, tests: 0 };
    aspect.tests += this.turns > 0 ? 2 : 1;
    this.aspects.set(key, aspect);
    return aspect;
  }

  private landing(completion: Completion): Step {
    for (let index = this.scopes.length - 1; index >= 0; index -= 1) {
      const step = this.scopes[index]?.landing(completion);
      if (step) return step;
    }
    throw new Error(`Nothing to ${completion.kind}.`);
  }

  private link({ from, kind, assumption }: Loose, to: Step, resumes: boolean): void {
    from.edges.push({ from, to, kind, resumes, assumption });
  }

  /** The one step that all ways come from with nothing said about them yet: a new one, where there is none. */
  private single(node: TSESTree.Node): MutableStep {
    const [first, ...others] = this.front;
    return first?.kind === "normal" && first.assumption === undefined && others.length === 0 ? first.from : this.step("join", node);
  }
}
