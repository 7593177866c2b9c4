/** Who can sign in. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Page } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

const TONE = { invited: 'wait', enrolling: 'wait', active: 'good', disabled: 'calm' } as const;

export function StaffPage() {
  const { t } = useTranslation();
  const api = useApi();
  const list = useQuery({ queryKey: ['staff'], queryFn: ({ signal }) => api.people.staff({ signal }) });
  return (
    <Page title={t('nav.people')} lead={t('staff.lead')}>
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && (
        <ul className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-card">
          {list.data.staff.map((person) => (
            <li key={person.id} className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 text-sm sm:px-6">
              <p>
                <span className="font-medium">{person.name}</span>
                <span className="block text-soft">
                  {t(`role.${person.role}`)} · {person.email}
                </span>
              </p>
              <Badge tone={TONE[person.state]}>{t(`staff.state.${person.state}`)}</Badge>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
