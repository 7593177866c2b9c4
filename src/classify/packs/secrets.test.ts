import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { classifyText } from '../classify.ts';

const GITLEAKS = new URL('../../../../shared/vectors/gitleaks/gitleaks.toml', import.meta.url);
const rulesSchema = z.looseObject({ rules: z.array(z.looseObject({ id: z.string(), regex: z.string().optional() })) });

/** Values made here, with the rule of gitleaks that names the same thing: their shape and ours must agree on them. */
const VALUES: readonly (readonly [string, string])[] = [
  ['aws-access-token', 'AKIARTPSWRAOVEMGOIQK'],
  ['alibaba-access-key-id', 'LTAI5tKq9ZsWm2LxPv7RtYb1'],
  ['github-pat', 'ghp_8fK2pQz91LmXw7Rt5YcVb3Nn6Pp4Ss0Dd2Ff'],
  ['gitlab-pat', 'glpat-8fK2pQz91LmXw7Rt5YcV'],
  ['slack-bot-token', 'xoxb-731904826153-731904826153-8fK2pQz91LmXw7Rt5YcVb3Nn'],
  ['stripe-access-token', 'sk_live_8fK2pQz91LmXw7Rt5YcVb3Nn'],
  ['gcp-api-key', 'AIzaSy8fK2pQz91LmXw7Rt5YcVb3Nn6Pp4Ss0Dd'],
  ['npm-access-token', 'npm_8fk2pqz91lmxw7rt5ycvb3nn6pp4ss0dd2ff'],
  ['sendgrid-api-token', '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'],
  ['digitalocean-pat', 'dop_v1_3f9c1be07a54d2e86b1c0f7a9d4e52837c6b1a0e9f8d7c6b5a4f3e2d1c0b9a88'],
  ['shopify-access-token', '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'],
  ['huggingface-access-token', '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'],
  ['telegram-bot-api-token', 'telegram_token = 5820461937:AAF3kq9ZsWm2LxPv7RtYb1NcHd6GjQe0UiO'],
  ['postman-api-token', 'PMAK-3f9c1be07a54d2e86b1c0f7a-3f9c1be07a54d2e86b1c0f7a9d4e52837c'],
  ['databricks-api-token', 'dapi3f9c1be07a54d2e86b1c0f7a9d4e5283'],
  ['age-secret-key', 'AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW0S3JN54KH'],
  [
    'jwt',
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI3MzE5MDQ4MjYxNTMifQ.8fK2pQz91LmXw7Rt5YcVb3Nn6Pp4Ss0Dd2FfKq9ZsWm',
  ],
];

it.each(VALUES)('finds a %s', (_, value) => {
  expect(classifyText(`config ${value}`).findings.filter((finding) => finding.type === 'secret')).toHaveLength(1);
});

describe.skipIf(!existsSync(GITLEAKS))('against the shapes of gitleaks (skipped where ../shared is absent)', () => {
  const rules = existsSync(GITLEAKS) ? rulesSchema.parse(parse(readFileSync(GITLEAKS, 'utf8'))).rules : [];

  it.each(VALUES)('%s has the same shape there', (id, value) => {
    const source = rules.find((rule) => rule.id === id)?.regex;
    expect(source, id).toBeDefined();
    // Go's inline flags stand for the whole expression here; POSIX classes are spelled out.
    const flags = /\(\?i/.test(source!) ? 'i' : '';
    const pattern = source!
      .replace(/\(\?i\)/g, '')
      .replace(/\(\?i:/g, '(?:')
      .replace(/\(\?-i:/g, '(?:')
      .replace(/\[\[:alnum:\]\]/g, '[0-9A-Za-z]')
      .replace(/\\z/g, '$')
      .replace(/\(\?P</g, '(?<');
    expect(new RegExp(pattern, flags).test(`config ${value} `), source).toBe(true);
  });
});
