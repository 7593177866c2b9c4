/** A bucket, or a part of one, as a source. Listing is the only way to know how much there is. */
import { isReachable, openS3Reader, type S3Object, type S3Settings } from '../../../store/blobs/s3-reader.ts';
import { LARGEST_FILE, type SourceEntry, type SweepSource, TOO_LARGE } from './source.ts';

/** @throws `store.s3_*` */
export function openBucket(address: string, settings: S3Settings): SweepSource {
  const reader = openS3Reader(address, settings);
  // Of `exports/2024` the last name is part of the objects': two of them never share a path.
  const above = reader.prefix.slice(0, reader.prefix.lastIndexOf('/') + 1).length;
  const contentOf = ({ key, size }: S3Object): SourceEntry['content'] => {
    if (!isReachable(key)) return { problem: 'unreadable.unsafe_names' };
    return size > LARGEST_FILE ? { problem: TOO_LARGE } : { load: () => reader.read(key, LARGEST_FILE) };
  };
  return {
    root: address,
    entries: async function* () {
      for await (const object of reader.list()) {
        // What consoles make for a folder.
        if (object.key.endsWith('/') && object.size === 0) continue;
        yield {
          path: object.key.slice(above),
          size: object.size,
          modifiedAt: object.modifiedAt,
          content: contentOf(object),
        };
      }
    },
    measure: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}
