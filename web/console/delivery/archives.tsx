/** Locked archives that recipients took: the sender reads their passwords out, by another way than the notice went. */
import type { LockedArchiveList } from '../../../src/model/api/delivery.ts';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/states.tsx';
import { useArchivePassword, useArchives } from './use-delivery.ts';

type Archive = LockedArchiveList['archives'][number];

function OneArchive({ transfer, archive }: { readonly transfer: TransferDetail; readonly archive: Archive }) {
  const { t, format } = useTranslation();
  const shown = useArchivePassword(transfer.id);
  const what = t('locked.what', {
    name: transfer.recipients.find((one) => one.id === archive.recipientId)?.name ?? '?',
    file: transfer.objects.find((one) => one.id === archive.objectId)?.name ?? '?',
    time: format.dateTime(archive.madeAt),
  });
  return (
    <li className="grid justify-items-start gap-2">
      <p className="text-sm break-words">{what}</p>
      {shown.isSuccess ? (
        <>
          <output
            aria-label={t('locked.password')}
            className="rounded-lg bg-sunken px-3 py-2 font-mono tracking-wide select-all"
          >
            {shown.data.password}
          </output>
          <Button onClick={() => shown.reset()}>{t('locked.hide')}</Button>
        </>
      ) : (
        <Button
          busy={shown.isPending}
          aria-label={`${t('locked.show')}: ${what}`}
          onClick={() => shown.mutate(archive.openingId)}
        >
          {t('locked.show')}
        </Button>
      )}
      {shown.isError && <Failed error={shown.error} />}
    </li>
  );
}

export function LockedArchives({ transfer }: { readonly transfer: TransferDetail }) {
  const { t } = useTranslation();
  const archives = useArchives(transfer.id);
  if (archives.isError) return <Failed error={archives.error} retry={() => void archives.refetch()} />;
  if (!archives.isSuccess || archives.data.archives.length === 0) return null;
  return (
    <div className="grid gap-3 border-t border-line pt-5">
      <h3 className="text-sm font-medium">{t('locked.title')}</h3>
      <p className="text-sm text-soft">{t('locked.hint')}</p>
      <ul className="grid gap-4">
        {archives.data.archives.map((archive) => (
          <OneArchive key={archive.openingId} transfer={transfer} archive={archive} />
        ))}
      </ul>
    </div>
  );
}
