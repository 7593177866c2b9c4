/** Texts from packs: somebody wrote them, so only web addresses become links. */
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import { Icon } from '../ui/icon.tsx';

export function SourceLink({ url, children }: { readonly url: string | null; readonly children: ReactNode }) {
  const { t } = useTranslation();
  if (url === null || !/^https?:\/\//.test(url)) return <>{children}</>;
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer noopener"
      className="inline-flex items-center gap-1 text-accent underline underline-offset-2"
    >
      {children}
      <Icon name="link" size={14} />
      <span className="sr-only">{t('common.new_window')}</span>
    </a>
  );
}

export function Code({ children }: { readonly children: ReactNode }) {
  return <span className="font-mono text-[0.8125rem] break-all">{children}</span>;
}
