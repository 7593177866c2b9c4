/** The text of a page for a screen reader, where the terms allow it. */
import { isMembers } from '../../flow/answers.ts';
import { post } from '../../flow/api.ts';
import type { ViewRequest } from './port.ts';
import type { Say } from './words.ts';

/** Returns the text, or a word about why there is none. */
export async function readPageText(call: ViewRequest['call'], page: number, say: Say): Promise<string> {
  const { handle, openingId, csrf } = call;
  const answer = await post('/open/api/page-text', { handle, openingId, page }, readText, undefined, {
    'x-entrepot-csrf': csrf,
  });
  return answer.ok ? answer.value : say('viewer.no_text');
}

function readText(value: unknown): string | undefined {
  return isMembers(value) && typeof value['text'] === 'string' ? value['text'] : undefined;
}
