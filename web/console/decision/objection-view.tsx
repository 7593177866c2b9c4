/** One rule that objects: what, why, what lifts it and who; the article one click away. */
import type { ExplainedObjection } from '../../../src/model/api/transfers.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, Tag } from '../ui/badge.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Icon } from '../ui/icon.tsx';
import { Facts } from '../ui/page.tsx';
import { deadlineText, DOERS, doerOf, isRecordable, remedyText } from './remedy.ts';

/** Only web addresses become links: the text comes from a pack that somebody wrote. */
function Source({ cite, url }: { readonly cite: string; readonly url: string | null }) {
  const { t } = useTranslation();
  if (url === null || !/^https?:\/\//.test(url)) return <>{cite}</>;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex items-center gap-1 text-accent underline underline-offset-2"
    >
      {cite}
      <Icon name="link" size={14} />
      <span className="sr-only">{t('common.new_window')}</span>
    </a>
  );
}

/** Grouped by who can do it. What the reader can record is a button, the rest is said. */
function Remedies({
  objection,
  onRemedy,
  trying,
}: {
  readonly objection: ExplainedObjection;
  readonly onRemedy: ((remedy: string) => void) | undefined;
  readonly trying: boolean;
}) {
  const translation = useTranslation();
  const { t } = translation;
  if (objection.remedies.length === 0) return <p className="text-sm text-stop">{t('decision.no_remedy')}</p>;
  const groups = DOERS.map((doer) => ({
    doer,
    remedies: objection.remedies.filter((remedy) => doerOf(remedy) === doer),
  })).filter(({ remedies }) => remedies.length > 0);
  return (
    <ul className="grid gap-3 text-sm">
      {groups.map(({ doer, remedies }) => (
        <li key={doer} className="grid gap-1.5">
          <p className="text-[0.8125rem] text-soft">
            <span className="font-medium text-ink">{t(`remedy.by.${doer}`)}</span> {t(`remedy.by.${doer}_hint`)}
          </p>
          <ul className="flex flex-wrap gap-1.5">
            {remedies.map((remedy) => (
              <li key={remedy}>
                {onRemedy !== undefined && (trying || isRecordable(remedy)) ? (
                  <button
                    type="button"
                    onClick={() => onRemedy(remedy)}
                    className="inline-flex min-h-touch items-center gap-1.5 rounded-lg border border-line bg-surface px-3 text-left hover:border-line-strong hover:bg-hover sm:min-h-9"
                  >
                    <Icon name="new" size={14} />
                    <span className="sr-only">{t(trying ? 'decision.try' : 'decision.record')}: </span>
                    {remedyText(translation, remedy)}
                  </button>
                ) : (
                  <Tag>{remedyText(translation, remedy)}</Tag>
                )}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

export function ObjectionView({
  objection,
  reviewed,
  onRemedy,
  trying = false,
}: {
  readonly objection: ExplainedObjection;
  readonly reviewed: boolean;
  readonly onRemedy?: ((remedy: string) => void) | undefined;
  /** Nothing is recorded: every remedy can be tried out. */
  readonly trying?: boolean;
}) {
  const translation = useTranslation();
  const { t, format } = translation;
  return (
    <article className="grid gap-3 rounded-xl border border-line p-4">
      <div className="grid gap-1">
        <h3 className="text-sm font-semibold">{objection.title}</h3>
        <p className="text-sm text-soft">{objection.why}</p>
      </div>
      <div className="grid gap-2 border-l-2 border-line pl-3">
        <p className="text-[0.8125rem] font-medium text-soft">{t('decision.lifts')}</p>
        {objection.lift !== '' && <p className="text-sm">{objection.lift}</p>}
        <Remedies objection={objection} onRemedy={onRemedy} trying={trying} />
      </div>
      <Disclosure summary={t('decision.article')}>
        <div className="grid gap-3">
          <Facts
            rows={[
              ...(objection.statute === null || objection.statute === objection.cite
                ? []
                : [[t('decision.statute'), objection.statute] as const]),
              [t('decision.cite'), <Source key="cite" cite={objection.cite} url={objection.url} />],
              [t('decision.kind'), t(`decision.kind.${objection.kind}`)],
              [t('decision.effect'), t(`effect.${objection.effect}`)],
              [t('decision.confidence'), t(`decision.confidence.${objection.confidence}`)],
              ...(objection.deadline === null
                ? []
                : [[t('decision.deadline_label'), deadlineText(translation, objection.deadline)] as const]),
              ...(objection.checked === null ? [] : [[t('decision.checked'), format.date(objection.checked)] as const]),
            ]}
          />
          {objection.note !== null && (
            <p className="text-sm text-soft">
              {t('decision.source_note')} <span lang="en">{objection.note}</span>
            </p>
          )}
          <div>
            {reviewed ? (
              <Badge tone="good">{t('decision.reviewed')}</Badge>
            ) : (
              <Badge tone="wait">{t('decision.not_reviewed')}</Badge>
            )}
          </div>
        </div>
      </Disclosure>
    </article>
  );
}
