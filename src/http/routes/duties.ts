/** Dated duties, the drafts of their forms, and what is done with them. */
import { z } from 'zod';
import { may } from '../../access/authorize.ts';
import { BASE } from '../../base/errors.ts';
import { ownBytes } from '../../base/bytes.ts';
import { completeDuty, dismissDuty, reopenDuty } from '../../governance/duties/act.ts';
import { listDuties, readDuty } from '../../governance/duties/list.ts';
import { openByHand } from '../../governance/duties/open.ts';
import { drawForm, previewForm, saveDraft } from '../../governance/forms/draft.ts';
import {
  completedDutySchema,
  completeDutySchema,
  dismissDutySchema,
  drawFormSchema,
  dutyDetailSchema,
  dutyListSchema,
  dutyStateAnswerSchema,
  dutyStateSchema,
  formNameSchema,
  formPreviewSchema,
  openDutiesSchema,
  openedDutiesSchema,
  saveDraftSchema,
  variantSchema,
} from '../../model/api/duties.ts';
import { localeSchema } from '../../model/locale.ts';
import { contentDisposition } from '../content-disposition.ts';
import { readJson } from '../read-json.ts';
import { declare, requireStaff, type Router, type StaffCall, staffAct, staffRead } from '../route.ts';
import { uuidParam } from './staff.ts';

const PATH = '/api/v1/duties';
const empty = z.strictObject({});

export function dutyRoutes(router: Router): void {
  readRoutes(router);
  actRoutes(router);
  formRoutes(router);
}

function readRoutes(router: Router): void {
  const { duties: deps } = router.deps;
  staffRead(
    router,
    { path: PATH, permission: 'duty.read', summary: 'What has to be done by when', answer: dutyListSchema },
    (call) => listDuties(deps, call.tenant, call.locale, queryOf(call)),
  );
  staffRead(
    router,
    { path: `${PATH}/{id}`, permission: 'duty.read', summary: 'One duty', answer: dutyDetailSchema },
    (call) => readDuty(deps, call.tenant, call.locale, idOf(call), may(call.person.role, 'duty.manage')),
  );
}

function actRoutes(router: Router): void {
  const { duties: deps } = router.deps;
  const permission = 'duty.manage';
  staffAct(
    router,
    {
      path: PATH,
      permission,
      summary: 'Start the clocks of an incident, a contract or an assessment',
      body: openDutiesSchema,
      answer: openedDutiesSchema,
    },
    async (call, body) => ({ opened: await openByHand(deps, call.tenant, call.actor, body) }),
  );
  staffAct(
    router,
    {
      path: `${PATH}/{id}/complete`,
      permission,
      summary: 'Record that a duty is done',
      body: completeDutySchema,
      answer: completedDutySchema,
    },
    (call, body) => completeDuty(deps, call.tenant, call.actor, idOf(call), body),
  );
  staffAct(
    router,
    {
      path: `${PATH}/{id}/dismiss`,
      permission,
      summary: 'Record that a duty need not be done',
      body: dismissDutySchema,
      answer: dutyStateAnswerSchema,
    },
    async (call, body) => ({ state: await dismissDuty(deps, call.tenant, call.actor, idOf(call), body) }),
  );
  staffAct(
    router,
    { path: `${PATH}/{id}/reopen`, permission, summary: 'Undo either', body: empty, answer: dutyStateAnswerSchema },
    async (call) => ({ state: await reopenDuty(deps, call.tenant, call.actor, idOf(call)) }),
  );
}

function formRoutes(router: Router): void {
  const { duties: deps } = router.deps;
  const path = `${PATH}/{id}/form` as const;
  staffRead(
    router,
    { path, permission: 'duty.read', summary: 'A form of a duty, as far as it is known', answer: formPreviewSchema },
    (call) => previewForm(deps, call.tenant, idOf(call), choiceOf(call)),
  );
  staffAct(
    router,
    {
      path: `${PATH}/{id}/draft`,
      permission: 'duty.manage',
      summary: 'Keep what was filled in',
      body: saveDraftSchema,
      answer: empty,
    },
    async (call, body) => {
      await saveDraft(deps, call.tenant, idOf(call), body.form, body.fields);
      return {};
    },
  );
  // The answer is a file, so the route is declared by itself; its checks are those of `staffAct`.
  declare(router, 'post', path, 'duty.manage', 'A form of a duty as a file', drawFormSchema, z.string());
  router.app.post(`${PATH}/:id/form`, async (c) => {
    const call = await requireStaff(router.deps, c, 'duty.manage');
    const body = await readJson(c, drawFormSchema);
    const file = await drawForm(deps, call.tenant, call.actor, idOf(call), body);
    c.header('content-type', file.mediaType);
    c.header('content-disposition', contentDisposition(file.name));
    return c.body(ownBytes(file.bytes));
  });
}

function idOf(call: StaffCall): string {
  return uuidParam(call.param('id'));
}

function queryOf(call: StaffCall): Parameters<typeof listDuties>[3] {
  const query = z
    .object({
      state: dutyStateSchema.optional(),
      entity: z.uuid().optional(),
      place: z
        .string()
        .regex(/^(?:[A-Z]{2}|none)$/)
        .optional(),
    })
    .safeParse({
      state: call.query('state'),
      entity: call.query('entity'),
      place: call.query('place'),
    });
  if (!query.success) throw BASE.invalid_request({ fields: ['query'] });
  const { state, entity, place } = query.data;
  return {
    ...(state === undefined ? {} : { state }),
    ...(entity === undefined ? {} : { entityId: entity }),
    ...(place === undefined ? {} : { place }),
  };
}

function choiceOf(call: StaffCall): Parameters<typeof previewForm>[3] {
  const choice = z
    .object({ form: formNameSchema, variant: variantSchema.optional(), locale: localeSchema.optional() })
    .safeParse({ form: call.query('form'), variant: call.query('variant'), locale: call.query('locale') });
  if (!choice.success) throw BASE.invalid_request({ fields: ['query'] });
  const { form, variant, locale } = choice.data;
  return { form, variant, locale: locale ?? call.locale };
}
