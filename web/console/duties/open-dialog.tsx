/** Starts clocks by hand: an incident first, since its clocks are the shortest; a contract; an assessment. */
import { useState } from 'react';
import { ASSESSMENTS, CONTRACTS, PURPOSES } from '../../../src/model/facts.ts';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { CheckField, RadioField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { lawName } from './duty-list.tsx';
import { emptyOpenDraft, INCIDENT_FIELDS, INCIDENT_PLACES, type OpenDraft, openRequest } from './open-draft.ts';
import { useDutyAct } from './use-duties.ts';

type Change = (part: Partial<OpenDraft>) => void;
type FieldsProps = { readonly draft: OpenDraft; readonly change: Change };

/** Local time as the browser's own field wants it. */
function localNow(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function IncidentFields({ draft, change }: FieldsProps) {
  const translation = useTranslation();
  const { t } = translation;
  const [first, ...others] = INCIDENT_FIELDS;
  const detail = (key: (typeof INCIDENT_FIELDS)[number]) => (
    <TextAreaField
      key={key}
      label={t(`duty.incident.${key}`)}
      rows={key === 'what' ? 3 : 2}
      maxLength={key === 'what' ? 4000 : key === 'reference' ? 100 : 200}
      value={draft.details[key]}
      onChange={(value) => change({ details: { ...draft.details, [key]: value } })}
    />
  );
  return (
    <>
      <TextField
        label={t('duty.known_at')}
        hint={t('duty.known_at_hint')}
        type="datetime-local"
        required
        value={draft.knownAt}
        onChange={(knownAt) => change({ knownAt })}
      />
      <fieldset>
        <legend className="text-sm font-medium">{t('duty.places')}</legend>
        <p className="text-sm text-soft">{t('duty.places_hint')}</p>
        <div className="mt-1 grid gap-x-6 sm:grid-cols-2">
          {INCIDENT_PLACES.map((place) => (
            <CheckField
              key={place}
              label={lawName(translation, place)}
              checked={draft.places.includes(place)}
              onChange={(on) =>
                change({ places: on ? [...draft.places, place] : draft.places.filter((one) => one !== place) })
              }
            />
          ))}
        </div>
      </fieldset>
      <CheckField
        label={t('duty.personal_data')}
        hint={t('duty.personal_data_hint')}
        checked={draft.personalData}
        onChange={(personalData) => change({ personalData })}
      />
      {detail(first)}
      <Disclosure summary={t('duty.more_details')}>
        <div className="grid gap-4 pt-2">{others.map(detail)}</div>
      </Disclosure>
    </>
  );
}

function RecordFields({ draft, change }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      {draft.kind === 'contract' ? (
        <SelectField
          label={t('duty.contract')}
          value={draft.contract}
          placeholder={t('common.choose')}
          options={CONTRACTS.map((value) => ({ value, label: t(`contract.${value}`) }))}
          onChange={(contract) => change({ contract })}
        />
      ) : (
        <SelectField
          label={t('duty.assessment')}
          value={draft.assessment}
          placeholder={t('common.choose')}
          options={ASSESSMENTS.map((value) => ({ value, label: t(`assessment.${value}`) }))}
          onChange={(assessment) => change({ assessment })}
        />
      )}
      <SelectField
        label={t('new.purpose')}
        value={draft.purpose}
        placeholder={t('common.choose')}
        options={PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) }))}
        onChange={(purpose) => change({ purpose })}
      />
      <TextField
        label={draft.kind === 'contract' ? t('duty.effective_at') : t('duty.done_at')}
        type="date"
        required
        value={draft.day}
        onChange={(day) => change({ day })}
      />
      <TextField
        label={t('duty.record_reference')}
        maxLength={200}
        autoComplete="off"
        value={draft.reference}
        onChange={(reference) => change({ reference })}
      />
    </>
  );
}

export function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { entities } = useSession();
  const [draft, setDraft] = useState(() => emptyOpenDraft(entities[0]?.id ?? '', localNow()));
  const change: Change = (part) => setDraft((before) => ({ ...before, ...part }));
  const request = openRequest(draft);
  const open = useDutyAct<NonNullable<typeof request>, { opened: string[] }>(
    (api, body) => api.duties.open(body),
    ({ opened }) => {
      toast(t('duty.opened', { n: opened.length }));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      wide
      title={t('duty.open')}
      onClose={onClose}
      action={t('duty.open_action')}
      busy={open.isPending}
      disabled={request === null}
      onSubmit={() => {
        if (request !== null) open.mutate(request);
      }}
    >
      <RadioField
        label={t('duty.open_kind')}
        value={draft.kind}
        onChange={(kind) => change({ kind })}
        choices={(['incident', 'contract', 'assessment'] as const).map((value) => ({
          value,
          label: t(`duty.open_kind.${value}`),
          hint: t(`duty.open_hint.${value}`),
        }))}
      />
      {entities.length > 1 && (
        <SelectField
          label={t('new.from')}
          value={draft.entityId}
          options={entities.map((entity) => ({ value: entity.id, label: entity.name }))}
          onChange={(entityId) => change({ entityId })}
        />
      )}
      {draft.kind === 'incident' ? (
        <IncidentFields draft={draft} change={change} />
      ) : (
        <RecordFields draft={draft} change={change} />
      )}
      {open.isError && <Failed error={open.error} />}
    </FormDialog>
  );
}
