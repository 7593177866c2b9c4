/** Why something has its level: the rules that led to it, examples of what was found, and exceptions. Values are not shown. */
import { useState } from 'react';
import type { ClassificationView, FindingPlace } from '../../../src/model/api/levels.ts';
import type { Finding } from '../../../src/model/classification.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { MarkDialog } from './mark-dialog.tsx';
import { raisedWords } from './words.ts';

/** The rules in one line each. */
export function Raised({
  classification: { raised, policyVersion, excepted },
}: {
  readonly classification: Pick<ClassificationView, 'raised' | 'policyVersion' | 'excepted'>;
}) {
  const translation = useTranslation();
  const { t } = translation;
  if (raised === undefined) return null;
  return (
    <div className="grid gap-1 text-sm">
      <p className="text-soft">{t('why.title')}</p>
      <ul className="grid list-disc gap-0.5 pl-5">
        {raised.map((one) => (
          <li key={`${one.rule} ${one.subjects.join(' ')}`}>{raisedWords(translation, one)}</li>
        ))}
      </ul>
      {excepted.map((one) => (
        <p key={one.id} className="text-wait">
          {t('why.excepted_by', { n: one.n, what: t(`finding.${one.type}`), who: one.by ?? '?' })}
        </p>
      ))}
      {policyVersion !== undefined && (
        <p className="text-[0.8125rem] text-soft">
          {policyVersion === 0 ? t('why.version_shipped') : t('why.version', { version: policyVersion })}
        </p>
      )}
    </div>
  );
}

export type ShownFinding = Omit<Finding, 'tag'> & {
  readonly key: string;
  /** Where it is, in words. */
  readonly where: string;
  /** What it is called when it is marked as wrong; null where it cannot be. */
  readonly place: FindingPlace | null;
  /** The value itself: only on the page of whoever writes it. */
  readonly value?: string;
};

/** Examples, each with what it was found by. */
export function FoundList({
  findings,
  transferId,
}: {
  readonly findings: readonly ShownFinding[];
  readonly transferId?: string;
}) {
  const { t } = useTranslation();
  const [marking, setMarking] = useState<ShownFinding | null>(null);
  if (findings.length === 0) return null;
  return (
    <Disclosure summary={t('why.findings')}>
      <p className="mb-2 text-soft">
        {t(findings.some((one) => one.value !== undefined) ? 'why.findings_own' : 'why.findings_hint')}
      </p>
      <ul className="grid gap-2">
        {findings.map((finding) => (
          <FoundRow key={finding.key} finding={finding} onMark={() => setMarking(finding)} />
        ))}
      </ul>
      {marking !== null && marking.place !== null && (
        <MarkDialog
          key={marking.key}
          type={marking.type}
          check={marking.check}
          place={marking.place}
          onClose={() => setMarking(null)}
          {...(transferId === undefined ? {} : { transferId })}
        />
      )}
    </Disclosure>
  );
}

function FoundRow({ finding, onMark }: { readonly finding: ShownFinding; readonly onMark: () => void }) {
  const { t, format } = useTranslation();
  const { type, where, score, check, cue, pack, excepted, place, value } = finding;
  const name = t(`finding.${type}`);
  const why = [
    t('why.score', { score: format.number(score) }),
    t(`why.check.${check}`),
    cue === null ? t('why.no_cue') : t('why.cue', { cue }),
    t('why.pack', { pack }),
  ];
  return (
    <li className="grid gap-1 rounded-lg border border-line p-3 sm:grid-cols-[1fr_auto] sm:items-start sm:gap-3">
      <div className="grid min-w-0 gap-0.5">
        <p className="font-medium break-words">
          {name}
          {value !== undefined && <span className="font-normal text-soft"> {value}</span>}
        </p>
        <p className="text-[0.8125rem] text-soft">{where}</p>
        <p className="text-[0.8125rem] break-words">{why.join(' · ')}</p>
        {score < 0.5 && <p className="text-[0.8125rem] text-soft">{t('why.low')}</p>}
        {excepted !== undefined && <p className="text-[0.8125rem] text-wait">{t('why.excepted')}</p>}
      </div>
      {place !== null && excepted === undefined && (
        <Button
          kind="quiet"
          onClick={onMark}
          aria-label={t('exceptions.act_of', { act: t('why.wrong'), what: `${name}, ${where}` })}
        >
          {t('why.wrong')}
        </Button>
      )}
    </li>
  );
}
