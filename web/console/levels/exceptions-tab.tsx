/** Findings known to be wrong: who said so, until when, how often it counted, and ending it by one click. */
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { ExceptionState, ExceptionView } from '../../../src/model/api/levels.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { AgreeDialog } from './agree-dialog.tsx';
import { useExceptionAct, useExceptions } from './use-levels.ts';

const TONE: Readonly<Record<ExceptionState, Tone>> = {
  suggested: 'wait',
  waiting: 'wait',
  active: 'good',
  expired: 'calm',
  ended: 'calm',
  dismissed: 'calm',
};

export function ExceptionsTab() {
  const { t } = useTranslation();
  const toast = useToast();
  const list = useExceptions();
  const [agreeing, setAgreeing] = useState<ExceptionView | null>(null);
  const end = useExceptionAct<string>(
    (api, id) => api.levels.end(id),
    () => toast(t('exceptions.ended_done')),
  );
  if (list.data === undefined)
    return list.isError ? <Failed error={list.error} retry={() => void list.refetch()} /> : <Loading lines={4} />;
  const { exceptions } = list.data;
  return (
    <div className="grid gap-4">
      <p className="max-w-2xl text-sm text-soft">{t('exceptions.hint')}</p>
      {end.isError && <Failed error={end.error} />}
      {exceptions.length === 0 && <Empty title={t('exceptions.empty')}>{t('exceptions.empty_hint')}</Empty>}
      <ul className="grid gap-3">
        {exceptions.map((one) => (
          <ExceptionCard
            key={one.id}
            exception={one}
            busy={end.isPending}
            onAgree={() => setAgreeing(one)}
            onEnd={() => end.mutate(one.id)}
          />
        ))}
      </ul>
      {agreeing !== null && <AgreeDialog key={agreeing.id} exception={agreeing} onClose={() => setAgreeing(null)} />}
    </div>
  );
}

function ExceptionCard({
  exception,
  busy,
  onAgree,
  onEnd,
}: {
  readonly exception: ExceptionView;
  readonly busy: boolean;
  readonly onAgree: () => void;
  readonly onEnd: () => void;
}) {
  const { t, format } = useTranslation();
  const { type, state, transfer, may, applied, appliedAt, expiresAt } = exception;
  const what = t(`finding.${type}`);
  const act = (name: string) => t('exceptions.act_of', { act: name, what });
  const agree = may.accept ? t('exceptions.accept') : may.confirm ? t('exceptions.confirm') : null;
  const stop = t(state === 'suggested' ? 'exceptions.dismiss' : 'exceptions.end');
  return (
    <li className="grid gap-3 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold">
          {what}
          <Badge tone={TONE[state]}>{t(`exceptions.state.${state}`)}</Badge>
        </h2>
        {expiresAt !== null && (
          <p className="text-sm text-soft">{t('exceptions.until', { date: format.date(expiresAt) })}</p>
        )}
      </div>
      <Words exception={exception} />
      <p className="flex flex-wrap gap-x-3 text-[0.8125rem] text-soft">
        <span>{t('exceptions.applied', { n: applied })}</span>
        {appliedAt !== null && <span>{t('exceptions.applied_at', { date: format.dateTime(appliedAt) })}</span>}
        {transfer !== null && (
          <Link to="/transfers/$id" params={{ id: transfer.id }} className="text-accent underline underline-offset-2">
            {transfer.reference}
          </Link>
        )}
      </p>
      {(agree !== null || may.end) && (
        <div className="flex flex-wrap gap-3">
          {agree !== null && (
            <Button kind="primary" aria-label={act(agree)} onClick={onAgree}>
              {agree}
            </Button>
          )}
          {may.end && (
            <Button aria-label={act(stop)} busy={busy} onClick={onEnd}>
              {stop}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

/** What was said, in the order in which it was. */
function Words({ exception: { suggested, set, second, ended } }: { readonly exception: ExceptionView }) {
  const { t, format } = useTranslation();
  const isOwn = set !== null && set.at === suggested.at;
  const said = [
    ...(isOwn ? [] : [{ key: 'exceptions.suggested_by' as const, ...suggested }]),
    ...(set === null ? [] : [{ key: 'exceptions.set_by' as const, ...set }]),
    ...(second === null ? [] : [{ key: 'exceptions.second_by' as const, ...second }]),
  ];
  return (
    <ul className="grid gap-1.5 text-sm">
      {said.map(({ key, by, at, reason }) => (
        <li key={key} className="grid gap-0.5">
          <span className="text-[0.8125rem] text-soft">{t(key, { who: by, date: format.dateTime(at) })}</span>
          <span className="break-words">{reason}</span>
        </li>
      ))}
      {ended !== null && ended.by !== '' && (
        <li className="text-[0.8125rem] text-soft">
          {t('exceptions.ended_by', { who: ended.by, date: format.dateTime(ended.at) })}
        </li>
      )}
    </ul>
  );
}
