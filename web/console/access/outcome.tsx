/** Whether it opens, and why not: in a word, and by what. */
import type { AccessOutcome } from '../../../src/model/api/access.ts';
import type { TermName, TermSource } from '../../../src/model/access-terms.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';

export type Judged = {
  readonly outcome: AccessOutcome;
  readonly term: TermName | null;
  readonly source: TermSource | null;
  readonly rules: readonly { readonly title: string; readonly cite: string }[];
};

export function Outcome({ judged }: { readonly judged: Judged }) {
  const { t } = useTranslation();
  const { outcome, term, source, rules } = judged;
  const [rule] = rules;
  const tone = outcome === 'open' ? 'good' : outcome === 'held' || outcome === 'not_yet' ? 'wait' : 'stop';
  return (
    <div className="grid justify-items-start gap-1">
      <Badge tone={tone}>{t(`access.outcome.${outcome}`)}</Badge>
      {term !== null && source !== null && (
        <p className="text-[0.8125rem] text-soft">
          {t(`access.term.${term}`)} · {t('access.why', { source: t(`access.source.${source}`) })}
        </p>
      )}
      {rule !== undefined && (
        <p className="text-[0.8125rem] text-soft">
          {rule.title} · {rule.cite}
        </p>
      )}
    </div>
  );
}
