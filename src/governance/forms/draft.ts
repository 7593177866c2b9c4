/** A form drafted for a duty: to look at, to fill in further, and as a file. */
import { utf8 } from '../../base/bytes.ts';
import {
  type DrawForm,
  type FormName,
  type FormPreview,
  formNameSchema,
  type FormValues,
  formValuesSchema,
  type Variant,
} from '../../model/api/duties.ts';
import type { FormDocument } from '../../model/form-document.ts';
import type { Locale } from '../../model/locale.ts';
import { type DutyRow, lockDuty, updateDutyDraft } from '../../store/tables/duties.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import type { DutyDeps } from '../duties/deps.ts';
import { DUTY } from '../duties/errors.ts';
import { formOf, formsOf, variantsOf } from '../duties/forms-of.ts';
import { requireDuty } from '../duties/list.ts';
import { lawOf } from '../duties/view.ts';
import { dayOf, type Material, momentOf, readMaterial } from './material.ts';
import { type Assembled, assemble } from './parts.ts';
import { FORM_DEFINITIONS } from './registry.ts';
import { createWords, type Words } from './words.ts';

export type FormChoice = { readonly form: FormName; readonly variant: Variant | undefined; readonly locale: Locale };

type Drafted = Assembled & {
  readonly document: FormDocument;
  readonly variant: Variant;
  readonly material: Material;
  readonly values: FormValues;
};

/**
 * Returns the form with what is known, and with what was kept by hand. Changes nothing.
 *
 * @throws `duty.not_found`, `duty.unknown_form`
 */
export async function previewForm(
  deps: DutyDeps,
  tenant: Tenant,
  dutyId: string,
  choice: FormChoice,
): Promise<FormPreview> {
  const row = await requireDuty(deps, tenant, dutyId);
  const drafted = await draftForm(deps, tenant, row, choice, {});
  return {
    form: choice.form,
    variant: drafted.variant,
    variants: [...variantsOf(choice.form)],
    document: drafted.document,
    keys: [...drafted.keys],
    edited: Object.keys(drafted.values).filter((key) => drafted.keys.includes(key)),
    missing: drafted.missing,
  };
}

export type FormFile = { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array };

const MEDIA_TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  json: 'application/json',
} as const;

/**
 * Returns the form as a file. The audit log learns that it was drafted, in which version of the packs and from which facts; not what it says.
 *
 * @throws `duty.not_found`, `duty.unknown_form`; `render.*` when it cannot be drawn, and then nothing is recorded.
 */
export async function drawForm(
  deps: DutyDeps,
  tenant: Tenant,
  actor: StaffActor,
  dutyId: string,
  command: DrawForm,
): Promise<FormFile> {
  const row = await requireDuty(deps, tenant, dutyId);
  const { form, format, locale } = command;
  const drafted = await draftForm(deps, tenant, row, { form, variant: command.variant, locale }, command.fields ?? {});
  const bytes = format === 'json' ? jsonOf(drafted, form) : await deps.draw[format](drafted.document);
  const { transfers } = deps;
  await tx(transfers.db, (trx) =>
    recordEvent(transfers, trx, tenant, {
      kind: 'form.drafted',
      at: transfers.clock.now(),
      actor: { kind: 'staff', id: actor.id },
      subjectId: dutyId,
      ...(row.transfer_id === null ? {} : { transferId: row.transfer_id }),
      packs: drafted.material.packs,
      detail: {
        form,
        format,
        variant: drafted.variant,
        missing: drafted.missing,
        facts: drafted.material.factsDigest,
        rules: [...drafted.material.rules],
      },
    }),
  );
  transfers.log.nudge();
  const name = `${form}-${dayOf(drafted.material.now)}.${format}`;
  return { name, mediaType: MEDIA_TYPES[format], bytes };
}

