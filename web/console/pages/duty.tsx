/** One duty: its clock, what to do and why, the draft of the form, and how it ends. */
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { DutyDetail } from '../../../src/model/api/duties.ts';
import { dueText, leftText, termText, toneOf } from '../duties/clock.ts';
import { CompleteDialog, DismissDialog, ReopenDialog } from '../duties/close-dialogs.tsx';
import { aboutText, lawName } from '../duties/duty-list.tsx';
import { FormPanel } from '../duties/form-panel.tsx';
import { useDuty } from '../duties/use-duties.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Icon } from '../ui/icon.tsx';
import { Facts, Page, Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

type Act = 'complete' | 'dismiss' | 'reopen';
type Row = readonly [string, ReactNode];

/** Only web addresses become links: the text comes from a pack that somebody wrote. */
function WebLink({ url, children }: { readonly url: string | null; readonly children: ReactNode }) {
  const { t } = useTranslation();
  if (url === null || !/^https?:\/\//.test(url)) return <>{children}</>;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex items-center gap-1 text-accent underline underline-offset-2"
    >
      {children}
      <Icon name="link" size={14} />
      <span className="sr-only">{t('common.new_window')}</span>
    </a>
  );
}

function Acts({ duty, onAct }: { readonly duty: DutyDetail; readonly onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-wrap gap-3">
      {duty.may.dismiss && <Button onClick={() => onAct('dismiss')}>{t('duty.dismiss')}</Button>}
      {duty.may.reopen && <Button onClick={() => onAct('reopen')}>{t('duty.reopen')}</Button>}
      {duty.may.complete && (
        <Button kind="primary" onClick={() => onAct('complete')}>
          {duty.filing === null ? t('duty.complete_done') : t('duty.complete')}
        </Button>
      )}
    </div>
  );
}

function Clock({ duty }: { readonly duty: DutyDetail }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const rows: Row[] = [
    [t('duty.about'), aboutText(translation, duty)],
    [t('new.from'), duty.entity.name],
    [t('duty.started'), format.dateTime(duty.startedAt)],
    [t('duty.term'), termText(translation, duty)],
  ];
  if (duty.place !== null)
    rows.push([
      t('duty.regulator'),
      duty.regulator === null ? (
        lawName(translation, duty.place)
      ) : (
        <WebLink key="regulator" url={duty.regulator.url}>
          {duty.regulator.name}
        </WebLink>
      ),
    ]);
  if (duty.transfer !== null)
    rows.push([
      t('detail.title'),
      <Link
        key="transfer"
        to="/transfers/$id"
        params={{ id: duty.transfer.id }}
        className="font-mono text-[0.8125rem] text-accent hover:underline"
      >
        {duty.transfer.reference}
      </Link>,
    ]);
  if (duty.reference !== null) rows.push([t('duty.reference'), duty.reference]);
  if (duty.remark !== null && duty.remark !== '')
    rows.push([duty.state === 'done' ? t('duty.evidence') : t('duty.reason'), duty.remark]);
  if (duty.closedBy !== null && duty.closedAt !== null)
    rows.push([t('duty.closed_by'), `${duty.closedBy} · ${format.dateTime(duty.closedAt)}`]);
  return <Facts rows={rows} />;
}

function Law({ duty }: { readonly duty: DutyDetail }) {
  const { t } = useTranslation();
  const rows: Row[] = [
    [
      t('decision.cite'),
      <WebLink key="cite" url={duty.url}>
        {duty.cite}
      </WebLink>,
    ],
    ...(duty.statute === null ? [] : [[t('duty.statute'), duty.statute] as const]),
    [t('decision.kind'), t(`decision.kind.${duty.kind}`)],
    [t('decision.confidence'), t(`decision.confidence.${duty.confidence}`)],
    ...(duty.checked === null ? [] : [[t('duty.checked'), duty.checked] as const]),
    ...(duty.note === null ? [] : [[t('duty.note'), duty.note] as const]),
    [
      t('duty.rule'),
      <span key="rule" className="font-mono text-[0.8125rem] break-all">
        {duty.ruleId}
      </span>,
    ],
  ];
  return (
    <div className="grid gap-3 text-sm">
      <p>{duty.lift}</p>
      <p className="text-soft">{duty.why}</p>
      <Disclosure summary={t('decision.article')}>
        <div className="grid gap-3">
          <Facts rows={rows} />
          <div>
            <Badge tone={duty.reviewed ? 'good' : 'wait'}>
              {duty.reviewed ? t('decision.reviewed') : t('decision.not_reviewed')}
            </Badge>
          </div>
        </div>
      </Disclosure>
    </div>
  );
}

function Detail({ duty }: { readonly duty: DutyDetail }) {
  const translation = useTranslation();
  const { t } = translation;
  const [act, setAct] = useState<Act | null>(null);
  const close = () => setAct(null);
  return (
    <Page
      title={duty.title}
      lead={
        <span className="flex flex-wrap items-center gap-2">
          <Badge tone={toneOf(duty)}>{leftText(translation, duty)}</Badge>
          {duty.state === 'open' && dueText(translation, duty)}
        </span>
      }
      action={<Acts duty={duty} onAct={setAct} />}
    >
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(18rem,24rem)]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5 lg:order-2">
          {duty.state === 'open' && !duty.calendarKnown && (
            <Callout tone="wait" title={t('duty.calendar_unknown')}>
              {t('duty.calendar_hint')}
            </Callout>
          )}
          {duty.waiting > 0 && <Callout tone="calm" title={t('duty.waiting', { n: duty.waiting })} />}
          <Section title={t('duty.how')}>
            <Law duty={duty} />
          </Section>
          <Section title={t('duty.clock')}>
            <Clock duty={duty} />
          </Section>
        </div>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
          <FormPanel key={duty.id} duty={duty} />
        </div>
      </div>
      {act === 'complete' && <CompleteDialog duty={duty} onClose={close} />}
      {act === 'dismiss' && <DismissDialog duty={duty} onClose={close} />}
      {act === 'reopen' && <ReopenDialog duty={duty} onClose={close} />}
    </Page>
  );
}

export function DutyPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/duties/$id' });
  const duty = useDuty(id);
  if (duty.isSuccess) return <Detail duty={duty.data} />;
  return (
    <Page title={t('nav.duties')}>
      {duty.isPending && <Loading lines={8} />}
      {duty.isError && <Failed error={duty.error} retry={() => void duty.refetch()} />}
    </Page>
  );
}
