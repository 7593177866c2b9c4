/** What is true of the whole installation and must not be overlooked. */
import type { Session } from '../../../src/model/api/staff.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Icon } from '../ui/icon.tsx';

export function Banners({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  if (!session.sandbox && session.secure) return null;
  return (
    <aside data-print="hide" aria-label={t('banner.label')}>
      {session.sandbox && (
        <p className="flex flex-wrap items-center justify-center gap-x-2 bg-wait-soft px-4 py-2 text-center text-sm text-wait">
          <Icon name="sandbox" size={16} />
          <strong className="font-semibold">{t('banner.sandbox')}</strong>
          <span>{t('banner.sandbox_hint')}</span>
        </p>
      )}
      {!session.secure && (
        <p className="flex flex-wrap items-center justify-center gap-x-2 bg-stop-soft px-4 py-2 text-center text-sm text-stop">
          <Icon name="stop" size={16} />
          <strong className="font-semibold">{t('banner.insecure')}</strong>
          <span>{t('banner.insecure_hint')}</span>
        </p>
      )}
    </aside>
  );
}
