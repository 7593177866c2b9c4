/** What would have gone out had everything been posted as it is, against what did. */
import type { Proof } from '../../../src/model/api/proof.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Facts, Section } from '../ui/page.tsx';

export function Compared({ proof }: { readonly proof: Proof }) {
  const { t, format } = useTranslation();
  const { granted, held, refused, crossed, sandbox, notices, messages, stopped } = proof.total;
  const direct = granted.direct + held.direct + refused.direct;
  const sent = crossed.bytes + sandbox.bytes;
  const most = Math.max(direct, sent, 1);
  return (
    <Section title={t('proof.compared')} hint={t('proof.compared_hint')}>
      <div className="grid gap-6">
        <div className="grid gap-3">
          <Bar
            name={t('proof.direct')}
            text={format.bytes(direct)}
            share={direct / most}
            className="fill-line-strong"
          />
          <Bar name={t('proof.instead')} text={format.bytes(sent)} share={sent / most} className="fill-wait" />
        </div>
        <Facts
          rows={[
            [t('proof.share'), proof.keptShare === null ? '–' : format.percent(proof.keptShare)],
            [t('proof.notices'), t('proof.notices_text', { notices, messages })],
            [t('proof.held'), t('proof.transfers_bytes', { n: held.transfers, bytes: format.bytes(held.bytes) })],
            [
              t('proof.refused'),
              t('proof.transfers_bytes', { n: refused.transfers, bytes: format.bytes(refused.bytes) }),
            ],
            [t('proof.stopped'), t('proof.stopped_text', { n: stopped })],
          ]}
        />
      </div>
    </Section>
  );
}

/** As wide as its share; what is more than nothing is never without a mark. */
function Bar({
  name,
  text,
  share,
  className,
}: {
  readonly name: string;
  readonly text: string;
  readonly share: number;
  readonly className: string;
}) {
  return (
    <div className="grid gap-1">
      <p className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span>{name}</span>
        <span className="font-medium tabular-nums">{text}</span>
      </p>
      <svg
        aria-hidden="true"
        className="h-3 w-full rounded-full bg-sunken"
        preserveAspectRatio="none"
        viewBox="0 0 1000 1"
      >
        <rect width={share === 0 ? 0 : Math.max(4, share * 1000)} height="1" className={className} />
      </svg>
    </div>
  );
}
