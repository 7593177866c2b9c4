/** A value that never shows itself in logs, errors or JSON. */
import { inspectSymbol } from './inspect.ts';

export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The only way to the value; a reviewer searches for this word. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspectSymbol](): string {
    return '[redacted]';
  }
}
