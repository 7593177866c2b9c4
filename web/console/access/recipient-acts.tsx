/** What can be done about one recipient beside changing terms. */
import type { AccessTable } from '../../../src/model/api/access.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useAccessAct } from './use-access.ts';

export function RecipientActs({
  table,
  who,
  id,
  onRevoke,
}: {
  readonly table: AccessTable;
  readonly who: string;
  readonly id: string;
  readonly onRevoke: (id: string) => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const forget = useAccessAct<string>(table.transferId, (api, recipientId) =>
    api.access.forgetDevices(table.transferId, recipientId),
  );
  const own = table.inForce.filter((one) => one.recipientId === id);
  const isAlive = own.some((one) => one.state !== 'revoked' && one.state !== 'not_granted');
  if (!table.may.revoke || !isAlive) return null;
  const act =
    'inline-flex min-h-touch items-center text-[0.8125rem] text-accent underline underline-offset-2 sm:min-h-8';
  return (
    <div className="mt-1 flex flex-wrap gap-x-4">
      {own.some((one) => one.devices > 0) && (
        <button
          type="button"
          className={act}
          aria-label={`${t('access.devices.action')}: ${who}`}
          onClick={() => forget.mutate(id, { onSuccess: () => toast(t('access.devices.done')) })}
        >
          {t('access.devices.action')}
        </button>
      )}
      <button
        type="button"
        className={act}
        aria-label={`${t('access.revoke.action')}: ${who}`}
        onClick={() => onRevoke(id)}
      >
        {t('access.revoke.action')}
      </button>
      {forget.isError && <Failed error={forget.error} />}
    </div>
  );
}
