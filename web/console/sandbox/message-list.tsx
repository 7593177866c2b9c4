/** Messages, newest first. Each is an address of its own, so that "back" works on a phone. */
import { Link } from '@tanstack/react-router';
import type { SandboxMessage } from '../../../src/model/api/system.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Tag } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import { receiverOf } from './words.ts';

export function MessageList({
  messages,
  shownId,
}: {
  readonly messages: readonly SandboxMessage[];
  readonly shownId: string | null;
}) {
  const translation = useTranslation();
  const { t, format } = translation;
  return (
    <ol className="grid divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
      {messages.map((message) => {
        const shown = message.id === shownId;
        return (
          <li key={message.id}>
            <Link
              to="/sandbox"
              search={{ message: message.id }}
              resetScroll={false}
              aria-current={shown ? 'true' : undefined}
              className={classes(
                'grid min-h-touch gap-1 px-4 py-3 text-sm -outline-offset-2 hover:bg-hover',
                shown && 'lg:bg-accent-soft',
              )}
            >
              <span className="flex flex-wrap items-center justify-between gap-2">
                <span className="font-medium">{t(`sandbox.kind.${message.kind}`)}</span>
                <Tag>{t(`sandbox.vendor.${message.vendor}`)}</Tag>
              </span>
              <span className="truncate">{receiverOf(translation, message)}</span>
              <span className="text-[0.8125rem] text-soft">
                <time dateTime={message.at}>{format.dateTime(message.at)}</time> · {format.bytes(message.bytes)}
              </span>
            </Link>
          </li>
        );
      })}
    </ol>
  );
}
