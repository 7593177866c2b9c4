/** The newest shadow run of a version: how far it is, or what it found. */
import type { ShadowRunView, VersionDetail } from '../../../src/model/api/packs.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Section } from '../ui/page.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import { Failed } from '../ui/states.tsx';
import { Comparison } from './comparison.tsx';
import { usePackAct } from './use-packs.ts';

function Progress({ run }: { readonly run: ShadowRunView }) {
  const { t, format } = useTranslation();
  const text =
    run.state === 'waiting'
      ? t('packs.shadow.waiting')
      : t('packs.shadow.running', { done: format.number(run.done), total: format.number(run.total) });
  return (
    <div className="grid gap-1">
      <ProgressBar label={t('packs.shadow')} value={run.total === 0 ? null : run.done / run.total} />
      <output className="text-sm text-soft">{text}</output>
    </div>
  );
}

function Run({ run }: { readonly run: ShadowRunView }) {
  const { t, format } = useTranslation();
  if (run.state === 'waiting' || run.state === 'running') return <Progress run={run} />;
  if (run.state === 'failed') return <Callout tone="stop">{t('packs.shadow.failed')}</Callout>;
  return (
    <div className="grid gap-3">
      {!run.current && <Callout tone="wait">{t('packs.shadow.stale')}</Callout>}
      {run.finishedAt !== null && (
        <p className="text-[0.8125rem] text-soft">
          {t('packs.shadow.finished', { time: format.dateTime(run.finishedAt), name: run.startedBy })}
        </p>
      )}
      {run.result !== null && <Comparison result={run.result} />}
    </div>
  );
}

export function ShadowRun({ detail, mayManage }: { readonly detail: VersionDetail; readonly mayManage: boolean }) {
  const { t } = useTranslation();
  const { version, runs } = detail;
  const [newest] = runs;
  const start = usePackAct(
    (api, id: string) => api.packs.startShadowRun(id),
    () => undefined,
  );
  const isRunning = newest?.state === 'waiting' || newest?.state === 'running';
  const mayStart = mayManage && !version.inUse && (version.state === 'shadow' || version.state === 'retired');
  return (
    <Section
      title={t('packs.shadow')}
      hint={t('packs.shadow_hint')}
      action={
        mayStart && !isRunning ? (
          <Button
            kind={newest === undefined ? 'primary' : 'plain'}
            busy={start.isPending}
            onClick={() => start.mutate(version.id)}
          >
            {t(newest === undefined ? 'packs.shadow.start' : 'packs.shadow.again')}
          </Button>
        ) : undefined
      }
    >
      {start.isError && <Failed error={start.error} />}
      {newest === undefined ? <p className="text-sm text-soft">{t('packs.shadow.none')}</p> : <Run run={newest} />}
    </Section>
  );
}
