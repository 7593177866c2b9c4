/**
 * Sends to a Teams channel through a workflow's webhook. 202 says that the workflow took it, not that it was posted.
 * The error codes are as many users report them (a workflow that was deleted or switched off, one that not everybody may trigger); no page of
 * the vendor with all of them was found.
 */
import { z } from 'zod';
import { type Answered, readJson, sendRendered, statusOutcome } from '../exchange.ts';
import { failureOutcome } from '../outcome.ts';
import type { ChannelAdapter, SendCall, SendOutcome } from '../port.ts';
import { hostOf } from '../settings.ts';
import { type TeamsConfig, teamsAddress, teamsConfigSchema } from './config.ts';
import { renderTeams, TEAMS_MAX_BYTES } from './render.ts';

export const teamsWorkflow: ChannelAdapter<TeamsConfig> = {
  kind: 'teams',
  config: teamsConfigSchema,
  secretFields: ['webhookUrl'],
  caps: (config) => ({
    carries: ['notice', 'test', 'answer', 'public'],
    reaches: 'group',
    afterwards: { recall: false, update: false, confirm: false },
    maxBytes: TEAMS_MAX_BYTES,
    idempotent: 'none',
    // The link is the card's button and nowhere in a text, which is what Teams draws previews of.
    linkUnfurl: 'suppressible',
    jurisdiction: config.jurisdiction,
    bucket: 'teams',
  }),
  hosts: (config) => [hostOf(teamsAddress(config).origin)],
  render: async (draft, words, envelope, config) => renderTeams(draft, words, envelope, config),
  send: sendToWorkflow,
};

async function sendToWorkflow(call: SendCall<TeamsConfig>): Promise<SendOutcome> {
  const answer = await sendRendered(call, 'teams');
  return answer.kind === 'answered' ? outcomeOf(answer, call.now) : failureOutcome(answer);
}

const errorSchema = z.object({ error: z.object({ code: z.string().max(200) }) });

/** The workflow is switched off, deleted, or asks for a sign-in that a webhook does not have. */
const BROKEN: ReadonlySet<string> = new Set([
  'WorkflowTriggerIsNotEnabled',
  'WorkflowNotFound',
  'DirectApiAuthorizationRequired',
  'DirectApiInvalidAuthorizationScheme',
]);

function outcomeOf(answer: Answered, now: Date): SendOutcome {
  // A page with 200 comes from something else than the workflow.
  if (answer.status === 202) return { outcome: 'sent' };
  const code = readJson(errorSchema, answer.body)?.error.code ?? '';
  return BROKEN.has(code)
    ? { outcome: 'disable', why: 'teams.workflow_unavailable' }
    : statusOutcome('teams', answer, now);
}
