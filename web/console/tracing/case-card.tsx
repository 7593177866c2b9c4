/** One case: who asked and approved, how far it is, and what it found. */
import { useState } from 'react';
import type { TraceCase } from '../../../src/model/api/tracing.ts';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Facts } from '../ui/page.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { ShareField } from './ask-dialog.tsx';
import { Finding } from './finding.tsx';
import { useTraceAct } from './use-tracing.ts';

const TONES: Readonly<Record<TraceCase['state'], Tone>> = {
  waiting: 'wait',
  running: 'wait',
  done: 'good',
  failed: 'stop',
  closed: 'calm',
};

function ApproveDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [share, setShare] = useState('');
  const approve = useTraceAct<string>(
    (client, text) => client.approve(id, text),
    () => {
      toast(t('trace.approved'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('trace.approve')}
      onClose={onClose}
      action={t('trace.approve_act')}
      busy={approve.isPending}
      disabled={share.trim() === ''}
      onSubmit={() => approve.mutate(share.trim())}
    >
      <p className="text-sm text-soft">{t('trace.approve_text')}</p>
      <ShareField value={share} onChange={setShare} />
      {approve.isError && <Failed error={approve.error} />}
    </FormDialog>
  );
}

function CloseDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const close = useTraceAct<string>(
    (client, one) => client.close(one),
    () => {
      toast(t('trace.closed'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('trace.close')}
      onClose={onClose}
      action={t('trace.close_act')}
      actionKind="danger"
      busy={close.isPending}
      onSubmit={() => close.mutate(id)}
    >
      <p className="text-sm text-soft">{t('trace.close_text')}</p>
      {close.isError && <Failed error={close.error} />}
    </FormDialog>
  );
}

export function CaseCard({ one }: { readonly one: TraceCase }) {
  const { t, format } = useTranslation();
  const { person } = useSession();
  const [dialog, setDialog] = useState<'approve' | 'close' | null>(null);
  const mayClose = person.role === 'officer' && one.state !== 'running' && one.state !== 'closed';
  const { done, all } = one.progress;
  return (
    <li className="grid gap-4 rounded-xl border border-line bg-raised p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold break-words">
          <bdi>{one.fileName ?? t('trace.file_gone')}</bdi>
        </h2>
        <Badge tone={TONES[one.state]}>{t(`trace.state.${one.state}`)}</Badge>
      </div>
      <Facts
        rows={[
          [t('trace.reason'), one.reason],
          [t('trace.opened_by'), `${one.openedBy} · ${format.dateTime(one.openedAt)}`],
          [
            t('trace.approved_by'),
            one.approvedBy === null
              ? t('trace.nobody_yet')
              : `${one.approvedBy} · ${one.approvedAt === null ? '' : format.dateTime(one.approvedAt)}`,
          ],
        ]}
      />
      {one.state === 'waiting' && (
        <p className="text-sm text-soft">{t('trace.waits_until', { time: format.dateTime(one.expiresAt) })}</p>
      )}
      {one.state === 'running' && (
        <output className="grid gap-1.5 text-sm text-soft">
          <ProgressBar label={t('trace.running')} value={all === 0 ? null : done / all} />
          <span>{t('trace.progress', { done, all })}</span>
        </output>
      )}
      {one.state === 'failed' && <p className="text-sm text-stop">{t('trace.failed_text')}</p>}
      {one.result !== null && <Finding result={one.result} />}
      <div className="flex flex-wrap gap-2">
        {one.mayApprove && (
          <Button kind="primary" onClick={() => setDialog('approve')}>
            {t('trace.approve')}
          </Button>
        )}
        {mayClose && (
          <Button kind="quiet" onClick={() => setDialog('close')}>
            {t('trace.close')}
          </Button>
        )}
      </div>
      {dialog === 'approve' && <ApproveDialog id={one.id} onClose={() => setDialog(null)} />}
      {dialog === 'close' && <CloseDialog id={one.id} onClose={() => setDialog(null)} />}
    </li>
  );
}
