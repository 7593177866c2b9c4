/** A bucket, or a part of one, as a source. Listing is the only way to know how much there is. */
import { openS3Reader, type S3Settings } from '../../../store/blobs/s3-reader.ts';
import { LARGEST_FILE, type SweepSource, TOO_LARGE } from './source.ts';

/** @throws `store.s3_*` */
export function openBucket(address: string, settings: S3Settings): SweepSource {
  const reader = openS3Reader(address, settings);
  return {
    root: address,
    entries: async function* () {
      for await (const object of reader.list()) {
        if (object.key.endsWith('/')) continue;
        yield {
          path: object.key.slice(reader.prefix.length).replace(/^\/+/, ''),
          size: object.size,
          modifiedAt: object.modifiedAt,
          content:
            object.size > LARGEST_FILE ? { problem: TOO_LARGE } : { load: () => reader.read(object.key, LARGEST_FILE) },
        };
      }
    },
    measure: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}
