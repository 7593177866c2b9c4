/** What a page shows while it has nothing to show: loading, failed, empty. */
import type { ReactNode } from 'react';
import { codeOf, isWorthRetrying, ClientError } from '../api/errors.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from './button.tsx';
import { Callout } from './callout.tsx';

/** Grey lines where text will be; the sentence is for those who cannot see them. */
export function Loading({ lines = 4 }: { readonly lines?: number }) {
  const { t } = useTranslation();
  return (
    <output className="grid gap-3 py-2">
      <span className="sr-only">{t('common.loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span
          key={line}
          aria-hidden="true"
          className="h-5 animate-pulse rounded-md bg-hover even:w-4/5 last:w-3/5 motion-reduce:animate-none"
        />
      ))}
    </output>
  );
}

/** The reader's words for an error. */
export function useErrorText(): (error: unknown) => string {
  const { t, errorText } = useTranslation();
  return (error) => errorText(codeOf(error)) ?? t('common.failed_unknown', { code: codeOf(error) });
}

/** Why it failed, what can be done, and the number that finds it in the server's log. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const text = useErrorText();
  const requestId = error instanceof ClientError ? error.requestId : null;
  return (
    <Callout tone="stop" title={text(error)} role="alert">
      {isWorthRetrying(error) && <p>{t('common.failed_retry_hint')}</p>}
      {requestId !== null && <p className="text-soft">{t('common.request_id', { id: requestId })}</p>}
      {retry !== undefined && (
        <div className="mt-3">
          <Button icon="again" onClick={retry}>
            {t('common.try_again')}
          </Button>
        </div>
      )}
    </Callout>
  );
}

/** An empty page says what belongs here and what to do first. */
export function Empty({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-3 rounded-2xl border border-dashed border-line px-6 py-14 text-center">
      <p className="text-base font-medium">{title}</p>
      {children !== undefined && <p className="max-w-md text-sm text-soft">{children}</p>}
      {action}
    </div>
  );
}
