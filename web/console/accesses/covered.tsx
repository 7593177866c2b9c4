/** The names of a transfer for somebody who is not its sender: numbers first, names once he says why. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type TransferDetail, transferNamesSchema } from '../../../src/model/api/transfers.ts';
import type { LookReason } from '../../../src/model/api/accesses.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { LookDialog } from './look-dialog.tsx';
import { withNames } from './names.ts';

const keyOf = (id: string) => ['transfer-names', id] as const;

/** The transfer as it can be shown. What was looked at stays until the page is loaded anew. */
export function useNamed(transfer: TransferDetail | undefined): TransferDetail | undefined {
  const { t } = useTranslation();
  const id = transfer?.id ?? '';
  // Filled by the look alone; asking would be a look of its own.
  const names = useQuery({ queryKey: keyOf(id), queryFn: () => null, enabled: false });
  if (transfer === undefined) return undefined;
  return withNames(transfer, transferNamesSchema.safeParse(names.data).data, {
    recipient: (n) => t('look.recipient', { n }),
    file: (n) => t('look.file', { n }),
  });
}

/** Says that names are covered, and shows them for a purpose. Nothing where nothing is covered, or all has been shown. */
export function CoveredNames({ transfer }: { readonly transfer: TransferDetail }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const names = useQuery({ queryKey: keyOf(transfer.id), queryFn: () => null, enabled: false });
  const look = useMutation({
    mutationFn: (why: LookReason) => api.accesses.look(transfer.id, why),
    onSuccess: (answer) => {
      queries.setQueryData(keyOf(transfer.id), answer);
      setAsking(false);
    },
  });
  if (!transfer.covered || transferNamesSchema.safeParse(names.data).success) return null;
  return (
    <Callout tone="calm" title={t('look.covered')}>
      <p>{t('look.covered_text')}</p>
      <div className="mt-3">
        <Button onClick={() => setAsking(true)}>{t('look.title')}</Button>
      </div>
      {asking && (
        <LookDialog
          title={t('look.title')}
          busy={look.isPending}
          error={look.error}
          onLook={(why) => look.mutate(why)}
          onClose={() => setAsking(false)}
        >
          {t('look.text')}
        </LookDialog>
      )}
    </Callout>
  );
}
