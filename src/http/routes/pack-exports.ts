/** Packs and the organisation's rules as files for other programs. Law and rules, nothing about anybody: a plain GET. */
import { z } from 'zod';
import { toAccessPolicies } from '../../governance/packs/access-policy.ts';
import { libraryId, toCisoAssistant } from '../../governance/packs/ciso-assistant.ts';
import { PACKS } from '../../governance/packs/errors.ts';
import { contentDisposition } from '../content-disposition.ts';
import { declare, requireStaff, type Router } from '../route.ts';

const CISO_PATH = '/api/v1/packs/{pack}/ciso-assistant';
const FIDES_PATH = '/api/v1/packs/access-policies';

export function packExportRoutes(router: Router): void {
  const { app, deps } = router;
  declare(
    router,
    'get',
    FIDES_PATH,
    'signed_in',
    'The organisation’s own rules for fides (YAML)',
    undefined,
    z.string(),
  );
  app.get(FIDES_PATH, async (c) => {
    const call = await requireStaff(deps, c, 'signed_in');
    const { engine, sources } = deps.packs.rules.current();
    const packs = engine.packs.map((pack, at) => ({ pack, files: sources.packs[at]?.files ?? {} }));
    return yamlFile(toAccessPolicies(packs, call.locale), 'fides-access-policies.yml');
  });
  declare(router, 'get', CISO_PATH, 'signed_in', 'A pack as a library of CISO Assistant (YAML)', undefined, z.string());
  app.get(CISO_PATH.replace('{pack}', ':pack'), async (c) => {
    const call = await requireStaff(deps, c, 'signed_in');
    const { engine } = deps.packs.rules.current();
    const pack = engine.packs.find(({ file }) => file.pack === call.param('pack'));
    if (pack === undefined) throw PACKS.not_found();
    return yamlFile(toCisoAssistant(pack, engine.reviewed.has(pack.digest)), `${libraryId(pack.file.pack)}.yaml`);
  });
}

function yamlFile(text: string, name: string): Response {
  return new Response(text, {
    headers: { 'content-type': 'application/yaml', 'content-disposition': contentDisposition(name) },
  });
}
