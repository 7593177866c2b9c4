/** Canonical JSON (RFC 8785, JCS): one byte sequence per value, for hashing and signing. */
import { defineErrors } from './errors.ts';

export const CANONICAL = defineErrors('canonical', {
  not_json: [500, 'the value cannot be written as canonical json'],
});

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Returns the canonical text. Members with the value `undefined` are left out, as JSON.stringify does.
 *
 * @throws `canonical.not_json` for NaN, infinities and lone surrogates (RFC 8785 sections 3.2.2.2 and 3.2.2.3).
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw CANONICAL.not_json({ reason: 'number' });
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw CANONICAL.not_json({ reason: 'surrogate' });
    return JSON.stringify(value);
  }
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  // RFC 8785 section 3.2.3: members sort by UTF-16 code units, which is what JavaScript's default sort does.
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${canonicalJson(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

/** Array.isArray does not narrow readonly arrays. */
function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
