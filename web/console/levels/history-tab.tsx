/** Every version with who, when and why; going back makes one of them the draft again. */
import type { LevelsView, PolicyVersion } from '../../../src/model/api/levels.ts';
import type { LevelPolicy } from '../../../src/model/level-policy.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { useLevelName } from '../ui/words.tsx';
import { changeWords } from './words.ts';

export function HistoryTab({
  view,
  onAgain,
}: {
  readonly view: LevelsView;
  readonly onAgain: (policy: LevelPolicy) => void;
}) {
  return (
    <ol className="grid gap-3">
      {view.history.map((version, at) => (
        <Version
          key={version.version}
          version={version}
          before={view.history[at + 1] ?? null}
          isCurrent={at === 0}
          onAgain={view.mayEdit ? onAgain : null}
        />
      ))}
    </ol>
  );
}

function Version({
  version,
  before,
  isCurrent,
  onAgain,
}: {
  readonly version: PolicyVersion;
  readonly before: PolicyVersion | null;
  readonly isCurrent: boolean;
  readonly onAgain: ((policy: LevelPolicy) => void) | null;
}) {
  const translation = useTranslation();
  const { t, format } = translation;
  const nameOf = useLevelName();
  const { policy, setBy, setAt, reason } = version;
  const title = version.version === 0 ? t('levels.shipped') : t('levels.history.version', { version: version.version });
  const changes =
    policy === null || before === null || before.policy === null
      ? null
      : changeWords(translation, nameOf, before.policy, policy);
  return (
    <li className="grid gap-2 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="flex flex-wrap items-center gap-2 text-base font-semibold">
          {title}
          {isCurrent && <Badge tone="good">{t('levels.history.in_force')}</Badge>}
        </h2>
        {!isCurrent && policy !== null && onAgain !== null && (
          <Button aria-label={`${t('levels.history.again')}: ${title}`} onClick={() => onAgain(policy)}>
            {t('levels.history.again')}
          </Button>
        )}
      </div>
      {setBy !== null && setAt !== null && (
        <p className="text-sm text-soft">{t('levels.history.by', { who: setBy, date: format.dateTime(setAt) })}</p>
      )}
      {reason !== null && <p className="text-sm break-words">{reason}</p>}
      {policy === null && <p className="text-sm text-stop">{t('levels.history.unreadable')}</p>}
      {changes !== null && (
        <Disclosure summary={t('levels.history.changes')}>
          {changes.length === 0 ? (
            <p>{t('levels.history.same')}</p>
          ) : (
            <ul className="grid list-disc gap-1 pl-5">
              {changes.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          )}
        </Disclosure>
      )}
    </li>
  );
}
