import type { Answer, Question } from "./protocol.js";

type Asked<K extends Question["kind"]> = Omit<Extract<Question, { kind: K }>, "id" | "kind">;
type Answered<K extends Question["kind"]> = Extract<Answer, { kind: K }>;

/** Asks the worker. */
export class Client {
  readonly #worker = new Worker("worker.js");
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  constructor(onError: (message: string) => void) {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
    });
    this.#worker.addEventListener("error", ({ message }) => {
      onError(message);
    });
  }

  ask<K extends Question["kind"]>(kind: K, question: Asked<K>): Promise<Answered<K>> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve as (answer: Answer) => void);
      this.#worker.postMessage({ ...question, kind, id });
    });
  }
}
