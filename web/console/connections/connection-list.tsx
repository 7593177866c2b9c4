/** Connections as people look them over: does it work, what waits, what could not be sent. */
import { Link } from '@tanstack/react-router';
import type { ConnectionView } from '../../../src/model/api/connections.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Tag } from '../ui/badge.tsx';
import { ConditionBadge } from './condition.tsx';
import { connectionName, kindName } from './names.ts';
import { whyText } from './why.ts';

const TROUBLED: readonly ConnectionView['condition'][] = ['failing', 'resting', 'broken', 'unusable'];

function Card({ connection }: { readonly connection: ConnectionView }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { counts, quotaLeft, jurisdiction } = connection;
  const name = connectionName(translation, connection);
  const figures: (readonly [string, string])[] = [
    [t('connection.sent_today'), format.number(counts.sent)],
    [t('connection.waiting'), format.number(counts.waiting)],
    [t('connection.dead'), format.number(counts.dead)],
  ];
  if (quotaLeft !== null) figures.push([t('connection.quota'), format.number(quotaLeft)]);
  return (
    <section
      aria-label={name}
      className="relative grid gap-3 rounded-2xl border border-line bg-surface p-4 shadow-card hover:border-line-strong sm:p-5"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 className="text-base font-semibold wrap-anywhere">
            <Link to="/connections/$id" params={{ id: connection.id }} className="after:absolute after:inset-0">
              {name}
            </Link>
          </h2>
          <p className="text-sm text-soft">
            {[
              connection.label === null ? null : kindName(translation, connection.kind),
              connection.reaches === null ? null : t(`connection.reaches.${connection.reaches}`),
              jurisdiction === null ? null : t('connection.stands_in', { place: placeName(translation, jurisdiction) }),
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </p>
        </div>
        <span className="flex flex-wrap items-center gap-2">
          {connection.source === 'settings' && <Tag>{t('connection.from_file')}</Tag>}
          <ConditionBadge condition={connection.condition} />
        </span>
      </div>
      {TROUBLED.includes(connection.condition) && connection.lastError !== null && (
        <p className="text-sm">{whyText(translation, connection.lastError)}</p>
      )}
      <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt className="text-[0.8125rem] text-soft">{label}</dt>
            <dd className="font-medium tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function ConnectionCards({ connections }: { readonly connections: readonly ConnectionView[] }) {
  return (
    <ul className="grid gap-4 lg:grid-cols-2">
      {connections.map((connection) => (
        <li key={connection.id} className="grid">
          <Card connection={connection} />
        </li>
      ))}
    </ul>
  );
}
