/** One message: how it looks where it arrives, and exactly what was sent there. */
import type { SandboxMessage } from '../../../src/model/api/system.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Section } from '../ui/page.tsx';
import { readMessage } from './preview.ts';
import { MessagePreview } from './previews.tsx';
import { MessageSource } from './source.tsx';
import { receiverOf } from './words.ts';

export function MessageDetail({ message }: { readonly message: SandboxMessage }) {
  const translation = useTranslation();
  const { t, format } = translation;
  return (
    <div className="grid min-w-0 gap-5">
      <Section
        title={t(`sandbox.as_seen.${message.vendor}`)}
        hint={`${receiverOf(translation, message)} · ${format.dateTime(message.at)}`}
      >
        <MessagePreview reading={readMessage(message)} />
      </Section>
      <Section title={t('sandbox.exact')} hint={t('sandbox.exact_hint', { bytes: format.number(message.bytes) })}>
        <MessageSource message={message} />
      </Section>
    </div>
  );
}
