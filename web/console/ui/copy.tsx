/** Copies a text and says so, in the button itself and to screen readers. */
import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from './button.tsx';

export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), 2500);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => {
    // The clipboard may be refused, for example without a secure connection.
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    written.then(
      () => setState('copied'),
      () => setState('failed'),
    );
  };
  return (
    <Button icon={state === 'copied' ? 'good' : 'copy'} onClick={copy}>
      <span aria-live="polite">
        {state === 'copied'
          ? t('common.copied')
          : state === 'failed'
            ? t('common.copy_failed')
            : (label ?? t('common.copy'))}
      </span>
    </Button>
  );
}
