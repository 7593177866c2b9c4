/** Where a program's messages go: to whom, by which connection, in which words, for which purpose. */
import { useState } from 'react';
import type { DoorList } from '../../../src/model/api/doors.ts';
import { PURPOSES } from '../../../src/model/facts.ts';
import { useSession } from '../api/context.tsx';
import { AudienceDialog } from '../audiences/audience-dialogs.tsx';
import { useAudiences } from '../audiences/use-audiences.ts';
import { channelName } from '../i18n/channels.ts';
import { LANGUAGE_NAMES, LOCALES } from '../i18n/locale.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import type { DoorDraft } from './door-draft.ts';

export type FieldProps = {
  readonly draft: DoorDraft;
  readonly set: (change: Partial<DoorDraft>) => void;
  readonly connections: DoorList['connections'];
};

function AudienceField({ draft, set }: FieldProps) {
  const { t } = useTranslation();
  const [making, setMaking] = useState(false);
  const list = useAudiences();
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const all = list.data?.audiences ?? [];
  return (
    <div className="grid gap-2">
      <SelectField
        label={t('door.audience')}
        hint={t('door.audience_hint')}
        value={draft.audienceId}
        placeholder={t('common.choose')}
        required
        options={all.map((one) => ({
          value: one.id,
          label: `${one.name} · ${t('audience.count', { n: one.members.length })}`,
        }))}
        onChange={(audienceId) => set({ audienceId })}
      />
      <div>
        <Button icon="new" onClick={() => setMaking(true)}>
          {t('audience.add')}
        </Button>
      </div>
      {making && <AudienceDialog onClose={() => setMaking(false)} onMade={(audienceId) => set({ audienceId })} />}
    </div>
  );
}

function ConnectionField({ draft, set, connections }: FieldProps) {
  const translation = useTranslation();
  const { t } = translation;
  const groups = connections.filter((one) => one.reaches === 'group');
  if (groups.length === 0) return <Callout tone="stop" title={t('door.no_connection')} />;
  return (
    <SelectField
      label={t('door.connection')}
      hint={t('door.connection_hint')}
      value={draft.connectionId}
      placeholder={t('common.choose')}
      required
      options={groups.map((one) => ({ value: one.id, label: channelName(translation, one.label) }))}
      onChange={(connectionId) => set({ connectionId })}
    />
  );
}

export function RouteFields(props: FieldProps) {
  const { draft, set } = props;
  const translation = useTranslation();
  const { t } = translation;
  const { entities } = useSession();
  return (
    <>
      <TextField
        label={t('door.name')}
        hint={t('door.name_hint')}
        required
        maxLength={100}
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      {entities.length > 1 && (
        <SelectField
          label={t('new.from')}
          value={draft.entityId}
          placeholder={t('common.choose')}
          required
          options={entities.map((one) => ({
            value: one.id,
            label: `${one.name} · ${placeName(translation, one.jurisdiction)}`,
          }))}
          onChange={(entityId) => set({ entityId })}
        />
      )}
      <AudienceField {...props} />
      <ConnectionField {...props} />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          label={t('door.locale')}
          value={draft.locale}
          options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          onChange={(locale) => set({ locale })}
        />
        <SelectField
          label={t('new.purpose')}
          value={draft.purpose}
          options={PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) }))}
          onChange={(purpose) => set({ purpose })}
        />
      </div>
    </>
  );
}
