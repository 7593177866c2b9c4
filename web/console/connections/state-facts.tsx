/** The figures of one connection, and what it is set to; secrets are said to be there, never shown. */
import type { ReactNode } from 'react';
import type { ConnectionDetail, ConnectionView } from '../../../src/model/api/connections.ts';
import { CONNECTION_FIELDS, FIELD_CHOICES } from '../../../src/model/connection-fields.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Facts } from '../ui/page.tsx';
import { kindName, nameOf } from './names.ts';
import { typedOf } from './settings-draft.ts';

export function StateFacts({
  connection,
  all,
}: {
  readonly connection: ConnectionDetail;
  readonly all: readonly ConnectionView[];
}) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { counts, quotaLeft, quotaAt, lastOkAt, jurisdiction, hosts, can } = connection;
  const afterwards = [
    can.update ? t('connection.can_update') : can.recall ? t('connection.can_recall') : t('connection.can_not_end'),
    can.confirm ? t('connection.can_confirm') : t('connection.can_not_confirm'),
  ];
  const rows: (readonly [string, ReactNode])[] = [
    [t('connection.kind'), kindName(translation, connection.kind)],
    [t('connection.last_ok'), lastOkAt === null ? t('connection.never') : format.dateTime(lastOkAt)],
    [t('connection.sent_today'), format.number(counts.sent)],
    [t('connection.waiting'), format.number(counts.waiting)],
    [t('connection.dead'), format.number(counts.dead)],
  ];
  if (quotaLeft !== null)
    rows.push([
      t('connection.quota'),
      t('connection.quota_at', { n: quotaLeft, time: quotaAt === null ? '' : format.dateTime(quotaAt) }),
    ]);
  if (jurisdiction !== null) rows.push([t('connection.field.jurisdiction'), placeName(translation, jurisdiction)]);
  if (hosts.length > 0) rows.push([t('connection.hosts'), hosts.join(', ')]);
  rows.push([t('connection.afterwards'), afterwards.join(' ')]);
  rows.push([
    t('connection.fallbacks'),
    connection.fallbacks.length === 0
      ? t('connection.no_fallbacks')
      : connection.fallbacks.map((id) => nameOf(translation, all, id)).join(' → '),
  ]);
  return <Facts rows={rows} />;
}

export function SettingsFacts({ connection }: { readonly connection: ConnectionDetail }) {
  const { t } = useTranslation();
  const typed = typedOf(connection.kind, connection.settings);
  const rows = CONNECTION_FIELDS[connection.kind].flatMap((field): (readonly [string, ReactNode])[] => {
    const label = t(`connection.field.${field.words}`);
    if (connection.secretsSet.includes(field.name)) return [[label, t('connection.set')]];
    if (connection.settings[field.name] === undefined || field.form === 'place') return [];
    const text = typed[field.name] ?? '';
    const known = field.choices === undefined ? [] : FIELD_CHOICES[field.choices];
    const choice = known.find((one) => one === text);
    return [[label, choice === undefined ? text : t(`connection.choice.${choice}`)]];
  });
  return <Facts rows={rows} />;
}
