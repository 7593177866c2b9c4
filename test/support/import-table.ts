/** Which folder under src/ may import which: held by test/architecture.test.ts, printed in ARCHITECTURE.md (held by test/docs). */

const PURE = ['base', 'model', 'classify', 'policy', 'seal', 'audit-log'];
const ADAPTERS = [...PURE, 'calendar', 'render', 'access', 'store', 'channels'];
const EDGE = ['base', 'model', 'access', 'transfers', 'governance'];

/** Folder -> folders that it may import besides itself. `store` may import only `ports.ts` of audit-log and access. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ['base'],
  classify: ['base', 'model'],
  policy: ['base', 'model'],
  seal: ['base'],
  calendar: ['base'],
  'audit-log': ['base'],
  render: ['base', 'model'],
  access: ['base', 'model'],
  store: ['base', 'model', 'audit-log/ports.ts', 'access/ports.ts'],
  channels: ['base', 'model'],
  transfers: ADAPTERS,
  governance: [...ADAPTERS, 'transfers'],
  gateway: ['base', 'model', 'access', 'transfers', 'channels'],
  http: EDGE,
  workers: [...EDGE, 'calendar'],
  // The command line also works on files without a server: sealing, classifying, deciding, verifying.
  cli: [...EDGE, 'classify', 'policy', 'seal', 'audit-log'],
  app: [...ADAPTERS, 'transfers', 'governance', 'gateway', 'http', 'workers', 'cli', 'config.ts'],
  'config.ts': ['base'],
  'main.ts': ['app', 'cli'],
};
