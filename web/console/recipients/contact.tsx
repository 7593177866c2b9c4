/** Address and number of a recipient; covered for whoever did not add him, until he says why. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { LookReason } from '../../../src/model/api/accesses.ts';
import type { Recipient } from '../../../src/model/api/recipients.ts';
import { LookDialog } from '../accesses/look-dialog.tsx';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';

export function Contact({ recipient }: { readonly recipient: Recipient }) {
  const { t } = useTranslation();
  const api = useApi();
  const [asking, setAsking] = useState(false);
  const look = useMutation({
    mutationFn: (why: LookReason) => api.accesses.contact(recipient.id, why),
    onSuccess: () => setAsking(false),
  });
  const { email, phone } = look.data ?? recipient;
  return (
    <>
      <p>{email}</p>
      {typeof phone === 'string' && <p className="text-soft">{phone}</p>}
      {recipient.covered && !look.isSuccess && (
        <button
          type="button"
          aria-label={`${t('look.contact')}: ${recipient.name}`}
          onClick={() => setAsking(true)}
          className="inline-flex min-h-touch items-center text-accent underline underline-offset-2 sm:min-h-9"
        >
          {t('look.contact')}
        </button>
      )}
      {asking && (
        <LookDialog
          title={t('look.contact')}
          busy={look.isPending}
          error={look.error}
          onLook={(why) => look.mutate(why)}
          onClose={() => setAsking(false)}
        >
          {t('look.contact_text')}
        </LookDialog>
      )}
    </>
  );
}
