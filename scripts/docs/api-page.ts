/** docs/api.md from the routes that the HTTP edge declares. */
import { z } from 'zod';
import { STAFF_ROUTES } from '../../src/access/staff-routes.ts';
import type { HttpApp } from '../../src/http/server.ts';
import { shapeOf } from './json-shape.ts';
import { table } from './table.ts';

const HEAD = `# HTTP interface

Made from the declared routes by \`npm run docs\`. It serves the console and the recipient page that come with the server; it is not yet
promised to others and may change with each version.

- Bodies and answers are JSON. A member that is not in the list is refused, and so is a body above 1 MiB (files go by tus).
- **Access** names the permission of a staff route (\`src/access/authorize.ts\`); \`signed_in\`: every role, and the answer is cut to what the
  role may see; \`recipient\`: somebody who proved two factors for this transfer; \`public\`: anybody.
- Staff routes need the session cookie of a sign-in with two factors. Every POST, PATCH and DELETE also needs the header \`x-entrepot-csrf\` with the
  value from \`GET /api/v1/session\`.
- Errors: [errors.md](errors.md). A GET changes nothing, counts nothing and opens nothing.
`;

const TAIL = `## Pages and files

| path | what |
|---|---|
| \`GET /n/{handle}\` | the recipient page: the same bytes for every handle, known or not |
| \`GET /open/assets/*\`, \`GET /assets/*\`, \`GET /favicon.svg\` | files of the two web bundles |
| \`GET /robots.txt\` | asks search engines to stay away |
| \`GET /open/page.sha256\` | the files of the recipient page by digest, as \`sha256sum\` checks them; the SHA-256 of this text is in the audit log |
| \`GET\` anything else without a dot | the console; its own router knows the paths |
`;

/** What tus requests are for; @tus/server answers them, so they have no schema of ours. */
const TUS: Readonly<Record<string, string>> = {
  POST: 'tus 1.0.0: announce a file (`Upload-Length`, `Upload-Metadata` with filename and filetype)',
  PATCH: 'tus 1.0.0: append at `Upload-Offset`; what is acknowledged is sealed and on disk',
  HEAD: 'tus 1.0.0: how much is acknowledged',
  DELETE: 'tus 1.0.0: discard the upload and its key',
};

/** Returns the page. */
export function apiPage({ declared }: HttpApp): string {
  const rows = declared.map(({ method, path, access, shown }) => [
    `\`${method} ${path}\``,
    access,
    shown?.summary ?? TUS[method] ?? '',
  ]);
  const details = declared.flatMap(({ method, path, shown }) => {
    if (shown === undefined) return [];
    const body = shown.body === undefined ? [] : [`body   ${schemaShape(shown.body, 'input')}`];
    const shapes = [...body, `answer ${schemaShape(shown.answer, 'output')}`];
    return [`### ${method} ${path}\n\n\`\`\`ts\n${shapes.join('\n')}\n\`\`\`\n`];
  });
  const signIn = Object.entries(STAFF_ROUTES).map(([path, route]) => [
    `\`${route.method} /api/auth${path}\``,
    route.session,
  ]);
  return [
    HEAD,
    `## Routes\n\n${table(['route', 'access', 'what'], rows)}\n`,
    `## Sign-in of staff\n\nFrom the sign-in library, cut down to these; the session that each needs:\n\n${table(['route', 'session'], signIn)}\n`,
    TAIL,
    '## Shapes\n',
    ...details,
  ].join('\n');
}

function schemaShape(schema: z.ZodType, io: 'input' | 'output'): string {
  return shapeOf(z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }));
}
