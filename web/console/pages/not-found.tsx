import { useTranslation } from '../i18n/translate.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('not_found.title')}>
      <Empty title={t('not_found.text')} action={<ButtonLink to="/transfers">{t('nav.transfers')}</ButtonLink>} />
    </Page>
  );
}
