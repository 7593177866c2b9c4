/** Who looked at my data; for officers and auditors also at that of another person. */
import { Link, useSearch } from '@tanstack/react-router';
import { OwnAccesses } from '../accesses/own.tsx';
import { AccessesOfPerson } from '../accesses/of-person.tsx';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { classes } from '../ui/classes.ts';
import { Page } from '../ui/page.tsx';

const TABS = ['own', 'other'] as const;

export function AccessesPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const { tab = 'own' } = useSearch({ from: '/accesses' });
  const mayAsk = person.role !== 'sender';
  return (
    <Page title={t('nav.accesses')} lead={t('accesses.lead')}>
      <div className="grid grid-cols-1 gap-4">
        {mayAsk && (
          <nav aria-label={t('accesses.tabs')}>
            <ul className="flex flex-wrap gap-1">
              {TABS.map((name) => (
                <li key={name}>
                  <Link
                    to="/accesses"
                    search={name === 'own' ? {} : { tab: name }}
                    aria-current={name === tab ? 'true' : undefined}
                    className={classes(
                      'inline-flex min-h-touch items-center rounded-lg px-3 text-sm whitespace-nowrap hover:bg-hover sm:min-h-9',
                      name === tab ? 'bg-accent-soft font-medium text-ink' : 'text-soft',
                    )}
                  >
                    {t(`accesses.tab.${name}`)}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {tab === 'other' && mayAsk ? <AccessesOfPerson /> : <OwnAccesses />}
      </div>
    </Page>
  );
}
