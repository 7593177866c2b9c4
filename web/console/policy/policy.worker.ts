/**
 * Decides beside the page, with the rules that the server decides by. Only the answer to this script grants 'wasm-unsafe-eval'
 * (src/http/routes/static.ts): a worker has the policy of its own script, and the page stays without.
 */
import init, {
  checkParseSchema,
  policySetTextToParts,
  policyToJson,
  preparsePolicySet,
  statefulIsAuthorized,
  validate,
} from '@cedar-policy/cedar-wasm/web';
import type { CedarEngine } from '../../../src/policy/cedar-port.ts';
import { createDecider } from './decider.ts';
import type { PolicyRequest } from './protocol.ts';

const cedar = async (): Promise<CedarEngine> => {
  await init();
  return { checkParseSchema, policySetTextToParts, policyToJson, preparsePolicySet, statefulIsAuthorized, validate };
};
const decide = createDecider(cedar, (answer) => postMessage(answer));

addEventListener('message', ({ data }: MessageEvent<PolicyRequest>) => {
  void decide(data);
});
