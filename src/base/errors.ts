/**
 * Errors with a stable dotted code. A feature declares its errors once with `defineErrors`; the declaration
 * is also the list from which docs/errors.md and the translated texts are checked.
 * Expected outcomes (`held`, `refused`, `expired`) are values, not errors: see the feature's result types.
 */

/** How a worker reacts: `input` tells the caller, `retryable` is tried again, `permanent` is not, `fatal` stops the process. */
export type ErrorClass = 'input' | 'retryable' | 'permanent' | 'fatal';

/** `[HTTP status, public text, class]`; the text is lower-case, without a full stop, and free of content. */
export type ErrorSpec = readonly [status: number, text: string, errorClass?: ErrorClass];

/** Extra facts for the log and the caller: identifiers, numbers, field names. Never content, names or keys. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export class EntrepotError extends Error {
  readonly code: string;
  readonly status: number;
  readonly errorClass: ErrorClass;
  readonly details: ErrorDetails;

  constructor(code: string, spec: ErrorSpec, details: ErrorDetails = {}, cause?: unknown) {
    super(spec[1], cause === undefined ? undefined : { cause });
    this.name = 'EntrepotError';
    this.code = code;
    this.status = spec[0];
    this.errorClass = spec[2] ?? (spec[0] >= 500 ? 'permanent' : 'input');
    this.details = details;
  }
}

export type ErrorFactory = (details?: ErrorDetails, cause?: unknown) => EntrepotError;

const declared = new Map<string, ErrorSpec>();

/**
 * Declares the errors of one feature and returns one factory per name.
 *
 * @example const SEAL = defineErrors('seal', { truncated: [422, 'the sealed object is incomplete'] });
 *          throw SEAL.truncated({ segment: 3 });
 */
export function defineErrors<const T extends Record<string, ErrorSpec>>(
  feature: string,
  table: T,
): { readonly [K in keyof T]: ErrorFactory } {
  const factories: Record<string, ErrorFactory> = {};
  for (const [name, spec] of Object.entries(table)) {
    const code = `${feature}.${name}`;
    declared.set(code, spec);
    factories[name] = (details, cause) => new EntrepotError(code, spec, details, cause);
  }
  return factories as { readonly [K in keyof T]: ErrorFactory };
}

/** Every error declared by the modules loaded so far, by code. Used by documentation and its tests. */
export function declaredErrors(): ReadonlyMap<string, ErrorSpec> {
  return declared;
}

/** Returns the code of any thrown value: its own, or `base.unexpected`. */
export function codeOf(error: unknown): string {
  return error instanceof EntrepotError ? error.code : 'base.unexpected';
}

export const BASE = defineErrors('base', {
  unexpected: [500, 'something went wrong on our side'],
  invalid_request: [400, 'the request is not of the expected form'],
  not_found: [404, 'there is nothing at this address'],
  too_large: [413, 'the request is larger than allowed'],
  too_many: [429, 'too many requests in a short time'],
});
