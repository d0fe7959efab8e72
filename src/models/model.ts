import type { TypeOrValueSpecifier } from "@typescript-eslint/type-utils";

/**
 * The vocabulary a library is described in. A model is data only, and JSON: the built-in models and the ones of
 * `settings.ctx.models` are written in the same words and checked by the same schema.
 */
export interface ContextModel {
  /** Unique among all models, e.g. `go`. */
  readonly name: string;
  /** Types whose values are contexts. The first pattern that matches decides. */
  readonly contexts: readonly TypePattern[];
  /** Types a context is reached from by a way longer than one property, or by one that only this type has. */
  readonly carriers?: readonly CarrierPattern[];
  /** Types whose implementers make contexts: a context manager. */
  readonly makers?: readonly DeclaredAt[];
  /** Expressions that make a context out of nothing. */
  readonly roots?: readonly RootPattern[];
  /** Calls that make a child from a parent. Where the context and the handle are in the result follows from its type. */
  readonly derives?: readonly DerivePattern[];
  /** Objects that must be used to end something: a controller, a token source, a span, a disposable context. */
  readonly handles?: readonly HandlePattern[];
  /** How request-scoped values are written and read; absent where the library carries none. */
  readonly values?: ValuesPattern;
  /** Methods on the result of a call that give it a context afterwards: `query.abortSignal(signal)`. */
  readonly attachedBy?: readonly MethodPattern[];
  /** Ways to see that a context is over. */
  readonly observedBy?: ObservedBy;
  /** Calls that run their callback under a context, so that an omitted optional context in it is given. */
  readonly ambient?: readonly AmbientPattern[];
  /** Where a context parameter goes by convention, and what a fix calls it. */
  readonly parameter: { readonly place: "any" | "first" | "last"; readonly name: string };
  /** How a message or an edit spells what this library offers. `{ctx}` stands for the context. */
  readonly spelling?: Spelling;
}

/** A place a name is declared: typescript-eslint's own specifier, names included. */
export type DeclaredAt = Exclude<TypeOrValueSpecifier, string>;

/** By declaration, or by shape wherever it is declared. */
export type TypePattern = DeclaredAt | ShapePattern | ExportedWithPattern;

/** A type told by its members (methods or properties). */
export interface ShapePattern {
  readonly from: "anywhere";
  /** The type's own or alias name; any name when absent. */
  readonly name?: string;
  readonly members: readonly string[];
  /** Compare member names in any case. */
  readonly ignoreCase?: boolean;
}

/** A type told by its company: its module exports at least two of these with the type as first parameter or as result. */
export interface ExportedWithPattern {
  readonly from: "anywhere";
  readonly exportedWith: readonly string[];
}

/** A function, constant, class or member (`Namespace.member`) by its exported name and place. */
export type ValuePattern = DeclaredAt | SignaturePattern;

/** A function or constant told by its exported name and by having the model's context in its signature. */
export interface SignaturePattern {
  readonly from: "anywhere";
  readonly name: string | readonly string[];
  /** Compare the exported name in any case. */
  readonly ignoreCase?: boolean;
}

/** A method or property of a type: of the model's own context when `on` is absent. */
export interface MethodPattern {
  readonly method: string;
  readonly on?: readonly DeclaredAt[];
}

export type CallPattern = MethodPattern | ValuePattern;

export type CarrierPattern = {
  /** Property steps from the carrier to the context, `()` for a call without arguments: `req.raw.signal`, `context()`. */
  readonly way: string;
} & (DeclaredAt | ShapePattern);

export type RootPattern = ValuePattern & {
  /** How the name is used to make a root; any way when absent. */
  readonly use?: "call" | "new" | "value";
  /** Not a root when the first argument is an object with this property: `new Context({ parent })`. */
  readonly unlessGiven?: string;
  /** A property of the result that is the root: `new AbortController().signal`. */
  readonly member?: string;
  /** Reported only where a context of the model is available; without one it is the honest spelling. */
  readonly onlyWhereAvailable?: boolean;
  /** Its name says that it is to be replaced: `todo()`. */
  readonly todo?: boolean;
  /** The methods it may be handed to: the base of a remote parent (`propagation.extract(ROOT_CONTEXT, headers)`). */
  readonly baseOf?: readonly (MethodPattern & {
    /** Only when an argument is an object with this property: a span with `links` and no parent. */
    readonly beside?: string;
  })[];
  /** A constant of a module set to it is the idiom for 'never cancelled'. */
  readonly isIdiomAtTopLevel?: boolean;
};

