/** One message as it was written, with what was found in it; the words that were searched for are marked. */
import { Link } from '@tanstack/react-router';
import type { ArchivedMessage } from '../../../src/model/api/archive.ts';
import { markedPieces } from '../../../src/model/search-words.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { LevelBadge } from '../ui/words.tsx';
import { FileRow } from './file-row.tsx';
import { FoundTags } from './found.tsx';

/** React writes text as text: nothing in a message is ever markup. */
function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  return markedPieces(text, query).map(({ text: piece, isHit }, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have nothing but their place
    isHit ? <mark key={at}>{piece}</mark> : piece,
  );
}

export function Message({
  message,
  query,
  showThread,
  onSender,
}: {
  readonly message: ArchivedMessage;
  readonly query: string;
  /** In what a search found: where it was said. */
  readonly showThread: boolean;
  readonly onSender: (sender: ArchivedMessage['sender']) => void;
}) {
  const { t, format } = useTranslation();
  const { sender, thread, text, files, found, incidentId } = message;
  const name = sender.name === '' ? t('archive.sender_unknown') : sender.name;
  return (
    <article className="grid gap-2.5 rounded-2xl border border-line bg-surface p-4 text-sm shadow-card">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2">
          <button
            type="button"
            onClick={() => onSender({ key: sender.key, name })}
            title={t('archive.from_sender')}
            className="min-h-touch font-medium break-words hover:underline sm:min-h-6"
          >
            {name}
          </button>
          <time dateTime={message.sentAt} className="text-[0.8125rem] text-soft">
            {format.dateTime(message.sentAt)}
          </time>
        </div>
        <LevelBadge level={message.level} />
      </header>
      {showThread && (
        <Link
          to="/archive"
          search={{ thread: thread.id, message: message.id }}
          className="inline-flex min-h-touch w-fit items-center text-accent hover:underline sm:min-h-6"
        >
          {thread.title === '' ? t('archive.person') : thread.title}
        </Link>
      )}
      {text !== '' && (
        <p className="break-words whitespace-pre-wrap">
          <Marked text={text} query={query} />
        </p>
      )}
      {text === '' && files.length === 0 && <p className="text-soft">{t('archive.no_text')}</p>}
      {files.length > 0 && (
        <ul className="grid gap-2">
          {files.map((file) => (
            <FileRow key={file.id} file={file} />
          ))}
        </ul>
      )}
      {(Object.keys(found).length > 0 || incidentId !== null) && (
        <footer className="flex flex-wrap items-center gap-2">
          {incidentId !== null && <Badge tone="stop">{t('archive.incident')}</Badge>}
          <FoundTags found={found} />
        </footer>
      )}
    </article>
  );
}
