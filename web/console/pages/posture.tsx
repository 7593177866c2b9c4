/** How DingTalk and this installation are set up. A plain list: it grades nobody. */
import { useState } from 'react';
import type { Posture, PostureCheck } from '../../../src/model/api/posture.ts';
import { STANDINGS } from '../../../src/model/posture.ts';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { AnswerDialog } from '../posture/answer-dialog.tsx';
import { CheckList } from '../posture/check-list.tsx';
import { Runs } from '../posture/runs.tsx';
import { usePosture, useRunPosture } from '../posture/use-posture.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { SelectField } from '../ui/field.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';

export function PosturePage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const posture = usePosture();
  const toast = useToast();
  const [chosen, setChosen] = useState<string | null>(null);
  const run = useRunPosture(() => toast(t('posture.ran')));
  const mayAct = person.role === 'officer';
  const applications = posture.data?.applications ?? [];
  return (
    <Page
      title={t('nav.posture')}
      lead={t('posture.lead')}
      action={
        mayAct && (
          <Button kind="primary" icon="again" busy={run.isPending} onClick={() => run.mutate(chosen)}>
            {t('posture.run')}
          </Button>
        )
      }
    >
      <div className="grid gap-5">
        {run.isError && <Failed error={run.error} />}
        {posture.isPending && <Loading lines={6} />}
        {posture.isError && <Failed error={posture.error} retry={() => void posture.refetch()} />}
        {mayAct && applications.length > 1 && (
          <SelectField
            label={t('posture.application')}
            value={chosen ?? applications[0]?.id ?? ''}
            options={applications.map(({ id, label }) => ({ value: id, label }))}
            onChange={setChosen}
          />
        )}
        {posture.isSuccess && <Shown posture={posture.data} mayAct={mayAct} />}
      </div>
    </Page>
  );
}

function Shown({ posture, mayAct }: { readonly posture: Posture; readonly mayAct: boolean }) {
  const { t } = useTranslation();
  const [answering, setAnswering] = useState<PostureCheck | null>(null);
  const { checks, runs, applications, answerDays, weekly } = posture;
  return (
    <>
      {runs.length === 0 && (
        <Callout tone="wait" title={t('posture.never')}>
          {t('posture.never_hint')}
        </Callout>
      )}
      {applications.length === 0 && (
        <Callout tone="calm" title={t('posture.no_application')}>
          {t('posture.no_application_hint')}
        </Callout>
      )}
      {STANDINGS.map((standing) => {
        const those = checks.filter((check) => check.standing === standing);
        if (those.length === 0 && standing !== 'fix') return null;
        return (
          <Section
            key={standing}
            title={`${t(`posture.standing.${standing}`)} · ${t('posture.count', { n: those.length })}`}
            {...(standing === 'answer' ? { hint: t('posture.standing.answer_hint', { days: answerDays }) } : {})}
          >
            {those.length === 0 ? (
              <p className="text-sm text-soft">{t('posture.standing.fix_none')}</p>
            ) : (
              <CheckList checks={those} mayAnswer={mayAct} onAnswer={setAnswering} />
            )}
          </Section>
        );
      })}
      {runs.length > 0 && <Runs runs={runs} weekly={weekly} />}
      {answering !== null && <AnswerDialog key={answering.id} check={answering} onClose={() => setAnswering(null)} />}
    </>
  );
}
