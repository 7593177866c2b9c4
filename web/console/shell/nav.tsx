/** Where one can go. A new page is one entry here and one route in routes.tsx. */
import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReadySession, useSession } from '../api/context.tsx';
import { type MessageId, useTranslation } from '../i18n/translate.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';

type NavEntry = {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: MessageId;
  readonly icon: IconName;
  /** Left out: shown to everybody. */
  readonly shown?: (session: ReadySession) => boolean;
};

/** The server permits or refuses; this only spares people doors that are locked to them. */
const maySend = ({ person }: ReadySession) => person.role !== 'auditor';

const NAV: readonly NavEntry[] = [
  { to: '/overview', label: 'nav.meter', icon: 'meter' },
  { to: '/transfers', label: 'nav.transfers', icon: 'transfers' },
  { to: '/transfers/new', label: 'nav.new', icon: 'new', shown: maySend },
  { to: '/approvals', label: 'nav.approvals', icon: 'approvals' },
  { to: '/records', label: 'nav.records', icon: 'records' },
  { to: '/duties', label: 'nav.duties', icon: 'wait', shown: ({ person }) => person.role !== 'sender' },
  { to: '/register', label: 'nav.register', icon: 'register', shown: ({ person }) => person.role !== 'sender' },
  { to: '/counters', label: 'nav.counters', icon: 'counters', shown: ({ person }) => person.role !== 'sender' },
  { to: '/recipients', label: 'nav.recipients', icon: 'recipients', shown: maySend },
  { to: '/staff', label: 'nav.people', icon: 'people', shown: ({ person }) => person.role === 'officer' },
  { to: '/sandbox', label: 'nav.sandbox', icon: 'sandbox', shown: ({ sandbox }) => sandbox },
  { to: '/what-if', label: 'nav.what_if', icon: 'whatIf' },
  { to: '/matrix', label: 'nav.matrix', icon: 'matrix' },
  { to: '/packs', label: 'nav.packs', icon: 'packs' },
  { to: '/log', label: 'nav.log', icon: 'log', shown: ({ person }) => person.role !== 'sender' },
];

export function Nav({ onNavigate }: { readonly onNavigate?: () => void }) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <nav aria-label={t('nav.label')}>
      <ul className="grid gap-0.5">
        {NAV.filter(({ shown }) => shown === undefined || shown(session)).map(({ to, label, icon }) => (
          <li key={label}>
            <Link
              to={to}
              {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
              activeOptions={{ exact: to === '/transfers', includeSearch: false }}
              className="flex min-h-touch items-center gap-3 rounded-lg px-3 text-sm text-soft hover:bg-hover hover:text-ink lg:min-h-10"
              activeProps={{ className: '!bg-accent-soft !text-ink font-medium', 'aria-current': 'page' }}
            >
              <Icon name={icon} />
              {t(label)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
