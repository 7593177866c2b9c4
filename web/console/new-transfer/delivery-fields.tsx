/** How the notice travels and how long the content can be opened. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useApi } from '../api/context.tsx';
import { LANGUAGE_NAMES, LOCALES } from '../i18n/locale.ts';
import { channelName } from '../i18n/channels.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { EXPIRY_DAYS, OPENS, type TransferDraft } from './draft.ts';

const numberOf = (text: string) => (/^\d{1,4}$/.test(text) ? Number(text) : 0);

export function DeliveryFields({
  draft,
  onChange,
}: {
  readonly draft: TransferDraft;
  readonly onChange: (change: Partial<TransferDraft>) => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const api = useApi();
  const list = useQuery({ queryKey: ['connections'], queryFn: ({ signal }) => api.system.connections({ signal }) });
  const connections = list.data?.connections ?? [];
  const first = connections[0]?.id;
  useEffect(() => {
    if (draft.connectionId === '' && first !== undefined) onChange({ connectionId: first });
  }, [draft.connectionId, first, onChange]);
  const outOfRange = (value: number, { min, max }: { readonly min: number; readonly max: number }) =>
    value < min || value > max ? t('common.range', { min, max }) : null;
  return (
    <div className="grid gap-4">
      {list.isPending && <Loading lines={2} />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && connections.length === 0 && (
        <Callout tone="stop" title={t('new.no_connection')}>
          {t('new.no_connection_hint')}
        </Callout>
      )}
      {connections.length > 0 && (
        <SelectField
          label={t('new.connection')}
          hint={t('new.connection_hint')}
          value={draft.connectionId}
          options={connections.map(({ id, label, jurisdiction, sandbox }) => ({
            value: id,
            label: [
              channelName(translation, label),
              placeName(translation, jurisdiction),
              ...(sandbox ? [t('nav.sandbox')] : []),
            ].join(' · '),
          }))}
          onChange={(connectionId) => onChange({ connectionId })}
        />
      )}
      <SelectField
        label={t('new.notice_locale')}
        value={draft.noticeLocale}
        options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        onChange={(noticeLocale) => onChange({ noticeLocale })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t('new.expires')}
          hint={t('common.range', EXPIRY_DAYS)}
          error={outOfRange(draft.expiresInDays, EXPIRY_DAYS)}
          type="number"
          inputMode="numeric"
          min={EXPIRY_DAYS.min}
          max={EXPIRY_DAYS.max}
          value={draft.expiresInDays === 0 ? '' : String(draft.expiresInDays)}
          onChange={(text) => onChange({ expiresInDays: numberOf(text) })}
        />
        <TextField
          label={t('new.opens')}
          hint={t('common.range', OPENS)}
          error={outOfRange(draft.opensMax, OPENS)}
          type="number"
          inputMode="numeric"
          min={OPENS.min}
          max={OPENS.max}
          value={draft.opensMax === 0 ? '' : String(draft.opensMax)}
          onChange={(text) => onChange({ opensMax: numberOf(text) })}
        />
      </div>
    </div>
  );
}
