/** Connected programs as people look them over: what is it, is it alive, what did it send, what stayed at home. */
import { Link } from '@tanstack/react-router';
import type { DoorList, DoorSummary } from '../../../src/model/api/doors.ts';
import { channelName } from '../i18n/channels.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';

const TONE: Readonly<Record<DoorSummary['state'], Tone>> = { active: 'good', paused: 'wait', removed: 'calm' };

export function DoorState({ state }: Pick<DoorSummary, 'state'>) {
  const { t } = useTranslation();
  return <Badge tone={TONE[state]}>{t(`door.state.${state}`)}</Badge>;
}

/** The connection in words; its id where it is no longer there. */
export function connectionText(
  translation: ReturnType<typeof useTranslation>,
  connections: DoorList['connections'],
  id: string,
): string {
  const found = connections.find((one) => one.id === id);
  return found === undefined ? id : channelName(translation, found.label);
}

function Card({ door, connections }: { readonly door: DoorSummary; readonly connections: DoorList['connections'] }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { month } = door;
  return (
    <section
      aria-label={door.name}
      className="relative grid gap-3 rounded-2xl border border-line bg-surface p-4 shadow-card hover:border-line-strong sm:p-5"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 className="text-base font-semibold break-words">
            <Link to="/programs/$id" params={{ id: door.id }} className="after:absolute after:inset-0">
              {door.name}
            </Link>
          </h2>
          <p className="text-sm text-soft">
            {t('door.to', {
              audience: door.audience?.name ?? t('door.no_audience'),
              connection: connectionText(translation, connections, door.connectionId),
            })}
          </p>
        </div>
        <DoorState state={door.state} />
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <Number label={t('door.calls_month')} value={format.number(month.calls)} />
        <Number label={t('door.usage.held')} value={format.number(month.held)} />
        <Number label={t('door.usage.kept')} value={month.keptShare === null ? '–' : format.percent(month.keptShare)} />
        <Number
          label={t('door.last_call')}
          value={door.lastCallAt === null ? t('door.never') : format.dateTime(door.lastCallAt)}
        />
      </dl>
      {door.previousUntil !== null && (
        <p className="text-sm text-wait">{t('door.old_until', { time: format.dateTime(door.previousUntil) })}</p>
      )}
    </section>
  );
}

function Number({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <dt className="text-[0.8125rem] text-soft">{label}</dt>
      <dd className="font-medium">{value}</dd>
    </div>
  );
}

export function Doors({ doors, connections }: Pick<DoorList, 'doors' | 'connections'>) {
  return (
    <ul className="grid gap-4 empty:hidden">
      {doors.map((door) => (
        <li key={door.id}>
          <Card door={door} connections={connections} />
        </li>
      ))}
    </ul>
  );
}
