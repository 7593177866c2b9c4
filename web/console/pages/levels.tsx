/** The organisation's levels: what raises a text to which, findings that are wrong, and every earlier version. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { LevelPolicy } from '../../../src/model/level-policy.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { ExceptionsTab } from '../levels/exceptions-tab.tsx';
import { HistoryTab } from '../levels/history-tab.tsx';
import { PolicyTab } from '../levels/policy-tab.tsx';
import { useLevelPolicy } from '../levels/use-levels.ts';
import { classes } from '../ui/classes.ts';
import { Page } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

const TABS = ['policy', 'exceptions', 'history'] as const;
type Tab = (typeof TABS)[number];

export function LevelsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/levels' });
  const { tab = 'policy' } = useSearch({ from: '/levels' });
  // Kept while the reader looks at the other tabs.
  const [draft, setDraft] = useState<LevelPolicy | null>(null);
  const view = useLevelPolicy();
  const go = (to: Tab) => void navigate({ search: to === 'policy' ? {} : { tab: to }, replace: true });
  return (
    <Page title={t('nav.levels')} lead={t('levels.lead')}>
      <div className="mb-5 flex gap-2 overflow-x-auto border-b border-line">
        {TABS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === tab}
            onClick={() => go(one)}
            className={classes(
              '-mb-px min-h-touch border-b-2 px-3 text-sm whitespace-nowrap',
              one === tab ? 'border-accent font-medium text-ink' : 'border-transparent text-soft hover:text-ink',
            )}
          >
            {t(`levels.tab.${one}`)}
          </button>
        ))}
      </div>
      {tab === 'exceptions' && <ExceptionsTab />}
      {tab !== 'exceptions' && view.data === undefined && !view.isError && <Loading lines={8} />}
      {tab !== 'exceptions' && view.data === undefined && view.isError && (
        <Failed error={view.error} retry={() => void view.refetch()} />
      )}
      {tab === 'policy' && view.data !== undefined && <PolicyTab view={view.data} draft={draft} onDraft={setDraft} />}
      {tab === 'history' && view.data !== undefined && (
        <HistoryTab
          view={view.data}
          onAgain={(policy) => {
            setDraft(policy);
            go('policy');
          }}
        />
      )}
    </Page>
  );
}
