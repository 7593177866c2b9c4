/** Dependencies with which routes can be declared and nothing can be done: for the list of routes and its document. */
import { BASE, EntrepotError } from '../../src/base/errors.ts';
import type { HttpDeps } from '../../src/http/deps.ts';

/** Returns dependencies whose parts are empty; calling any of them fails. Only the settings hold values. */
export function inertHttpDeps(): HttpDeps {
  const inert = {
    transfers: {},
    organisation: {},
    packs: {},
    levels: {},
    auth: {},
    views: {},
    bundles: { console: new Map(), open: new Map() },
    pageSums: '',
    known: (error: unknown) => (error instanceof EntrepotError ? error : BASE.unexpected({}, error)),
    settings: { publicUrl: 'http://localhost', secure: false, sandbox: true, version: '0', maxUploadBytes: 1 },
  };
  return inert as unknown as HttpDeps;
}
