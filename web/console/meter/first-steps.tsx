/** The first day: what to do first, in order, with what is done already ticked off. */
import { useQuery } from '@tanstack/react-query';
import { useApi, useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Section } from '../ui/page.tsx';

function Step({ done, title, text }: { readonly done: boolean; readonly title: string; readonly text: string }) {
  const { t } = useTranslation();
  return (
    <li className="flex gap-3 text-sm">
      <span className={done ? 'text-good' : 'text-soft'}>
        <Icon name={done ? 'good' : 'right'} />
      </span>
      <div>
        <p className="font-medium">
          {title}
          {done && <span className="font-normal text-soft"> · {t('meter.step_done')}</span>}
        </p>
        <p className="text-soft">{text}</p>
      </div>
    </li>
  );
}

export function FirstSteps() {
  const { t } = useTranslation();
  const api = useApi();
  const { person, sandbox } = useSession();
  const maySend = person.role !== 'auditor';
  const recipients = useQuery({
    queryKey: ['recipients'],
    queryFn: ({ signal }) => api.people.recipients({ signal }),
    enabled: maySend,
  });
  const hasRecipient = (recipients.data?.recipients.length ?? 0) > 0;
  return (
    <Section title={t('meter.first')} hint={t('meter.first_hint')}>
      <div className="grid justify-items-start gap-5">
        <ol className="grid gap-4">
          <Step done={hasRecipient} title={t('meter.step_recipient')} text={t('meter.step_recipient_text')} />
          <Step done={false} title={t('meter.step_transfer')} text={t('meter.step_transfer_text')} />
          {sandbox && <Step done={false} title={t('meter.step_sandbox')} text={t('meter.step_sandbox_text')} />}
        </ol>
        {maySend && (
          <ButtonLink kind="primary" icon="new" to={hasRecipient ? '/transfers/new' : '/recipients'}>
            {t(hasRecipient ? 'nav.new' : 'recipient.add')}
          </ButtonLink>
        )}
      </div>
    </Section>
  );
}
