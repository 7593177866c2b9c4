/**
 * Starts the console's workers. Their addresses are the only ones that the Trusted Types policy `entrepot` lets through;
 * the server's CSP names it in `trusted-types`.
 */
// oxlint-disable-next-line import/default -- Vite makes the default export
import verifier from './log/verify.worker.ts?worker&url';
// oxlint-disable-next-line import/default -- Vite makes the default export
import classifier from './new-transfer/classify.worker.ts?worker&url';
// oxlint-disable-next-line import/default -- Vite makes the default export
import decider from './policy/policy.worker.ts?worker&url';

const ADDRESSES = { classifier, decider, verifier } as const;

type Policy = { readonly createScriptURL: (text: string) => string };
type PolicyFactory = { readonly createPolicy: (name: string, rules: Policy) => Policy };

function isFactory(value: unknown): value is PolicyFactory {
  return (
    typeof value === 'object' && value !== null && 'createPolicy' in value && typeof value.createPolicy === 'function'
  );
}

/** Starts a fresh worker; throws where workers are refused. */
export function startWorker(name: keyof typeof ADDRESSES): Worker {
  const factory: unknown = Reflect.get(globalThis, 'trustedTypes');
  const known: readonly string[] = Object.values(ADDRESSES);
  const only = (text: string) => {
    if (!known.includes(text)) throw new TypeError('not an address of this page');
    return text;
  };
  policy ??= isFactory(factory)
    ? factory.createPolicy('entrepot', { createScriptURL: only })
    : { createScriptURL: only };
  return new Worker(policy.createScriptURL(ADDRESSES[name]), { type: 'module' });
}

/** A policy can be made only once under its name. */
let policy: Policy | undefined;
