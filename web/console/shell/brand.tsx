import { useTranslation } from '../i18n/translate.tsx';

/** Mark and name; the organisation's name where one is known. */
export function Brand({ organisation }: { readonly organisation: string | null }) {
  const { t } = useTranslation();
  return (
    <div className="flex min-w-0 items-center gap-3">
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-8 shrink-0 text-accent">
        <rect width="32" height="32" rx="8" fill="currentColor" />
        <path
          d="M8 21.5h16M10.5 21.5v-9l5.5-4 5.5 4v9M14 21.5v-5h4v5"
          fill="none"
          stroke="var(--accent-ink)"
          strokeWidth="2"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      </svg>
      <div className="grid min-w-0 leading-tight">
        <span className="text-sm font-semibold tracking-tight">Entrepot</span>
        <span className="truncate text-[0.8125rem] text-soft">{organisation ?? t('brand.tagline')}</span>
      </div>
    </div>
  );
}
