/** What waits for a decision by officers, and who stands in for whom. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ApprovalQueue, WaitingApproval } from '../../../src/model/api/approvals.ts';
import { useApi, useSession } from '../api/context.tsx';
import { Delegations } from '../approvals/delegations.tsx';
import { Queue } from '../approvals/queue.tsx';
import { bySort } from '../approvals/waiting.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { ApprovalDialog } from '../transfer/approval-dialog.tsx';
import { useTransfer } from '../transfer/use-transfer.ts';
import { Callout } from '../ui/callout.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

const REFRESH_MS = 30_000;

/** Reads what is to be approved before anything can be answered. */
function Answering({ transferId, onClose }: { readonly transferId: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const transfer = useTransfer(transferId);
  if (transfer.data !== undefined) return <ApprovalDialog open transfer={transfer.data} onClose={onClose} />;
  return (
    <Dialog open title={t('detail.approve_title')} onClose={onClose}>
      {transfer.isError ? <Failed error={transfer.error} retry={() => void transfer.refetch()} /> : <Loading />}
    </Dialog>
  );
}

function Reminders({ state }: { readonly state: ApprovalQueue['reminders'] }) {
  const { t } = useTranslation();
  return (
    <Callout tone={state === 'on' || state === 'off' ? 'calm' : 'wait'} title={t(`approvals.reminders.${state}`)}>
      {t(`approvals.reminders.${state}_hint`)}
    </Callout>
  );
}

export function ApprovalsPage() {
  const { t, locale } = useTranslation();
  const { person } = useSession();
  const api = useApi();
  const queries = useQueryClient();
  const [answering, setAnswering] = useState<string | null>(null);
  const queue = useQuery({
    // Rules come in the reader's language.
    queryKey: ['approvals', locale],
    queryFn: ({ signal }) => api.approvals.queue({ signal }),
    refetchInterval: REFRESH_MS,
  });
  const now = new Date(queue.dataUpdatedAt);
  const { required, optional } = bySort(queue.data?.waiting ?? []);
  const list = (title: string, hint: string, rows: readonly WaitingApproval[]): ReactNode =>
    rows.length > 0 && (
      <Section title={title} hint={hint}>
        <Queue rows={rows} now={now} onAnswer={setAnswering} />
      </Section>
    );
  return (
    <Page title={t('nav.approvals')} lead={t('approvals.lead')}>
      <div className="grid gap-5">
        {queue.isPending && <Loading lines={6} />}
        {queue.isError && <Failed error={queue.error} retry={() => void queue.refetch()} />}
        {queue.isSuccess && required.length + optional.length === 0 && (
          <Empty title={t('approvals.empty')}>{t('approvals.empty_hint')}</Empty>
        )}
        {list(t('approvals.required'), t('approvals.required_hint'), required)}
        {list(t('approvals.optional'), t('approvals.optional_hint'), optional)}
        <Delegations mayGive={person.role === 'officer'} />
        {queue.isSuccess && <Reminders state={queue.data.reminders} />}
      </div>
      {answering !== null && (
        <Answering
          key={answering}
          transferId={answering}
          onClose={() => {
            setAnswering(null);
            void queries.invalidateQueries({ queryKey: ['approvals'] });
          }}
        />
      )}
    </Page>
  );
}
