/** What most programs never need to change: wording, collecting, limits, answers. */
import { ROUTE_TEMPLATES } from '../../../src/model/notice.ts';
import { channelName } from '../i18n/channels.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { CheckField } from '../ui/choice.tsx';
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx';
import { type DoorDraft, isBetween } from './door-draft.ts';
import type { FieldProps } from './route-fields.tsx';

const LABEL_MAX = 40;

function NumberField({
  label,
  hint,
  min,
  max,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly min: number;
  readonly max: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const range = t('common.range', { min, max });
  return (
    <TextField
      label={label}
      hint={hint ?? range}
      inputMode="numeric"
      error={isBetween(value, min, max) ? null : t('door.number_wrong')}
      value={value}
      onChange={onChange}
    />
  );
}

function Wording({ draft, set }: Omit<FieldProps, 'connections'>) {
  const { t } = useTranslation();
  return (
    <>
      <SelectField
        label={t('door.template')}
        hint={t('door.template_hint')}
        value={draft.template}
        options={ROUTE_TEMPLATES.map((value) => ({ value, label: t(`door.template.${value}`) }))}
        onChange={(template) => set({ template })}
      />
      <TextField
        label={t('door.label')}
        hint={t('door.label_hint')}
        maxLength={LABEL_MAX}
        value={draft.label}
        onChange={(label) => set({ label })}
      />
      <NumberField
        label={t('door.digest')}
        hint={t('door.digest_hint')}
        min={0}
        max={3600}
        value={draft.digestSeconds}
        onChange={(digestSeconds) => set({ digestSeconds })}
      />
      <CheckField
        label={t('door.mention_all')}
        hint={t('door.mention_all_hint')}
        checked={draft.mentionAll}
        onChange={(mentionAll) => set({ mentionAll })}
      />
      <CheckField
        label={t('door.pass_public')}
        hint={t('door.pass_public_hint')}
        checked={draft.passPublic}
        onChange={(passPublic) => set({ passPublic })}
      />
      {draft.passPublic && <Callout tone="wait" title={t('door.pass_public_warning')} />}
    </>
  );
}

function AppFields({ draft, set, connections }: FieldProps) {
  const translation = useTranslation();
  const { t } = translation;
  const persons = connections.filter((one) => one.reaches === 'user');
  return (
    <>
      <TextAreaField
        label={t('door.conversations')}
        hint={t('door.conversations_hint')}
        rows={2}
        spellCheck={false}
        value={draft.conversationIds}
        onChange={(conversationIds) => set({ conversationIds })}
      />
      <SelectField
        label={t('door.person_connection')}
        hint={t('door.person_connection_hint')}
        value={draft.personConnectionId === '' ? 'none' : draft.personConnectionId}
        options={[
          { value: 'none', label: t('door.person_connection_none') },
          ...persons.map((one) => ({ value: one.id, label: channelName(translation, one.label) })),
        ]}
        onChange={(id) => set({ personConnectionId: id === 'none' ? '' : id })}
      />
    </>
  );
}

const HELD: readonly DoorDraft['held'][] = ['ok', 'told'];
const STATUSES: readonly DoorDraft['refusalStatus'][] = ['200', '403'];

export function MoreFields(props: FieldProps) {
  const { draft, set } = props;
  const { t } = useTranslation();
  return (
    <div className="grid gap-5 pt-2">
      <Wording draft={draft} set={set} />
      <div className="grid gap-5 sm:grid-cols-2">
        <NumberField
          label={t('door.expires')}
          min={1}
          max={90}
          value={draft.expiresInDays}
          onChange={(expiresInDays) => set({ expiresInDays })}
        />
        <NumberField
          label={t('door.opens')}
          min={1}
          max={100}
          value={draft.opensMax}
          onChange={(opensMax) => set({ opensMax })}
        />
      </div>
      <SelectField
        label={t('door.held')}
        value={draft.held}
        options={HELD.map((value) => ({ value, label: t(`door.held.${value}`) }))}
        onChange={(held) => set({ held })}
      />
      <SelectField
        label={t('door.refusal')}
        hint={t('door.refusal_hint')}
        value={draft.refusalStatus}
        options={STATUSES.map((value) => ({ value, label: t(`door.refusal.${value}`) }))}
        onChange={(refusalStatus) => set({ refusalStatus })}
      />
      {draft.kind === 'app' && <AppFields {...props} />}
    </div>
  );
}
