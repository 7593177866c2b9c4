/** Settings of a Microsoft Teams channel that a workflow posts to (learn.microsoft.com: connectors-using, "When a Teams webhook request is received"). */
import { z } from 'zod';
import { Secret } from '../../base/secret.ts';
import { isSecretPath, placeSchema, secretText } from '../settings.ts';
import { isLoopback } from '../text.ts';

const ADDRESS = /^(https?:\/\/[A-Za-z0-9.\-[\]:]+)(\/[^\s#]*)$/;

export const teamsConfigSchema = z.strictObject({
  /** The whole address that the workflow shows, `sig=` included. */
  webhookUrl: secretText(/^https?:\/\/\S{1,2000}$/).refine((secret) => {
    const parts = ADDRESS.exec(secret.reveal());
    const url = URL.parse(parts?.[1] ?? '');
    if (parts === null || url === null || !isSecretPath(parts[2] ?? '')) return false;
    return url.protocol === 'https:' || isLoopback(url.hostname);
  }),
  jurisdiction: placeSchema,
});

export type TeamsConfig = z.output<typeof teamsConfigSchema>;

/** Returns the public part of the address, and the secret part letter for letter: an address with `sig=` must not be encoded again. */
export function teamsAddress(config: TeamsConfig): { readonly origin: string; readonly path: Secret<string> } {
  const [, origin = '', path = ''] = ADDRESS.exec(config.webhookUrl.reveal()) ?? [];
  return { origin, path: new Secret(path) };
}
