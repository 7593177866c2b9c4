/**
 * The address of the classifier's worker, as the kind of value that Trusted Types demand. The policy `entrepot` lets this
 * one address through and nothing else; the server's CSP names it in `trusted-types`.
 */
// oxlint-disable-next-line import/default -- Vite makes the default export
import url from './classify.worker.ts?worker&url';

type Policy = { readonly createScriptURL: (text: string) => string };
type PolicyFactory = { readonly createPolicy: (name: string, rules: Policy) => Policy };

function isFactory(value: unknown): value is PolicyFactory {
  return (
    typeof value === 'object' && value !== null && 'createPolicy' in value && typeof value.createPolicy === 'function'
  );
}

/** Starts a fresh worker; throws where workers are refused. */
export function startClassifier(): Worker {
  const factory: unknown = Reflect.get(globalThis, 'trustedTypes');
  const only = (text: string) => {
    if (text !== url) throw new TypeError('not an address of this page');
    return text;
  };
  policy ??= isFactory(factory)
    ? factory.createPolicy('entrepot', { createScriptURL: only })
    : { createScriptURL: only };
  return new Worker(policy.createScriptURL(url), { type: 'module' });
}

/** A policy can be made only once under its name. */
let policy: Policy | undefined;
