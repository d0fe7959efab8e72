/** The words of a name, in lower case: `stopAllWorkers`, `stop_all_workers`. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
}

/** Said before the verb and of no weight: `onClose`, `ngOnDestroy`, `gracefulShutdown`. */
const QUALIFIERS = new Set(["before", "component", "do", "force", "graceful", "gracefully", "handle", "ng", "on", "run", "safe", "safely", "try", "will"]);
/** Verbs that end something, whatever they end: `closeAll`, `stopWorker`. */
const ENDINGS = new Set(["cleanup", "close", "destroy", "disconnect", "dispose", "kill", "rollback", "shutdown", "stop", "teardown", "terminate", "unmount"]);
const SPLIT_ENDINGS = new Set(["clean up", "roll back", "shut down", "tear down"]);
/** Verbs that are as often business (`releaseOrder`, `deactivateUser`): only alone, or before another (`cancelAndClose`). */
const ENDINGS_ALONE = new Set(["abort", "async dispose", "cancel", "deactivate", "disconnected callback", "module destroy", "application shutdown", "release", "unsubscribe"]);

/** Is a function with this name called to end something? */
export function isCleanupName(name: string): boolean {
  const all = wordsOf(name);
  const words = [...all];
  while (words.length > 1 && QUALIFIERS.has(words[0] ?? "")) words.shift();
  return ENDINGS.has(words[0] ?? "") || words.at(-1) === "kill" || SPLIT_ENDINGS.has(words.slice(0, 2).join(" ")) || ENDINGS_ALONE.has(words.join(" ").replace(/ and .*/, "")) || WAITING_FOR_THE_END.test(words.join(" ")) || AFTER_THE_END.test(all.join(" "));
}

/** Is a function with this name called to take back what was done? Half done it would leave the rest. */
export function isUndoName(name: string): boolean {
  return /^(?:restore|revert|rollback|roll back|undo)\b/.test(wordsOf(name).join(" "));
}

/** `waitUntilStopped`, `waitForShutdown`: when that is called, all is over but the waiting. */
const WAITING_FOR_THE_END = /^wait (?:for|till|until) (?:.* )?(?:shut ?down|stop|stopped|terminated|termination)$/;

/** `handleStreamAbort`, `reconcileAbortIfNeeded`: what there is to do when the work was ended. */
const AFTER_THE_END = /^(?:finali[sz]e|finish|handle|reconcile|record|settle) (?:.* )?(?:abort|cancellation|interruption)(?: (?:for|if|in|of|on) .*)?$/;

/** Is a function with this name called to see whether the work is to go on: `throwIfInterrupted()`, `isCancelled(id)`? */
export function asksForEnd(name: string): boolean {
  return /^(?:assert|check|ensure|has|is|throw|was) (?:.* )?(?:aborted|cancell?ed|interrupted|stopped)(?: signal)?$|^(?:check|should) (?:.* )?(?:abort|cancel|interrupt|stop)$/.test(wordsOf(name).join(" "));
}

const SHARED = /cache|dedup|memo(?!r[iy])|singleflight|coalesce|computeifabsent|getor(?:add|compute|create|fetch|insert|load|set)/;
const SHARED_WORDS = new Set(["debounce", "debounced", "lazy", "once", "remember", "share", "shared", "throttle", "throttled", "wrap", "wrapped"]);

/** Is it named for a cache, whose results are everybody's? */
export function isCacheName(name: string): boolean {
  return SHARED.test(wordsOf(name).join(""));
}

/** Is it named for new credentials in place of old ones: `refreshAccessToken`? Half done it would lock everybody out. */
export function isRenewalName(name: string): boolean {
  return /^(?:refresh|renew|rotate) (?:.* )?(?:auth|credentials?|session|tokens?)(?: (?:for|if|in|of|on|or|via|with) .*)?$/.test(wordsOf(name).join(" "));
}

/** Is what is called named for a result that other callers get too? */
export function isSharingName(name: string): boolean {
  const words = wordsOf(name);
  return isCacheName(name) || words.some((word) => SHARED_WORDS.has(word));
}

/** Is what is called named for calling back at the end of the context that it gets: `onAbort(signal, …)`, `useAbortSignal(signal, …)`? */
export function isAbortListener(name: string): boolean {
  return /abort|cancel/i.test(name) && /^(?:add|on|use|when) (?:.* )?(?:abort|aborted|cancel|cancell?ation|cancell?ed)\b/.test(wordsOf(name).join(" "));
}

const LISTENING = new Set(["consume", "listen", "on", "once", "register", "subscribe", "watch"]);

/** Is what is called named for keeping a callback until something happens? */
export function isListeningName(name: string): boolean {
  const words = wordsOf(name);
  return LISTENING.has(words[0] ?? "") || /^(?:add|append|prepend|set).*(?:handler|hook|listener|observer|subscriber)$/.test(words.join(""));
}

/** Does what is called say that nobody waits for what it is given: `runDetached(async () => …)`, `runFork(effect)`? */
export function isBackgroundName(name: string): boolean {
  return /^(?:run fork|.*\bdetached\b.*|.*\bin background\b.*|fire and forget)$/.test(wordsOf(name).join(" "));
}

/** `event.waitUntil(promise)`: what it is given goes on behind an answer. But who waits for that call itself waits until something is so. */
export function isKeepAliveName(name: string): boolean {
  return name === "waitUntil";
}

/** Is what is called named for waiting until some time is up? */
export function isSleepName(name: string): boolean {
  return /^(?:delay|setTimeout|sleep|timeout|wait)$/.test(name);
}

const TIMERS = new Set(["nextTick", "queueMicrotask", "requestAnimationFrame", "requestIdleCallback", "setImmediate", "setInterval", "setTimeout"]);

/** Is this the name of a function that calls back later? */
export function isTimerName(name: string): boolean {
  return TIMERS.has(name);
}
