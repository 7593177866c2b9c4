/** Reads a JSON body within bounds. */
import type { z } from 'zod';
import { BASE } from '../base/errors.ts';

/** A WebAuthn answer is about 1 kB. */
const MAX_BODY_BYTES = 32 * 1024;

/** @throws `base.invalid_request`, `base.too_large`; unknown members are dropped by the schema. */
export async function readBody(
  request: Request,
  schema: z.ZodType<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw BASE.invalid_request({ reason: 'content_type' });
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length > MAX_BODY_BYTES) {
      await reader?.cancel();
      throw BASE.too_large({ limit: MAX_BODY_BYTES });
    }
    chunks.push(part.value);
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(chunks)));
  if (!parsed.success) throw BASE.invalid_request({ reason: 'body' });
  return parsed.data;
}

/** Undefined for anything that is not JSON in UTF-8. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
