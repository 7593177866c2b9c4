/** One rule that objects: what, why, what lifts it and who; the article one click away. */
import type { ExplainedObjection } from '../../../src/model/api/transfers.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Icon } from '../ui/icon.tsx';
import { Facts } from '../ui/page.tsx';
import { isRecordable, remedyKind, remedyText } from './remedy.ts';

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

function Remedies({
  objection,
  onRemedy,
}: {
  readonly objection: ExplainedObjection;
  readonly onRemedy?: ((remedy: string) => void) | undefined;
}) {
  const translation = useTranslation();
  const { t } = translation;
  if (objection.remedies.length === 0) return <p className="text-sm text-stop">{t('decision.no_remedy')}</p>;
  return (
    <ul className="grid gap-2 text-sm">
      {objection.remedies.map((remedy) => (
        <li key={remedy} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <span className="min-w-0 flex-1 basis-40">
            {remedyText(translation, remedy)}
            <span className="block text-[0.8125rem] text-soft">{t(`remedy.who.${remedyKind(remedy)}`)}</span>
          </span>
          {onRemedy !== undefined && isRecordable(remedy) && (
            <Button
              onClick={() => onRemedy(remedy)}
              aria-label={`${t('decision.record')}: ${remedyText(translation, remedy)}`}
            >
              {t('decision.record')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

export function ObjectionView({
  objection,
  reviewed,
  onRemedy,
}: {
  readonly objection: ExplainedObjection;
  readonly reviewed: boolean;
  readonly onRemedy?: ((remedy: string) => void) | undefined;
}) {
  const { t, format } = useTranslation();
  return (
    <article className="grid gap-3 rounded-xl border border-line p-4">
      <div className="grid gap-1">
        <h3 className="text-sm font-semibold">{objection.title}</h3>
        <p className="text-sm text-soft">{objection.why}</p>
      </div>
      <div className="grid gap-2 border-l-2 border-line pl-3">
        <p className="text-[0.8125rem] font-medium text-soft">{t('decision.lifts')}</p>
        {objection.lift !== '' && <p className="text-sm">{objection.lift}</p>}
        <Remedies objection={objection} onRemedy={onRemedy} />
      </div>
      <Disclosure summary={t('decision.article')}>
        <div className="grid gap-3">
          <Facts
            rows={[
              [t('decision.cite'), <Source key="cite" cite={objection.cite} url={objection.url} />],
              [t('decision.kind'), t(`decision.kind.${objection.kind}`)],
              [t('decision.effect'), t(`effect.${objection.effect}`)],
              [t('decision.confidence'), t(`decision.confidence.${objection.confidence}`)],
              ...(objection.deadline === null
                ? []
                : [[t('decision.deadline_label'), format.duration(objection.deadline)] as const]),
            ]}
          />
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
