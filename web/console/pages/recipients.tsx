/** Partners to whom transfers go. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Recipient } from '../../../src/model/api/recipients.ts';
import { useApi, useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { useOwnFactors } from '../recipients/factors.tsx';
import { IdentitiesDialog } from '../recipients/identities-dialog.tsx';
import { RecipientDialog } from '../recipients/recipient-dialog.tsx';
import { RecipientList, whereOf } from '../recipients/recipient-list.tsx';
import { matchesRecipient } from '../recipients/search.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';

export function RecipientsPage() {
  const translation = useTranslation();
  const { t } = translation;
  const api = useApi();
  const toast = useToast();
  const { person } = useSession();
  const [adding, setAdding] = useState(false);
  const [words, setWords] = useState('');
  const [naming, setNaming] = useState<Recipient | null>(null);
  const own = useOwnFactors();
  const known = useQuery({ queryKey: ['identities'], queryFn: ({ signal }) => api.audiences.identities({ signal }) });
  const identities = known.data?.identities ?? [];
  const list = useQuery({ queryKey: ['recipients'], queryFn: ({ signal }) => api.people.recipients({ signal }) });
  const add =
    person.role === 'auditor' ? undefined : (
      <Button kind="primary" icon="new" onClick={() => setAdding(true)}>
        {t('recipient.add')}
      </Button>
    );
  const rows = list.data?.recipients ?? [];
  const found = rows.filter((recipient) =>
    matchesRecipient(recipient, words, [whereOf(translation, recipient), t(`recipient_kind.${recipient.kind}`)]),
  );
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
        <div className="grid gap-4">
          <search className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
            <div className="w-full sm:w-80">
              <TextField
                label={t('recipients.search')}
                type="search"
                autoComplete="off"
                value={words}
                onChange={setWords}
              />
            </div>
            <output className="text-sm text-soft">
              {t('recipients.count', { n: found.length, all: rows.length })}
            </output>
          </search>
          {found.length === 0 ? (
            <Empty title={t('new.no_match')} />
          ) : (
            <RecipientList rows={found} identities={identities} onIdentities={setNaming} {...own.list} />
          )}
        </div>
      )}
      {naming !== null && known.isSuccess && (
        <IdentitiesDialog
          recipient={naming}
          identities={identities.filter((one) => one.recipientId === naming.id)}
          onClose={() => setNaming(null)}
        />
      )}
      {own.dialog}
      <RecipientDialog
        open={adding}
        onClose={() => setAdding(false)}
        onAdded={(recipient) => {
          setAdding(false);
          // Otherwise a search typed before would hide the one just added.
          setWords('');
          toast(t('recipients.added', { name: recipient.name }));
        }}
      />
    </Page>
  );
}
