/** Recording once for later transfers: whose, what for, which data, to whom; then what is recorded and where the evidence lies. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CreateRecord } from '../../../src/model/api/records.ts';
import { PURPOSES, type Purpose } from '../../../src/model/facts.ts';
import { useApi, useSession } from '../api/context.tsx';
import { type BasisDraft, EMPTY_BASIS, isBasisComplete, isClaimed, recordOf } from '../basis/basis-draft.ts';
import { EvidenceField, KindFields, TermFields } from '../basis/basis-fields.tsx';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { whereOf } from '../recipients/recipient-list.tsx';
import { CheckField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { SelectField } from '../ui/field.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { keysOf, SCOPE_KINDS, type ScopeKind } from './categories.ts';

type Scope = {
  readonly entityId: string;
  readonly purpose: Purpose | '';
  readonly data: readonly ScopeKind[];
  readonly recipientIds: readonly string[];
};

const put = <T,>(all: readonly T[], one: T, on: boolean): readonly T[] =>
  on ? [...all, one] : all.filter((other) => other !== one);

/** First kinds that almost every transfer carries. */
const USUAL: readonly ScopeKind[] = ['name', 'contact', 'identity', 'bank', 'pay', 'health'];

function DataFields({ scope, onChange }: ScopeProps) {
  const { t } = useTranslation();
  const row = ({ id, label }: (typeof SCOPE_KINDS)[number]) => (
    <CheckField
      key={id}
      label={t(label)}
      checked={scope.data.includes(id)}
      onChange={(on) => onChange({ ...scope, data: put(scope.data, id, on) })}
    />
  );
  return (
    <fieldset>
      <legend className="text-sm font-medium">{t('record.data')}</legend>
      <p className="text-sm text-soft">{t('record.data_hint')}</p>
      {SCOPE_KINDS.filter(({ id }) => USUAL.includes(id)).map(row)}
      <Disclosure summary={t('record.more_data')}>
        {SCOPE_KINDS.filter(({ id }) => !USUAL.includes(id)).map(row)}
      </Disclosure>
    </fieldset>
  );
}

type ScopeProps = { readonly scope: Scope; readonly onChange: (scope: Scope) => void };

function RecipientFields({ scope, onChange }: ScopeProps) {
  const translation = useTranslation();
  const { t } = translation;
  const api = useApi();
  const list = useQuery({ queryKey: ['recipients'], queryFn: ({ signal }) => api.people.recipients({ signal }) });
  if (list.isPending) return <Loading lines={2} />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  return (
    <fieldset>
      <legend className="text-sm font-medium">{t('detail.to')}</legend>
      <p className="text-sm text-soft">{t('record.recipients_hint')}</p>
      {list.data.recipients.length === 0 && <p className="text-sm">{t('recipients.empty')}</p>}
      {list.data.recipients.map((one) => (
        <CheckField
          key={one.id}
          label={`${one.name} · ${one.organisation}`}
          hint={whereOf(translation, one)}
          checked={scope.recipientIds.includes(one.id)}
          onChange={(on) => onChange({ ...scope, recipientIds: put(scope.recipientIds, one.id, on) })}
        />
      ))}
    </fieldset>
  );
}

/** The request, or null while something is missing. */
function requestOf(scope: Scope, draft: BasisDraft): CreateRecord | null {
  const record = recordOf({ ...draft, reuse: true });
  const { entityId, purpose, recipientIds } = scope;
  if (record === null || purpose === '' || entityId === '' || recipientIds.length === 0) return null;
  if (!isClaimed(draft) || !isBasisComplete(draft)) return null;
  return { record, entityId, purpose, categories: keysOf(scope.data), recipientIds: [...recipientIds] };
}

export function RecordDialog({ onClose }: { readonly onClose: () => void }) {
  const translation = useTranslation();
  const { t } = translation;
  const { entities } = useSession();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const [scope, setScope] = useState<Scope>({
    entityId: entities.length === 1 ? (entities[0]?.id ?? '') : '',
    purpose: '',
    data: ['name', 'contact'],
    recipientIds: [],
  });
  const [draft, setDraft] = useState<BasisDraft>(EMPTY_BASIS);
  const request = requestOf(scope, draft);
  const create = useMutation({
    mutationFn: (body: CreateRecord) => api.records.create(body),
    onSuccess: async ({ granted }) => {
      await queries.invalidateQueries({ queryKey: ['records'] });
      await queries.invalidateQueries({ queryKey: ['transfers'] });
      toast(t('record.added', { n: granted }));
      onClose();
    },
  });
  const fields = { value: draft, onChange: setDraft, suggested: [] };
  return (
    <FormDialog
      open
      wide
      title={t('record.add')}
      onClose={onClose}
      action={t('record.add_action')}
      busy={create.isPending}
      disabled={request === null}
      onSubmit={() => {
        if (request !== null) create.mutate(request);
      }}
    >
      <p className="text-sm text-soft">{t('record.add_text')}</p>
      <SelectField
        label={t('new.from')}
        value={scope.entityId}
        placeholder={t('common.choose')}
        options={entities.map((one) => ({
          value: one.id,
          label: `${one.name} · ${placeName(translation, one.jurisdiction)}`,
        }))}
        onChange={(entityId) => setScope({ ...scope, entityId })}
      />
      <SelectField
        label={t('new.purpose')}
        value={scope.purpose}
        placeholder={t('common.choose')}
        options={PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) }))}
        onChange={(purpose) => setScope({ ...scope, purpose })}
      />
      <RecipientFields scope={scope} onChange={setScope} />
      <DataFields scope={scope} onChange={setScope} />
      <div className="grid gap-4">
        <KindFields {...fields} />
      </div>
      <TermFields {...fields} />
      <EvidenceField {...fields} />
      {create.isError && <Failed error={create.error} />}
    </FormDialog>
  );
}
