/** Request bodies: JSON, parsed strictly. Their size is limited by the middleware before. */
import type { z } from 'zod';
import { BASE } from '../base/errors.ts';
import type { Ctx } from './context.ts';

/**
 * Returns the body as the schema says.
 *
 * @throws `base.invalid_request` with the names of the members that are wrong, never their values.
 */
export async function readJson<B>(c: Ctx, schema: z.ZodType<B>): Promise<B> {
  if (!(c.req.header('content-type') ?? '').toLowerCase().startsWith('application/json'))
    throw BASE.invalid_request({ reason: 'content_type' });
  let json: unknown;
  try {
    json = JSON.parse(await c.req.text());
  } catch {
    throw BASE.invalid_request({ reason: 'json' });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    throw BASE.invalid_request({
      fields: parsed.error.issues.slice(0, 10).map((issue) => issue.path.join('.') || issue.code),
    });
  }
  return parsed.data;
}
