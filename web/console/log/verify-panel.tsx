/** The check of the whole log in the reader's own browser, and what came out of it, in words. */
import type { LogInfo } from '../../../src/model/api/system.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Facts, Section } from '../ui/page.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import type { Remembered } from './remembered.ts';
import { useVerification, type Verification } from './use-verification.ts';
import type { Refused, Verified, VerifyAnswer } from './verification.ts';

function VerifiedReport({ result, against }: { readonly result: Verified; readonly against: Remembered | null }) {
  const { t, format } = useTranslation();
  return (
    <div className="grid gap-3">
      <Callout tone="good" title={t('log.verified', { n: result.size })}>
        <ul className="grid list-disc gap-1 pl-4">
          <li>{t('log.checked_entries', { n: result.size })}</li>
          <li>{t('log.checked_root')}</li>
          <li>{t('log.checked_signature')}</li>
          <li>
            {against === null
              ? t('log.checked_first')
              : t('log.checked_continues', { n: against.size, time: format.dateTime(against.at) })}
          </li>
        </ul>
      </Callout>
      <Facts
        rows={[
          [
            t('log.root'),
            <code key="root" className="font-mono text-[0.8125rem] break-all">
              {result.root}
            </code>,
          ],
          [t('log.took'), t('log.seconds', { n: format.number(Math.round(result.milliseconds) / 1000) })],
        ]}
      />
      <p className="text-sm text-soft">{t('log.not_checked')}</p>
    </div>
  );
}

function RefusedReport({
  result,
  against,
  onForget,
}: {
  readonly result: Refused;
  readonly against: Remembered | null;
  readonly onForget: () => void;
}) {
  const { t, format, errorText } = useTranslation();
  return (
    <Callout tone="stop" role="alert" title={t('log.refused')}>
      <div className="grid gap-2">
        <p>{errorText(result.code) ?? t('common.failed_unknown', { code: result.code })}</p>
        <p className="font-mono text-[0.8125rem]">
          {[result.code, result.path, result.index === null ? null : t('log.entry', { index: result.index })]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
        <p>{t('log.refused_next')}</p>
        {against !== null && (
          <>
            <p>{t('log.refused_against', { n: against.size, time: format.dateTime(against.at) })}</p>
            <div>
              <Button onClick={onForget}>{t('log.forget')}</Button>
            </div>
          </>
        )}
      </div>
    </Callout>
  );
}

function Running({ answer }: { readonly answer: VerifyAnswer | null }) {
  const { t, format } = useTranslation();
  const progress = answer?.kind === 'progress' ? answer : null;
  return (
    <>
      <p className="text-sm">
        {progress === null
          ? t('log.verifying_start')
          : t('log.verifying', { done: format.number(progress.done), size: format.number(progress.size) })}
      </p>
      <ProgressBar
        label={t('log.verify_title')}
        value={progress === null || progress.size === 0 ? null : progress.done / progress.size}
      />
    </>
  );
}

function Report({ verification }: { readonly verification: Verification }) {
  const { t, errorText } = useTranslation();
  const { answer, running, against, forgetEarlier } = verification;
  if (running) return <Running answer={answer} />;
  if (answer?.kind === 'verified') return <VerifiedReport result={answer} against={against} />;
  if (answer?.kind === 'refused') return <RefusedReport result={answer} against={against} onForget={forgetEarlier} />;
  if (answer?.kind === 'failed') {
    return (
      <Callout tone="wait" role="alert" title={t('log.not_finished')}>
        {errorText(answer.code) ?? t('common.failed_unknown', { code: answer.code })}
      </Callout>
    );
  }
  return <p className="text-sm text-soft">{t('log.verify_idle')}</p>;
}

export function VerifyPanel({ info }: { readonly info: LogInfo }) {
  const { t } = useTranslation();
  const verification = useVerification(info);
  return (
    <Section
      title={t('log.verify_title')}
      hint={t('log.verify_hint')}
      action={
        <Button kind="primary" icon="good" busy={verification.running} onClick={verification.verify}>
          {t('log.verify')}
        </Button>
      }
    >
      <div aria-live="polite" className="grid gap-3">
        <Report verification={verification} />
      </div>
    </Section>
  );
}
