/** What else is known about one recipient's side: who loaded the page, how identity was proved, and his devices. */
import { useState } from 'react';
import type { Delivery } from '../../../src/model/api/delivery.ts';
import { FACTORS } from '../../../src/model/access-terms.ts';
import { placeName } from '../i18n/places.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useForgetDevice } from './use-delivery.ts';

type Recipient = Delivery['recipients'][number];

export function Previews({ recipient }: { readonly recipient: Recipient }) {
  const { t, format } = useTranslation();
  if (recipient.previews.length === 0) return null;
  return (
    <ul className="grid gap-1 text-sm">
      {recipient.previews.map(({ robot, firstAt, times }) => (
        <li key={robot}>
          {t('delivery.loaded', { by: t(`delivery.robot.${robot}`) })}
          <span className="text-soft">
            {' '}
            · {format.dateTime(firstAt)}
            {times > 1 && ` · ${t('delivery.times', { n: times })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Factors of a newer server keep their own name. */
function factorName({ t }: Translation, name: string): string {
  const known = FACTORS.find((one) => one === name);
  return known === undefined ? name : t(`delivery.factor.${known}`);
}

export function Proofs({ recipient }: { readonly recipient: Recipient }) {
  const translation = useTranslation();
  const { t, format } = translation;
  if (recipient.proofs.length === 0) return null;
  return (
    <ul className="grid gap-1 text-sm">
      {recipient.proofs.map(({ at, factors, place }) => (
        <li key={at}>
          {t('delivery.proved_by', { factors: format.list(factors.map((one) => factorName(translation, one))) })}
          <span className="text-soft">
            {' '}
            · {format.dateTime(at)}
            {place !== null && ` · ${placeName(translation, place)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Removing is for good: the dialog says so before. */
export function Devices({
  transferId,
  recipient,
  mayForget,
}: {
  readonly transferId: string;
  readonly recipient: Recipient;
  readonly mayForget: boolean;
}) {
  const { t, format } = useTranslation();
  const toast = useToast();
  const [chosen, setChosen] = useState<string | null>(null);
  const forget = useForgetDevice(transferId, () => {
    setChosen(null);
    toast(t('delivery.device_gone'));
  });
  if (recipient.devices.length === 0) return null;
  return (
    <>
      <ul className="grid gap-1 text-sm">
        {recipient.devices.map(({ id, key, firstAt, lastAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0">
              {t('delivery.device')} <span className="font-mono text-[0.8125rem]">{key.slice(0, 16)}</span>
              <span className="text-soft">
                {' '}
                · {t('delivery.device_times', { first: format.date(firstAt), last: format.dateTime(lastAt) })}
              </span>
            </span>
            {mayForget && <Button onClick={() => setChosen(id)}>{t('delivery.device_forget')}</Button>}
          </li>
        ))}
      </ul>
      <FormDialog
        title={t('delivery.device_forget_title')}
        open={chosen !== null}
        onClose={() => setChosen(null)}
        action={t('delivery.device_forget')}
        actionKind="danger"
        busy={forget.isPending}
        onSubmit={() => chosen !== null && forget.mutate({ recipientId: recipient.id, deviceId: chosen })}
      >
        <p className="text-sm">{t('delivery.device_forget_text', { name: recipient.name })}</p>
        {forget.isError && <Failed error={forget.error} />}
      </FormDialog>
    </>
  );
}
