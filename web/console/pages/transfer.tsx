/** One transfer: what it is, where it stands and why, who may open it, what happened. */
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { AccessSection } from '../access/access-section.tsx';
import { SentMessages } from '../connections/sent.tsx';
import { DeliverySection } from '../delivery/section.tsx';
import { DecisionView } from '../decision/decision-view.tsx';
import { CoveredNames, useNamed } from '../accesses/covered.tsx';
import { channelName } from '../i18n/channels.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { shownOfTransfer } from '../levels/shown.ts';
import { FoundList, Raised } from '../levels/why.tsx';
import { RequestsOfTransfer } from '../requests/of-transfer.tsx';
import { BasisDialog, EndDialog } from '../transfer/act-dialogs.tsx';
import { ApprovalDialog } from '../transfer/approval-dialog.tsx';
import { Approvals, Bases } from '../transfer/bases.tsx';
import { Grants } from '../transfer/grants.tsx';
import { Identity } from '../transfer/identity.tsx';
import { Notices } from '../transfer/notices.tsx';
import { Decisions } from '../transfer/replay.tsx';
import { Timeline } from '../transfer/timeline.tsx';
import { useTransfer } from '../transfer/use-transfer.ts';
import { Button, type ButtonKind } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Icon } from '../ui/icon.tsx';
import { Facts, Page, Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { FindingTags, LevelBadge, StateBadge } from '../ui/words.tsx';

type Act =
  | { readonly kind: 'basis'; readonly remedy: string | null }
  | { readonly kind: 'approve' | 'revoke' | 'withdraw' };

/** Acts that are open now; the one that moves the transfer on is the primary one. */
function Acts({ transfer, onAct }: { readonly transfer: TransferDetail; readonly onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  const { may } = transfer;
  const basisKind: ButtonKind = may.approve ? 'plain' : 'primary';
  return (
    <div className="flex flex-wrap gap-3">
      {may.withdraw && <Button onClick={() => onAct({ kind: 'withdraw' })}>{t('detail.withdraw')}</Button>}
      {may.revoke && <Button onClick={() => onAct({ kind: 'revoke' })}>{t('detail.revoke')}</Button>}
      {may.recordBasis && transfer.state === 'held' && (
        <Button kind={basisKind} onClick={() => onAct({ kind: 'basis', remedy: null })}>
          {t('detail.record_basis')}
        </Button>
      )}
      {may.approve && (
        <Button kind={transfer.state === 'granted' ? 'plain' : 'primary'} onClick={() => onAct({ kind: 'approve' })}>
          {t(transfer.state === 'granted' ? 'detail.allow_download' : 'detail.review')}
        </Button>
      )}
    </div>
  );
}

function Summary({ transfer }: { readonly transfer: TransferDetail }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { classification } = transfer;
  const rows: (readonly [string, ReactNode])[] = [
    [t('detail.from'), `${transfer.entity} · ${transfer.sender}`],
    [t('new.purpose'), t(`purpose.${transfer.purpose}`)],
    [t('preview.level'), <LevelBadge key="level" level={classification.level} />],
    [
      t('detail.findings'),
      classification.persons === 0 ? t('detail.no_persons') : t('preview.persons', { n: classification.persons }),
    ],
    [
      t('detail.limits'),
      t('detail.limits_text', { days: transfer.limits.expiresInDays, opens: transfer.limits.opensMax }),
    ],
    [t('new.connection'), channelName(translation, transfer.connection)],
    [t('transfers.col.created'), format.dateTime(transfer.createdAt)],
  ];
  if (transfer.expiresAt !== null) rows.push([t('detail.expires'), format.dateTime(transfer.expiresAt)]);
  return (
    <div className="grid gap-5">
      <Facts rows={rows} />
      <FindingTags counts={classification.counts} />
      <Raised classification={classification} />
      <FoundList findings={shownOfTransfer(translation, transfer)} transferId={transfer.id} />
      <ul className="divide-y divide-line rounded-xl border border-line">
        {transfer.objects.map((object) => (
          <li key={object.id} className="flex items-center gap-3 px-4 py-2.5 text-sm">
            <span className="text-soft">
              <Icon name="file" />
            </span>
            <span className="min-w-0 flex-1 break-all">
              {object.kind === 'message' ? t('detail.message') : object.name}
            </span>
            <span className="text-[0.8125rem] whitespace-nowrap text-soft">{format.bytes(object.size)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Who may open it, and how far each has shown who he is. */
function WhoMayOpen({ transfer }: { readonly transfer: TransferDetail }) {
  const { t } = useTranslation();
  return (
    <>
      {(transfer.state === 'granted' || transfer.state === 'held') && <AccessSection transfer={transfer} />}
      {transfer.grants.length > 0 && transfer.state !== 'granted' && (
        <Section title={t('detail.access')} hint={t('detail.access_hint')}>
          <Grants transfer={transfer} />
        </Section>
      )}
      {transfer.state === 'granted' && transfer.may.revoke && (
        <Section title={t('proving.title')} hint={t('proving.hint')}>
          <Identity transfer={transfer} />
        </Section>
      )}
    </>
  );
}

function Dialogs({
  transfer,
  act,
  onClose,
}: {
  readonly transfer: TransferDetail;
  readonly act: Act | null;
  readonly onClose: () => void;
}) {
  if (act === null) return null;
  if (act.kind === 'basis') return <BasisDialog open transfer={transfer} remedy={act.remedy} onClose={onClose} />;
  if (act.kind === 'approve') return <ApprovalDialog open transfer={transfer} onClose={onClose} />;
  return <EndDialog open transfer={transfer} act={act.kind} onClose={onClose} />;
}

/** Notices, answers of officers, and what happened. */
function Aside({ transfer }: { readonly transfer: TransferDetail }) {
  const { t } = useTranslation();
  return (
    <div className="grid min-w-0 gap-5">
      {transfer.notices.length > 0 && (
        <Section title={t('detail.notices')}>
          <Notices transfer={transfer} />
        </Section>
      )}
      {transfer.approvals.length > 0 && (
        <Section title={t('detail.approvals')}>
          <Approvals transfer={transfer} />
        </Section>
      )}
      <Section title={t('detail.timeline')}>
        <Timeline transfer={transfer} />
      </Section>
    </div>
  );
}

function Detail({ transfer }: { readonly transfer: TransferDetail }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<Act | null>(null);
  const { state } = transfer;
  const recordable = transfer.may.recordBasis && state === 'held';
  return (
    <Page
      title={transfer.reference}
      lead={
        <span className="flex flex-wrap items-center gap-2">
          <StateBadge state={state} /> {t(`state.${state}_hint`)}
        </span>
      }
      action={<Acts transfer={transfer} onAct={setAct} />}
    >
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(18rem,22rem)]">
        <div className="grid min-w-0 gap-5">
          <CoveredNames transfer={transfer} />
          <RequestsOfTransfer transferId={transfer.id} />
          {state === 'held' && (
            <Callout tone="wait" title={t('detail.held_next')}>
              {t(transfer.may.approve ? 'detail.held_next_officer' : 'detail.held_next_sender')}
            </Callout>
          )}
          {transfer.decision !== null && state !== 'granted' && (
            <Section title={t('detail.decision')}>
              <DecisionView
                settled
                decision={transfer.decision}
                onRemedy={recordable ? (remedy) => setAct({ kind: 'basis', remedy }) : undefined}
              />
            </Section>
          )}
          <WhoMayOpen transfer={transfer} />
          {transfer.grants.length > 0 && <DeliverySection transfer={transfer} />}
          <Section title={t('detail.summary')}>
            <Summary transfer={transfer} />
          </Section>
          {transfer.decision !== null && state === 'granted' && (
            <Section title={t('detail.decision')}>
              <DecisionView settled decision={transfer.decision} />
            </Section>
          )}
          <Section title={t('detail.bases')}>
            <Bases transfer={transfer} />
          </Section>
          {transfer.notices.some((notice) => notice.state === 'sent') && (
            <Section title={t('sent.exact')} hint={t('sent.exact_hint')}>
              <SentMessages of={{ kind: 'transfer', id: transfer.id }} />
            </Section>
          )}
          <Decisions transferId={transfer.id} />
        </div>
        <Aside transfer={transfer} />
      </div>
      <Dialogs transfer={transfer} act={act} onClose={() => setAct(null)} />
    </Page>
  );
}

export function TransferPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/transfers/$id' });
  const transfer = useTransfer(id);
  const named = useNamed(transfer.data);
  if (named !== undefined) return <Detail transfer={named} />;
  return (
    <Page title={t('detail.title')}>
      {transfer.isError ? (
        <div className="grid gap-4">
          <Failed error={transfer.error} retry={() => void transfer.refetch()} />
          <Link to="/transfers" className="text-sm text-accent underline underline-offset-2">
            {t('nav.transfers')}
          </Link>
        </div>
      ) : (
        <Loading lines={6} />
      )}
    </Page>
  );
}
