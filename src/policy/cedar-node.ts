/** Cedar for Node: the build that reads its WebAssembly from the package's folder when it is loaded. */
import {
  checkParseSchema,
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarEngine } from './cedar-port.ts';

export const nodeCedar: CedarEngine = {
  checkParseSchema,
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  statefulIsAuthorized,
  validate,
};
