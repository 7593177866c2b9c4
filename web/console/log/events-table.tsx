/** Events, newest first: a table where there is room, lines on a phone. */
import { Link } from '@tanstack/react-router';
import type { LogEventList } from '../../../src/model/api/system.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { classes } from '../ui/classes.ts';
import { actorText, kindText, outcomeText } from './kinds.ts';

type LogEvent = LogEventList['events'][number];
type EventsProps = {
  readonly events: readonly LogEvent[];
  /** Index of the entry that a link led to. */
  readonly marked: number | undefined;
};

function EntryNumber({ index }: { readonly index: number | null }) {
  const { t, format } = useTranslation();
  return index === null ? (
    <span className="text-soft">{t('timeline.pending')}</span>
  ) : (
    <span className="font-mono text-[0.8125rem]">{format.number(index)}</span>
  );
}

function Reference({ event }: { readonly event: LogEvent }) {
  if (event.transferId === null) return null;
  return (
    <Link
      to="/transfers/$id"
      params={{ id: event.transferId }}
      className="font-mono text-[0.8125rem] whitespace-nowrap text-accent underline underline-offset-2"
    >
      {event.reference ?? event.transferId}
    </Link>
  );
}

/** The kind in words; the server's own name of it for those who read the specification. */
function Kind({ event }: { readonly event: LogEvent }) {
  const translation = useTranslation();
  const outcome = outcomeText(translation, event.outcome);
  return (
    <>
      <p>
        <span className="font-medium">{kindText(translation, event.kind)}</span>
        {outcome !== null && <span className="text-soft"> · {outcome}</span>}
      </p>
      <p className="font-mono text-xs text-soft">{event.kind}</p>
    </>
  );
}

/** Scrolls to an entry: the table and the lines both hold it, one of them is shown. */
export function scrollToEntry(index: number): void {
  const places = [...document.querySelectorAll(`[data-entry="${index}"]`)];
  places.find((place) => place.getClientRects().length > 0)?.scrollIntoView({ block: 'center' });
}

function Table({ events, marked }: EventsProps) {
  const translation = useTranslation();
  const { t, format } = translation;
  const head = 'px-3 py-3 font-medium first:pl-5 last:pr-5';
  return (
    <div className="hidden overflow-hidden rounded-2xl border border-line bg-surface shadow-card md:block">
      <table className="w-full text-left text-sm">
        <thead className="border-b border-line text-[0.8125rem] text-soft">
          <tr>
            <th scope="col" className={head}>
              {t('log.col.index')}
            </th>
            <th scope="col" className={head}>
              {t('log.col.kind')}
            </th>
            <th scope="col" className={head}>
              {t('log.col.actor')}
            </th>
            <th scope="col" className={head}>
              {t('log.col.reference')}
            </th>
            <th scope="col" className={head}>
              {t('log.col.at')}
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr
              key={event.id}
              data-entry={event.index ?? undefined}
              className={classes(
                'scroll-mt-24 border-b border-line align-top last:border-0',
                event.index !== null && event.index === marked && 'bg-accent-soft',
              )}
            >
              <td className="px-3 py-2.5 first:pl-5">
                <EntryNumber index={event.index} />
              </td>
              <td className="px-3 py-2.5">
                <Kind event={event} />
              </td>
              <td className="px-3 py-2.5">{actorText(translation, event.actor, event.onBehalfOf)}</td>
              <td className="px-3 py-2.5">
                <Reference event={event} />
              </td>
              <td className="px-3 py-2.5 text-[0.8125rem] last:pr-5">
                <time dateTime={event.at}>{format.dateTime(event.at)}</time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Lines({ events, marked }: EventsProps) {
  const translation = useTranslation();
  const { format } = translation;
  return (
    <ul className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-card md:hidden">
      {events.map((event) => (
        <li
          key={event.id}
          data-entry={event.index ?? undefined}
          className={classes(
            'grid gap-1 px-4 py-3 text-sm',
            event.index !== null && event.index === marked && 'bg-accent-soft',
          )}
        >
          <div className="flex items-start justify-between gap-3">
            <div className="min-w-0">
              <Kind event={event} />
            </div>
            <EntryNumber index={event.index} />
          </div>
          <p className="text-[0.8125rem] text-soft">
            {actorText(translation, event.actor, event.onBehalfOf)} ·{' '}
            <time dateTime={event.at}>{format.dateTime(event.at)}</time>
          </p>
          <p>
            <Reference event={event} />
          </p>
        </li>
      ))}
    </ul>
  );
}

export function Events(props: EventsProps) {
  return (
    <>
      <Table {...props} />
      <Lines {...props} />
    </>
  );
}
