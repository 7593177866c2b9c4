/** Where one can go. A new page is one entry here and one route in routes.tsx. */
import { Link, type LinkProps } from '@tanstack/react-router';
import { useId } from 'react';
import { type ReadySession, useSession } from '../api/context.tsx';
import { useUnseen } from '../delivery/use-delivery.ts';
import { type MessageId, useTranslation } from '../i18n/translate.tsx';
import { useWaitingRequests } from '../requests/use-requests.ts';
import { Icon, type IconName } from '../ui/icon.tsx';

type NavEntry = {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: MessageId;
  readonly icon: IconName;
  /** Left out: shown to everybody. */
  readonly shown?: (session: ReadySession) => boolean;
  /** A hook that counts what waits there. */
  readonly count?: () => number;
};

/** The server permits or refuses; this only spares people doors that are locked to them. */
const maySend = ({ person }: ReadySession) => person.role !== 'auditor';

type NavGroup = { readonly label: MessageId; readonly entries: readonly NavEntry[] };

const mayRead = ({ person }: ReadySession) => person.role !== 'sender';

const NAV: readonly NavGroup[] = [
  {
    label: 'nav.group.work',
    entries: [
      { to: '/overview', label: 'nav.meter', icon: 'meter' },
      { to: '/transfers', label: 'nav.transfers', icon: 'transfers' },
      { to: '/transfers/new', label: 'nav.new', icon: 'new', shown: maySend },
      { to: '/deliveries', label: 'nav.deliveries', icon: 'deliveries', shown: maySend, count: useUnseen },
      { to: '/approvals', label: 'nav.approvals', icon: 'approvals' },
      { to: '/access', label: 'nav.access', icon: 'key', shown: mayRead },
      { to: '/requests', label: 'nav.requests', icon: 'requests', count: useWaitingRequests },
      { to: '/pseudonyms', label: 'nav.pseudonyms', icon: 'audiences', shown: maySend },
      { to: '/recipients', label: 'nav.recipients', icon: 'recipients', shown: maySend },
    ],
  },
  {
    label: 'nav.group.law',
    entries: [
      { to: '/records', label: 'nav.records', icon: 'records' },
      { to: '/duties', label: 'nav.duties', icon: 'wait', shown: mayRead },
      { to: '/register', label: 'nav.register', icon: 'register', shown: mayRead },
      { to: '/counters', label: 'nav.counters', icon: 'counters', shown: mayRead },
    ],
  },
  {
    label: 'nav.group.rules',
    entries: [
      { to: '/what-if', label: 'nav.what_if', icon: 'whatIf' },
      { to: '/matrix', label: 'nav.matrix', icon: 'matrix' },
      { to: '/packs', label: 'nav.packs', icon: 'packs' },
      { to: '/levels', label: 'nav.levels', icon: 'levels', shown: mayRead },
    ],
  },
  {
    label: 'nav.group.border',
    entries: [
      { to: '/connections', label: 'nav.connections', icon: 'link', shown: mayRead },
      { to: '/dead-letters', label: 'nav.dead_letters', icon: 'again', shown: mayRead },
      { to: '/archive', label: 'nav.archive', icon: 'archive', shown: mayRead },
      { to: '/incidents', label: 'nav.incidents', icon: 'incidents', shown: mayRead },
      { to: '/proof', label: 'nav.proof', icon: 'proof', shown: mayRead },
      { to: '/posture', label: 'nav.posture', icon: 'posture', shown: mayRead },
      { to: '/programs', label: 'nav.programs', icon: 'programs', shown: mayRead },
      { to: '/audiences', label: 'nav.audiences', icon: 'audiences', shown: mayRead },
      { to: '/sign-in-providers', label: 'nav.sign_in', icon: 'key', shown: mayRead },
    ],
  },
  {
    label: 'nav.group.house',
    entries: [
      { to: '/staff', label: 'nav.people', icon: 'people', shown: ({ person }) => person.role === 'officer' },
      { to: '/accesses', label: 'nav.accesses', icon: 'looks' },
      { to: '/sweeps', label: 'nav.sweeps', icon: 'archive', shown: mayRead },
      { to: '/traces', label: 'nav.traces', icon: 'traces', shown: mayRead },
      { to: '/log', label: 'nav.log', icon: 'log', shown: mayRead },
      { to: '/sandbox', label: 'nav.sandbox', icon: 'sandbox', shown: ({ sandbox }) => sandbox },
    ],
  },
];

function Count({ count }: { readonly count: () => number }) {
  const { t } = useTranslation();
  const n = count();
  if (n === 0) return null;
  return (
    <span className="ml-auto rounded-full bg-accent px-2 text-xs leading-5 font-medium text-accent-ink">
      <span aria-hidden="true">{n}</span>
      <span className="sr-only">{t('nav.waiting', { n })}</span>
    </span>
  );
}

function Entry({ entry, onNavigate }: { readonly entry: NavEntry; readonly onNavigate: (() => void) | undefined }) {
  const { t } = useTranslation();
  return (
    <Link
      to={entry.to}
      {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
      activeOptions={{ exact: entry.to === '/transfers', includeSearch: false }}
      className="flex min-h-touch items-center gap-3 rounded-lg px-3 text-sm text-soft hover:bg-hover hover:text-ink lg:min-h-9"
      activeProps={{ className: '!bg-accent-soft !text-ink font-medium', 'aria-current': 'page' }}
    >
      <Icon name={entry.icon} />
      {t(entry.label)}
      {entry.count !== undefined && <Count count={entry.count} />}
    </Link>
  );
}

export function Nav({ onNavigate }: { readonly onNavigate?: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  const id = useId();
  return (
    <nav aria-label={t('nav.label')} className="grid gap-3">
      {NAV.map(({ label, entries }) => {
        const shown = entries.filter((entry) => entry.shown === undefined || entry.shown(session));
        if (shown.length === 0) return null;
        return (
          <div key={label}>
            <p id={`${id}${label}`} className="px-3 pb-0.5 text-xs text-soft">
              {t(label)}
            </p>
            <ul aria-labelledby={`${id}${label}`} className="grid">
              {shown.map((entry) => (
                <li key={entry.label}>
                  <Entry entry={entry} onNavigate={onNavigate} />
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
