/** Partners to whom transfers go. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi, useSession } from '../api/context.tsx';
import { cityName, placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { RecipientDialog } from '../recipients/recipient-dialog.tsx';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

export function RecipientsPage() {
  const translation = useTranslation();
  const { t } = translation;
  const api = useApi();
  const { person } = useSession();
  const [adding, setAdding] = useState(false);
  const list = useQuery({ queryKey: ['recipients'], queryFn: ({ signal }) => api.people.recipients({ signal }) });
  const add =
    person.role === 'auditor' ? undefined : (
      <Button kind="primary" icon="new" onClick={() => setAdding(true)}>
        {t('recipient.add')}
      </Button>
    );
  const rows = list.data?.recipients ?? [];
  return (
    <Page title={t('nav.recipients')} lead={t('recipients.lead')} action={rows.length > 0 ? add : undefined}>
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <Empty title={t('recipients.empty')} action={add}>
          {t('recipients.empty_hint')}
        </Empty>
      )}
      {rows.length > 0 && (
        <ul className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-card">
          {rows.map((recipient) => (
            <li key={recipient.id} className="grid gap-1 px-4 py-3 text-sm sm:grid-cols-2 sm:px-6">
              <p>
                <span className="font-medium">{recipient.name}</span>
                <span className="block text-soft">{recipient.organisation}</span>
              </p>
              <p className="text-soft">
                {[placeName(translation, recipient.jurisdiction), cityName(translation, recipient.city)]
                  .filter((part) => part !== null)
                  .join(' · ')}
                <span className="block">{t(`recipient_kind.${recipient.kind}`)}</span>
              </p>
            </li>
          ))}
        </ul>
      )}
      <RecipientDialog open={adding} onClose={() => setAdding(false)} onAdded={() => setAdding(false)} />
    </Page>
  );
}
