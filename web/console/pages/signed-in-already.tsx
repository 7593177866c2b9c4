/** A set-up or invitation link opened by somebody who is signed in. */
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';

export function SignedInAlready() {
  const { t } = useTranslation();
  const { person } = useSession();
  return (
    <Page title={t('already.title')} narrow>
      <Empty
        title={t('already.text', { name: person.name })}
        action={
          <ButtonLink kind="primary" to="/transfers">
            {t('nav.transfers')}
          </ButtonLink>
        }
      >
        {t('already.hint')}
      </Empty>
    </Page>
  );
}
