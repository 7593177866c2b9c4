/** What happened, newest last; each step leads to its entry in the audit log. */
import { Link } from '@tanstack/react-router';
import type { TimelineEntry, TransferDetail } from '../../../src/model/api/transfers.ts';
import { useTranslation } from '../i18n/translate.tsx';
import type { Tone } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import { placeName } from '../i18n/places.ts';

const TONE: Readonly<Record<TimelineEntry['kind'], Tone>> = {
  'transfer.submitted': 'calm',
  'transfer.arrived': 'calm',
  'transfer.decided': 'calm',
  'basis.recorded': 'calm',
  'transfer.approved': 'good',
  'transfer.declined': 'stop',
  'transfer.granted': 'good',
  'grant.made': 'calm',
  'grant.changed': 'calm',
  'access.changed': 'wait',
  'access.revoked': 'stop',
  'access.devices_forgotten': 'calm',
  'transfer.withdrawn': 'stop',
  'transfer.revoked': 'stop',
  'transfer.expired': 'wait',
  'notice.sent': 'good',
  'notice.failed': 'stop',
  'notice.moved': 'calm',
  'notice.resent': 'calm',
  'notice.dismissed': 'calm',
  'notice.ended': 'calm',
  'code.sent': 'calm',
  'identity.proven': 'calm',
  'identity.failed': 'wait',
  'code.spoken': 'calm',
  'identity.locked': 'stop',
  'identity.unlocked': 'calm',
  'identity.handed_on': 'calm',
  'identity.ended': 'calm',
  'object.opened': 'good',
  'object.released': 'good',
  'object.open_refused': 'stop',
  'object.downloaded': 'good',
  'notice.previewed': 'calm',
  'device.seen': 'calm',
  'receipt.signed': 'good',
  'certificate.made': 'calm',
  'access_request.made': 'wait',
  'access_request.withdrawn': 'calm',
  'access_request.granted': 'good',
  'access_request.declined': 'stop',
  'access_request.noted': 'calm',
  'grant.ended': 'stop',
  'transfer.read': 'calm',
  'object.not_shown': 'wait',
};

const DOT: Readonly<Record<Tone, string>> = {
  good: 'bg-good',
  wait: 'bg-wait',
  stop: 'bg-stop',
  calm: 'bg-line-strong',
};

/** Outcomes of decisions have words; other outcomes are codes of the server and stay with the log. */
function outcomeText(t: ReturnType<typeof useTranslation>['t'], outcome: string | null): string | null {
  if (outcome === 'allow' || outcome === 'held' || outcome === 'refused') return t(`outcome.${outcome}`);
  return null;
}

function Entry({ entry, transfer }: { readonly entry: TimelineEntry; readonly transfer: TransferDetail }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const recipient = transfer.recipients.find(({ id }) => id === entry.recipientId);
  const outcome = outcomeText(t, entry.outcome);
  const actor = entry.actor === 'system' ? t('timeline.system') : entry.actor;
  const who = entry.onBehalfOf === null ? actor : t('approvals.by_for', { by: actor, officer: entry.onBehalfOf });
  return (
    <li className="relative grid gap-0.5 pb-5 pl-6 last:pb-0">
      <span aria-hidden="true" className="absolute top-3 bottom-0 left-[5px] w-px bg-line in-[li:last-child]:hidden" />
      <span
        aria-hidden="true"
        className={classes('absolute top-1.5 left-0 size-[11px] rounded-full', DOT[TONE[entry.kind]])}
      />
      <p className="text-sm font-medium">
        {t(`timeline.${entry.kind}`)}
        {outcome !== null && <span className="font-normal text-soft"> · {outcome}</span>}
      </p>
      <p className="text-[0.8125rem] text-soft">
        {[
          who,
          recipient !== undefined && recipient.name !== who ? recipient.name : null,
          entry.place === null ? null : placeName(translation, entry.place),
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
      <p className="text-[0.8125rem] text-soft">
        <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
        {' · '}
        {entry.logIndex === null ? (
          t('timeline.pending')
        ) : (
          <Link to="/log" search={{ index: entry.logIndex }} className="text-accent underline underline-offset-2">
            {t('timeline.log', { index: entry.logIndex })}
          </Link>
        )}
      </p>
    </li>
  );
}

export function Timeline({ transfer }: { readonly transfer: TransferDetail }) {
  const { t } = useTranslation();
  if (transfer.timeline.length === 0) return <p className="text-sm text-soft">{t('timeline.empty')}</p>;
  return (
    <ol>
      {transfer.timeline.map((entry) => (
        <Entry
          key={`${entry.at} ${entry.kind} ${entry.recipientId ?? ''} ${entry.logIndex ?? ''}`}
          entry={entry}
          transfer={transfer}
        />
      ))}
    </ol>
  );
}
