/** Points of one standing: what it is, why, what was read or answered, and how to set it. */
import type { PostureCheck } from '../../../src/model/api/posture.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, Tag, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { foundText } from './found.ts';

const TONES: Readonly<Record<PostureCheck['standing'], Tone>> = {
  fix: 'stop',
  answer: 'wait',
  good: 'good',
  not_applicable: 'calm',
};

export function CheckList({
  checks,
  mayAnswer,
  onAnswer,
}: {
  readonly checks: readonly PostureCheck[];
  readonly mayAnswer: boolean;
  readonly onAnswer: (check: PostureCheck) => void;
}) {
  return (
    <ul className="grid">
      {checks.map((check) => (
        <CheckItem key={check.id} check={check} onAnswer={mayAnswer && check.way !== 'own' ? onAnswer : undefined} />
      ))}
    </ul>
  );
}

function CheckItem({
  check,
  onAnswer,
}: {
  readonly check: PostureCheck;
  readonly onAnswer: ((check: PostureCheck) => void) | undefined;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const found = foundText(translation, check);
  const title = t(`posture.check.${check.id}.title`);
  const act = t(check.answer === null ? 'posture.answer' : 'posture.answer_again');
  // What was read settles it; an answer would not count.
  const isOpen = check.result !== 'good' && check.result !== 'bad';
  return (
    <li className="grid gap-2 border-t border-line py-4 first:border-t-0 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="text-sm font-medium">{title}</h3>
          <div className="mt-1 flex flex-wrap gap-2">
            <Tag>{t(`posture.group.${check.group}`)}</Tag>
            {check.changed !== null && (
              <Badge tone={check.changed === 'better' ? 'good' : TONES[check.standing]}>
                {t(`posture.changed.${check.changed}`)}
              </Badge>
            )}
          </div>
        </div>
        {onAnswer !== undefined && isOpen && (
          <Button onClick={() => onAnswer(check)} aria-label={`${act}: ${title}`}>
            {act}
          </Button>
        )}
      </div>
      <p className="max-w-3xl text-sm text-soft">{t(`posture.check.${check.id}.why`)}</p>
      {found !== null && <p className="text-sm break-words">{`${t('posture.found')}: ${found}`}</p>}
      <Answered check={check} />
      <How check={check} />
    </li>
  );
}

function Answered({ check: { answer } }: { readonly check: PostureCheck }) {
  const { t, format } = useTranslation();
  if (answer === null) return null;
  return (
    <div className="grid gap-1 text-sm">
      <p>
        {answer.expired
          ? t('posture.expired', { day: format.date(answer.at) })
          : t('posture.answered', {
              answer: t(`posture.answer.${answer.value}`),
              who: answer.by ?? '?',
              day: format.date(answer.at),
              until: format.date(answer.validUntil),
            })}
      </p>
      {answer.note !== null && (
        <p className="border-l-2 border-line pl-3 break-words whitespace-pre-wrap">{answer.note}</p>
      )}
    </div>
  );
}

function How({ check }: { readonly check: PostureCheck }) {
  const { t, format } = useTranslation();
  const { id, grounds, source, standing } = check;
  const steps = t(`posture.check.${id}.fix`).split('\n');
  return (
    <Disclosure summary={t(standing === 'fix' ? 'posture.fix_title' : 'posture.how_title')} open={standing === 'fix'}>
      <div className="grid gap-3">
        <ol className="list-decimal pl-5">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {grounds.length > 0 && (
          <p className="text-soft">
            {t('posture.grounds')}: {grounds.join(' · ')}
          </p>
        )}
        {source !== null && (
          <p className="break-words text-soft">
            {t('posture.source')}: <span className="break-all">{source.url}</span>,{' '}
            {t('posture.source_text', { day: format.date(`${source.checked}T12:00:00`) })};{' '}
            {t(`posture.confidence.${source.confidence}`)}
          </p>
        )}
      </div>
    </Disclosure>
  );
}
