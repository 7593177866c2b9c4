/**
 * The part of `@cedar-policy/cedar-wasm` that policies need. Node and the browser have different builds of it, so the module is handed in
 * (`cedar-node.ts` for Node; the `web` build after its `initSync` in a browser). The import here is of types only.
 */
import type * as cedar from '@cedar-policy/cedar-wasm/nodejs';

export type CedarEngine = Pick<
  typeof cedar,
  | 'policySetTextToParts'
  | 'policyToJson'
  | 'validate'
  | 'preparsePolicySet'
  | 'statefulIsAuthorized'
  | 'checkParseSchema'
>;

export type CedarPolicy = cedar.PolicyJson;
export type CedarContext = cedar.Context;
export type CedarProblem = cedar.DetailedError;
