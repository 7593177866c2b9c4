/** Small marks that packs, versions and rules share. */
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';

export function Reviewed({ reviewed }: { readonly reviewed: boolean }) {
  const { t } = useTranslation();
  return <Badge tone={reviewed ? 'good' : 'wait'}>{t(reviewed ? 'decision.reviewed' : 'decision.not_reviewed')}</Badge>;
}

/** The beginning of a digest, enough for people; the whole of it to whoever selects or hears it. */
export function Digest({ digest }: { readonly digest: string }) {
  const { t } = useTranslation();
  return (
    <span className="text-[0.8125rem] text-soft">
      {t('packs.digest')}{' '}
      <span className="font-mono" title={digest}>
        {digest.slice(0, 12)}
      </span>
    </span>
  );
}
