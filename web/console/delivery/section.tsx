/** The delivery of one transfer: a line of steps and a table for each recipient, and the certificate of it. */
import type { Delivery } from '../../../src/model/api/delivery.ts';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { LockedArchives } from './archives.tsx';
import { Openings } from './openings.tsx';
import { Devices, Previews, Proofs } from './people.tsx';
import { Track } from './track.tsx';
import { useCertificate, useDelivery } from './use-delivery.ts';

type Recipient = Delivery['recipients'][number];

function Certificate({
  transfer,
  recipient,
}: {
  readonly transfer: TransferDetail;
  readonly recipient: Recipient | null;
}) {
  const { t, locale } = useTranslation();
  const make = useCertificate(transfer.id);
  const recipientId = recipient?.id ?? null;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-3">
        {(['pdf', 'json'] as const).map((format) => (
          <Button
            key={format}
            icon="file"
            busy={make.isPending && make.variables.format === format}
            aria-label={recipient === null ? undefined : `${t(`delivery.certificate.${format}`)}: ${recipient.name}`}
            onClick={() => make.mutate({ format, locale, recipientId })}
          >
            {t(`delivery.certificate.${format}`)}
          </Button>
        ))}
      </div>
      {make.isError && <Failed error={make.error} />}
    </div>
  );
}

function OneRecipient({
  transfer,
  delivery,
  recipient,
}: {
  readonly transfer: TransferDetail;
  readonly delivery: Delivery;
  readonly recipient: Recipient;
}) {
  const { t } = useTranslation();
  return (
    <li className="grid gap-4 border-t border-line pt-5 first:border-0 first:pt-0">
      <h3 className="text-sm">
        <span className="font-medium">{recipient.name}</span>
        <span className="text-soft"> · {recipient.organisation}</span>
      </h3>
      <Track recipient={recipient} />
      <Previews recipient={recipient} />
      <Proofs recipient={recipient} />
      <Openings recipient={recipient} objects={transfer.objects} />
      <Devices transferId={transfer.id} recipient={recipient} mayForget={transfer.may.revoke} />
      {delivery.recipients.length > 1 && (
        <Disclosure summary={t('delivery.certificate.one', { name: recipient.name })}>
          <Certificate transfer={transfer} recipient={recipient} />
        </Disclosure>
      )}
    </li>
  );
}

/** Names are covered for whoever is not the sender: then as the page calls them. */
function nameIn(transfer: TransferDetail, { id, name }: Recipient): string {
  return transfer.recipients.find((one) => one.id === id)?.name ?? name;
}

export function DeliverySection({ transfer }: { readonly transfer: TransferDetail }) {
  const { t } = useTranslation();
  const delivery = useDelivery(transfer.id);
  return (
    <Section title={t('delivery.title')} hint={t('delivery.hint')}>
      {delivery.isPending && <Loading lines={4} />}
      {delivery.isError && <Failed error={delivery.error} retry={() => void delivery.refetch()} />}
      {delivery.isSuccess && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-6">
            {delivery.data.recipients.map((recipient) => (
              <OneRecipient
                key={recipient.id}
                transfer={transfer}
                // Names of files as the transfer shows them: covered for whoever is not its sender, until he says why.
                delivery={{ ...delivery.data, objects: transfer.objects }}
                recipient={{ ...recipient, name: nameIn(transfer, recipient) }}
              />
            ))}
          </ul>
          <LockedArchives transfer={transfer} />
          <Disclosure summary={t('delivery.unseen')}>
            <p className="text-sm text-soft">{t('delivery.unseen_text')}</p>
          </Disclosure>
          <div className="grid gap-3 border-t border-line pt-5">
            <h3 className="text-sm font-medium">{t('delivery.certificate.title')}</h3>
            <p className="text-sm text-soft">{t('delivery.certificate.hint')}</p>
            <Certificate transfer={transfer} recipient={null} />
          </div>
        </div>
      )}
    </Section>
  );
}
