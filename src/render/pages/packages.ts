/** Files of installed packages, also those that a package does not list in its `exports`. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** Returns the path of `@scope/name/folder/file`, or undefined when it is not installed. */
export function fileOfPackage(path: string): string | undefined {
  return (require.resolve.paths(path) ?? []).map((folder) => join(folder, path)).find((file) => existsSync(file));
}
