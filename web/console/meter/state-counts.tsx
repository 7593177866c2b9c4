/** Transfers by state; each number leads to its list. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../i18n/translate.tsx';
import { Section } from '../ui/page.tsx';
import { Loading } from '../ui/states.tsx';
import { StateBadge } from '../ui/words.tsx';
import type { StateCount } from './use-overview.ts';

export function StateCounts({ counts }: { readonly counts: readonly StateCount[] | null }) {
  const { t, format } = useTranslation();
  return (
    <Section title={t('meter.by_state')}>
      {counts === null ? (
        <Loading lines={3} />
      ) : (
        <ul className="-my-2 divide-y divide-line">
          {counts.map(({ state, count, more }) => (
            <li key={state}>
              <Link
                to="/transfers"
                search={{ state }}
                className="-mx-2 flex min-h-touch items-center justify-between gap-3 rounded-lg px-2 text-sm hover:bg-hover"
              >
                <StateBadge state={state} />
                <span className="font-medium tabular-nums">
                  {more ? t('meter.at_least', { n: format.number(count) }) : format.number(count)}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