/** Keeps what an officer filled in. @throws `duty.not_found`, `duty.unknown_form` */
export async function saveDraft(
  deps: DutyDeps,
  tenant: Tenant,
  dutyId: string,
  form: FormName,
  fields: FormValues,
): Promise<void> {
  const row = await requireDuty(deps, tenant, dutyId);
  requireForm(deps, row, form);
  const { transfers } = deps;
  await tx(transfers.db, async (trx) => {
    const locked = await lockDuty(trx, tenant.orgId, dutyId);
    if (locked === undefined) throw DUTY.not_found();
    const all = { ...(await openDrafts(deps, locked)), [form]: fields };
    const sealed = await transfers.fields.seal(`duty.draft:${dutyId}`, JSON.stringify(all));
    await updateDutyDraft(trx, tenant.orgId, dutyId, sealed);
  });
}

async function draftForm(
  deps: DutyDeps,
  tenant: Tenant,
  row: DutyRow,
  choice: FormChoice,
  fields: FormValues,
): Promise<Drafted> {
  requireForm(deps, row, choice.form);
  const variants = variantsOf(choice.form);
  const variant = choice.variant ?? variants[0] ?? 'first';
  if (!variants.includes(variant)) throw DUTY.unknown_form({ form: choice.form });
  const definition = FORM_DEFINITIONS[choice.form];
  const words = createWords(deps.catalogues, definition.tongues(choice.locale, variant));
  const material = await readMaterial(deps, tenant, row, words.tongues[0]);
  const kept = (await openDrafts(deps, row))[choice.form] ?? {};
  const values = { ...kept, ...fields };
  const assembled = assemble(definition.build(material, words, variant), words, values);
  return { ...assembled, variant, material, values, document: documentOf(choice.form, words, material, assembled) };
}

function requireForm(deps: DutyDeps, row: DutyRow, form: FormName): void {
  const { attaches } = lawOf(deps.engine(), row, 'en');
  if (!formsOf(formOf({ form: row.form, filing: row.filing, attaches })).includes(form))
    throw DUTY.unknown_form({ form });
}

async function openDrafts(deps: DutyDeps, row: DutyRow): Promise<Partial<Record<FormName, FormValues>>> {
  if (row.draft_sealed === null) return {};
  const text = await deps.transfers.fields.open(`duty.draft:${row.duty_id}`, row.draft_sealed);
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null) return {};
  const entries = Object.entries(parsed).flatMap(([name, fields]) => {
    const form = formNameSchema.safeParse(name);
    const values = formValuesSchema.safeParse(fields);
    return form.success && values.success ? [[form.data, values.data] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Title, the warning that it is a draft, the blocks, and by what it was made. */
function documentOf(form: FormName, words: Words, material: Material, assembled: Assembled): FormDocument {
  const { packs, rules, factsDigest, now } = material;
  const versions = packs.map(({ pack, version }) => `${pack} ${version}`).join(', ');
  const digests = packs.map(({ pack, version, digest }) => `${pack} ${version} ${digest}`).join('\n');
  const reviewed = packs.every((pack) => pack.reviewed) ? 'notice.reviewed' : 'notice.not_reviewed';
  return {
    title: words.name(`title.${form}`),
    subtitle: null,
    locale: words.tongues[0],
    notice: [words.text('notice.draft', { time: momentOf(now) }), words.text(reviewed)].join('\n'),
    blocks: [
      ...assembled.blocks,
      { kind: 'heading', text: words.name('heading.made_by') },
      {
        kind: 'paragraph',
        text: words.text('text.made_by', { rules: [...new Set(rules)].join(', '), facts: factsDigest }),
      },
      { kind: 'paragraph', text: digests },
    ],
    footer: `${words.name('notice.footer')} · ${versions} · ${factsDigest.slice(0, 16)}`,
  };
}

function jsonOf(drafted: Drafted, form: FormName): Uint8Array {
  const { document, keys, material, variant } = drafted;
  const fields = document.blocks.flatMap((block, at) => {
    const key = keys[at];
    return block.kind === 'field' && key !== undefined && key !== null ? [{ key, ...block }] : [];
  });
  const made = {
    form,
    variant,
    draft: true,
    reviewedByLawyer: material.packs.every((pack) => pack.reviewed),
    madeAt: material.now.toISOString(),
    locale: document.locale,
    title: document.title,
    rules: [...new Set(material.rules)],
    packs: material.packs,
    facts: { digest: material.factsDigest, values: material.facts },
    fields,
    document,
  };
  return utf8(`${JSON.stringify(made, null, 2)}\n`);
}
