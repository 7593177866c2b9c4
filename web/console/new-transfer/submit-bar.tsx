/** The one act of the page, with what is missing or what will follow said beside it. */
import { useId } from 'react';
import type { Outcome } from '../../../src/model/policy-decision.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/states.tsx';
import type { Need } from './draft.ts';

export function SubmitBar({
  needs,
  outcome,
  busy,
  error,
  onShowWhy,
}: {
  readonly needs: readonly Need[];
  readonly outcome: Outcome | null;
  readonly busy: boolean;
  readonly error: unknown;
  /** Brings the reasons into view, on a phone, where they are further down. */
  readonly onShowWhy: () => void;
}) {
  const { t, format } = useTranslation();
  const id = useId();
  const refused = outcome === 'refused';
  const missing = needs.length > 0;
  const says = missing
    ? t('new.needs', { list: format.list(needs.map((need) => t(`need.${need}`))) })
    : outcome === null
      ? t('new.submit_hint')
      : t(`new.submit_hint.${outcome}`);
  return (
    <div className="sticky bottom-0 z-10 -mx-4 grid shrink-0 grid-cols-1 gap-3 border-t border-line bg-surface px-4 py-3 sm:-mx-8 sm:px-8 lg:static lg:mx-0 lg:rounded-2xl lg:border lg:p-5 lg:shadow-card">
      {error !== null && <Failed error={error} />}
      <div className="flex items-center justify-between gap-3">
        <output id={id} className="block min-w-0 text-sm text-soft">
          {says}
        </output>
        {outcome !== null && (
          <span className="shrink-0 lg:hidden">
            <Button kind="quiet" onClick={onShowWhy}>
              {t('new.show_why')}
            </Button>
          </span>
        )}
      </div>
      <Button type="submit" kind="primary" wide busy={busy} disabled={missing || refused} aria-describedby={id}>
        {outcome === 'held' ? t('new.submit_held') : t('new.submit')}
      </Button>
    </div>
  );
}