export type DerivePattern = CallPattern & {
  /** What the child adds: an end of its own, a limit in time, a value, all of several parents, or freedom from the parent's end. */
  readonly makes: "cancel" | "deadline" | "detached" | "merge" | "value";
  /** Takes no parent at all: `AbortSignal.timeout(ms)`. */
  readonly unlinked?: boolean;
};

export interface HandlePattern {
  /** The handle's type. */
  readonly type: readonly (DeclaredAt | ShapePattern)[];
  /** The property under which it offers its context; absent when it is a context itself or has none (a span). */
  readonly context?: string;
  /** Methods any of which ends it. */
  readonly endedBy: readonly string[];
  /** The handle is the model's context itself (`ctx.dispose()`). */
  readonly isContext?: boolean;
  /** It needs no end on every path: an `AbortController` that nobody aborts leaks nothing. */
  readonly endOptional?: boolean;
  /** Methods that say whether there is anything to end: `span.isRecording()`. */
  readonly liveIf?: readonly string[];
  /** A method that starts one and hands it to its callback: `startActiveSpan`. */
  readonly startedBy?: readonly string[];
}

export interface ValuesPattern {
  /** Calls that put a value into a context. */
  readonly writers: readonly WriterPattern[];
  /** Calls that read one. */
  readonly readers: readonly ReaderPattern[];
  /** Calls that read what the library keeps under a key of its own: `trace.getSpan(ctx)`. */
  readonly getters?: readonly CallPattern[];
  /** Functions and classes that make a key. */
  readonly keys?: readonly ValuePattern[];
  /** The type of the context knows its keys: string keys are fine. */
  readonly keyedByType?: boolean;
}

export type WriterPattern = CallPattern &
  (
    | { /** Position of the key. */ readonly key: number; /** Position of the value. */ readonly value: number }
    | { /** Position of an object whose properties are keys and values. */ readonly record: number; readonly property?: string }
  );

export type ReaderPattern = CallPattern & { /** Position of the key. */ readonly key: number };

export interface ObservedBy {
  /** Truthy when over: `signal.aborted`, `ctx.err()`. */
  readonly tests: readonly string[];
  /** Throws when over: `signal.throwIfAborted()`. */
  readonly throws?: readonly string[];
  /** Settles when over: `await ctx.done()`. */
  readonly awaits?: readonly string[];
  /** Calls a listener when over: `onCancellationRequested(fn)`, `addEventListener('abort', fn)`. */
  readonly listeners?: readonly string[];
  /** Takes a listener away again: `removeEventListener('abort', fn)`. */
  readonly removers?: readonly string[];
}

export type AmbientPattern = MethodPattern & {
  /** Position of the callback that runs under the context; the last argument when absent. */
  readonly callback?: number;
  /** An expression for the ambient context itself: `context.active()`. */
  readonly expression?: boolean;
};

export interface Spelling {
  /** A statement that leaves when the context is over, `{ctx}.throwIfAborted();`. */
  readonly check?: string;
  /** The exported function that keeps the values and drops the cancellation. */
  readonly detach?: string;
  /** A context that is never over, on purpose: `AbortSignal.any([])`. */
  readonly never?: string;
  /** A context that ends when either does: `AbortSignal.any([{ctx}, {other}])`. */
  readonly merge?: string;
  /** A context that ends after some time: `AbortSignal.timeout({ms})`. */
  readonly limit?: string;
  /** The ambient context as an expression over a name that the root's module exports too: `context.active()`. */
  readonly ambient?: { readonly name: string; readonly member: string };
}
