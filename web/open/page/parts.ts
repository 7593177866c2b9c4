/**
 * Optional parts of the page: scripts of their own (web/open/parts/<name>/index.ts), fetched only after an act of the person. The page
 * knows their addresses from its own markup, and no other address can become a script: the CSP names the one Trusted Types policy below.
 */
import type { DeliveryPart } from '../parts/delivery/port.ts';
import type { FactorsPart } from '../parts/factors/port.ts';
import type { IdentityPart } from '../parts/identity/port.ts';
import type { PassphrasePart } from '../parts/passphrase/port.ts';
import type { RequestsPart } from '../parts/requests/port.ts';
import type { ViewerPart } from '../parts/viewer/port.ts';
import { h } from './dom.ts';

/** What each part puts into the register. */
export type PartTypes = {
  readonly delivery: DeliveryPart;
  readonly factors: FactorsPart;
  readonly identity: IdentityPart;
  readonly passphrase: PassphrasePart;
  readonly requests: RequestsPart;
  readonly viewer: ViewerPart;
};
export type PartName = keyof PartTypes;

type Register = { [K in PartName]?: PartTypes[K] };

declare global {
  interface Window {
    /** The one place where a part that has arrived is found. */
    entrepotParts?: Register;
  }
}

/** For the last line of a part's index.ts. */
export function registerPart<K extends PartName>(name: K, part: Register[K]): void {
  const register = window.entrepotParts || {};
  register[name] = part;
  window.entrepotParts = register;
}

/**
 * Returns a part, fetching its script and style the first time. Rejects when they did not arrive; asking again tries again.
 * Call it only after an act of the person.
 */
export function loadPart<K extends PartName>(name: K): Promise<PartTypes[K]> {
  const under = arriving[name] || (arriving[name] = arrive(name));
  return under.then(
    () => found(name),
    (error: unknown) => {
      delete arriving[name];
      throw error;
    },
  );
}

const arriving: { [K in PartName]?: Promise<unknown> } = {};

function found<K extends PartName>(name: K): PartTypes[K] {
  const register = window.entrepotParts || {};
  const part: PartTypes[K] | undefined = register[name];
  if (part === undefined) throw new Error(`the part ${name} is not there`);
  return part;
}

function arrive(name: PartName): Promise<unknown> {
  const meta = document.querySelector(`meta[name="part-${name}"]`);
  const [script = '', style = ''] = (meta === null ? '' : meta.getAttribute('content') || '').split(' ');
  const element = h('script');
  element.src = trusted(script);
  const arrivals = [arrival(element)];
  if (style !== '') arrivals.push(arrival(h('link', { rel: 'stylesheet', href: style })));
  return Promise.all(arrivals);
}

function arrival(element: HTMLElement): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () => {
      element.remove();
      reject(new Error('a part did not arrive'));
    });
    document.head.append(element);
  });
}

type Policy = { readonly createScriptURL: (text: string) => string };
type PolicyFactory = { readonly createPolicy: (name: string, rules: Policy) => Policy };

function isFactory(value: unknown): value is PolicyFactory {
  return (
    typeof value === 'object' && value !== null && 'createPolicy' in value && typeof value.createPolicy === 'function'
  );
}

/** A policy can be made only once under its name. Browsers that know none take the text itself. */
let policy: Policy | undefined;

function trusted(address: string): string {
  const only = (text: string): string => {
    if (!/^\/open\/assets\/part-[a-z]+-[\w-]+\.js$/.test(text)) throw new TypeError('not a part of this page');
    return text;
  };
  const factory: unknown = Reflect.get(window, 'trustedTypes');
  if (policy === undefined)
    policy = isFactory(factory)
      ? factory.createPolicy('entrepot-open', { createScriptURL: only })
      : { createScriptURL: only };
  return policy.createScriptURL(address);
}
