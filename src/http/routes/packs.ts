/** The packs of rules in use. */
import { packFilesSchema, packListSchema } from '../../model/api/packs.ts';
import { type Router, staffRead } from '../route.ts';

export function packRoutes(router: Router): void {
  const { deps } = router;
  staffRead(
    router,
    {
      path: '/api/v1/packs',
      permission: 'signed_in',
      summary: 'Packs of rules in use',
      answer: packListSchema,
    },
    async (call) => deps.views.packs(call.locale),
  );
  staffRead(
    router,
    {
      path: '/api/v1/packs/files',
      permission: 'signed_in',
      summary: 'Texts of the packs in use, to decide with them in the browser',
      answer: packFilesSchema,
    },
    async () => deps.views.packFiles(),
  );
}
