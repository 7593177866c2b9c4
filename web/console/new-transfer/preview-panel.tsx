/** What will happen: level, decision, and the exact notice that would cross the border. */
import { useTranslation } from '../i18n/translate.tsx';
import { shownOfMessage } from '../levels/shown.ts';
import { FoundList, Raised } from '../levels/why.tsx';
import { DecisionView } from '../decision/decision-view.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { FindingTags, LevelBadge } from '../ui/words.tsx';
import type { Preview } from './use-preview.ts';

function LevelPart({
  preview,
  message,
}: {
  readonly preview: NonNullable<Preview['answer']>;
  /** The text that was looked at; null while it is not the one that is written. */
  readonly message: string | null;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const { level, persons, counts, unreadable } = preview.classification;
  return (
    <div className="grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span className="text-soft">{t('preview.level')}</span>
        <LevelBadge level={level} />
        {persons > 0 && <span className="text-soft">{t('preview.persons', { n: persons })}</span>}
      </div>
      <p className="text-sm text-soft">{t(`level.${level}_hint`)}</p>
      <FindingTags counts={counts} />
      <Raised classification={preview.classification} />
      {message !== null && <FoundList findings={shownOfMessage(translation, message, preview.messageFindings)} />}
      {unreadable && <p className="text-sm text-wait">{t('preview.unreadable')}</p>}
    </div>
  );
}

function NoticePart({ notice }: { readonly notice: NonNullable<NonNullable<Preview['answer']>['notice']> }) {
  const { t, format } = useTranslation();
  return (
    <Section title={t('preview.notice')} hint={t('preview.notice_hint', { bytes: format.bytes(notice.bytes) })}>
      <pre
        // Scrolls by itself, so it has to be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t('preview.notice')}
        className="max-h-80 overflow-auto rounded-lg bg-sunken p-3 font-mono text-[0.8125rem] leading-6 break-words whitespace-pre-wrap"
      >
        {notice.body}
      </pre>
      <Disclosure summary={t('preview.notice_about')}>
        <p className="text-soft">{t('preview.notice_example')}</p>
        <p className="mt-1 font-mono text-[0.8125rem]">{notice.contentType}</p>
      </Disclosure>
    </Section>
  );
}

export function PreviewPanel({
  preview,
  message,
  onRemedy,
}: {
  readonly preview: Preview;
  readonly message: string;
  readonly onRemedy: (remedy: string) => void;
}) {
  const { t } = useTranslation();
  const { answer, stale, error } = preview;
  return (
    <div className="grid grid-cols-1 gap-4" aria-busy={stale}>
      <Section title={t('preview.title')} hint={stale ? t('preview.checking') : t('preview.hint')}>
        {error !== null && !stale && <Failed error={error} retry={preview.again} />}
        {answer === null &&
          error === null &&
          (stale ? <Loading lines={3} /> : <p className="text-sm text-soft">{t('preview.empty')}</p>)}
        {answer !== null && error === null && (
          <div className="grid grid-cols-1 gap-5">
            <LevelPart preview={answer} message={stale ? null : message} />
            {answer.decision === null ? (
              <p className="text-sm text-soft">{t('preview.no_decision')}</p>
            ) : (
              <DecisionView decision={answer.decision} onRemedy={onRemedy} />
            )}
          </div>
        )}
      </Section>
      {answer?.notice !== undefined && answer.notice !== null && <NoticePart notice={answer.notice} />}
    </div>
  );
}
