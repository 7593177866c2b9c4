/** A log read over HTTP, from any server that serves its resources under one prefix. */
import { type Bytes, concat } from '../base/bytes.ts';
import { LOG } from './errors.ts';
import type { LogSource } from './ports.ts';
import { CHECKPOINT_PATH, parseTilePath } from './tile.ts';

/** A full bundle of the longest entries; nothing of a log is larger. */
const MAX_RESOURCE_BYTES = 256 * (2 + 65_535);

export type FetchResource = (url: string) => Promise<Response>;

/**
 * Returns read access to the log under `prefix` (an http or https URL, with or without a final slash). 404 and 410
 * count as missing.
 *
 * @throws `log.unreachable` (retryable) from `read` for any other answer, a network fault or an answer beyond the
 * largest resource; `log.bad_path` for a prefix that is not such a URL.
 */
export function urlSource(prefix: string, fetchResource: FetchResource): LogSource {
  if (!URL.canParse(prefix) || !/^https?:$/.test(new URL(prefix).protocol)) throw LOG.bad_path();
  const base = prefix.endsWith('/') ? prefix : `${prefix}/`;
  return {
    read: async (path) => {
      if (path !== CHECKPOINT_PATH && parseTilePath(path) === undefined) throw LOG.bad_path();
      const response = await fetchResource(`${base}${path}`).catch((cause: unknown) => {
        throw LOG.unreachable({ path }, cause);
      });
      if (response.status === 404 || response.status === 410) return undefined;
      if (response.status !== 200) throw LOG.unreachable({ path, status: response.status });
      return bodyOf(response, path);
    },
  };
}

async function bodyOf(response: Response, path: string): Promise<Bytes> {
  if (response.body === null) return new Uint8Array(0);
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  for (let total = 0; total <= MAX_RESOURCE_BYTES; ) {
    const { value } = await reader.read().catch((cause: unknown) => {
      throw LOG.unreachable({ path }, cause);
    });
    if (value === undefined) return concat(...parts);
    parts.push(value);
    total += value.length;
  }
  await reader.cancel();
  throw LOG.unreachable({ path, reason: 'size' });
}
