/** Files: choose or drop, then follow each until it is sealed and inspected. */
import { type DragEvent, useId, useState } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import { shownOfUpload } from '../levels/shown.ts';
import { FoundList } from '../levels/why.tsx';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Icon } from '../ui/icon.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import { useErrorText } from '../ui/states.tsx';
import { FindingTags, LevelBadge } from '../ui/words.tsx';
import type { UploadItem } from './uploads.ts';
import type { Uploads } from './use-uploads.ts';

function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classes(
        'relative grid justify-items-center gap-1 rounded-xl border border-dashed px-4 py-6 text-center text-sm focus-within:outline-2 focus-within:outline-offset-2',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken',
      )}
    >
      <label htmlFor={id} className="font-medium text-accent after:absolute after:inset-0">
        {t('new.choose_files')}
      </label>
      <p className="text-soft">{t('new.files_hint')}</p>
      <input
        id={id}
        type="file"
        multiple
        className="sr-only"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file may be chosen again after it was removed.
          event.target.value = '';
        }}
      />
    </div>
  );
}

function Progress({ item }: { readonly item: UploadItem }) {
  const { t, format } = useTranslation();
  if (item.phase === 'inspecting') {
    return (
      <div className="grid gap-1.5">
        <ProgressBar label={t('new.inspecting_file', { name: item.name })} value={item.progress} />
        <p className="text-[0.8125rem] text-soft">{t('new.inspecting')}</p>
      </div>
    );
  }
  if (item.phase !== 'sending' && item.phase !== 'paused') return null;
  return (
    <div className="grid gap-1.5">
      <ProgressBar
        label={t('new.sending_file', { name: item.name })}
        value={item.size === 0 ? null : item.sent / item.size}
      />
      <p className="text-[0.8125rem] text-soft">
        {t(item.phase === 'paused' ? 'new.paused' : 'new.sending', {
          sent: format.bytes(item.sent),
          size: format.bytes(item.size),
        })}
      </p>
    </div>
  );
}

function Result({ item }: { readonly item: UploadItem }) {
  const translation = useTranslation();
  const { t, errorText } = translation;
  const text = useErrorText();
  if (item.phase === 'failed') {
    return (
      <p role="alert" className="flex gap-1.5 text-sm text-stop">
        <Icon name="stop" />
        {item.error === null ? t('new.inspection_failed') : text(item.error)}
      </p>
    );
  }
  if (item.phase !== 'ready') return null;
  return (
    <div className="grid gap-2">
      {item.problem !== null && (
        <p className="text-[0.8125rem] text-wait">
          {errorText(item.problem) ?? t('new.unreadable')}{' '}
          {item.problem.startsWith('unreadable.') && t('new.unreadable_hint')}
        </p>
      )}
      {item.classification !== null && (
        <>
          <FindingTags counts={item.classification.counts} />
          {item.uploadId !== null && (
            <FoundList findings={shownOfUpload(translation, item.uploadId, item.classification)} />
          )}
        </>
      )}
    </div>
  );
}

function FileRow({ item, uploads }: { readonly item: UploadItem; readonly uploads: Uploads }) {
  const { t, format } = useTranslation();
  const { key, name, phase } = item;
  return (
    <li className="grid gap-2 rounded-xl border border-line p-3 pl-4">
      <div className="flex items-center gap-3">
        <span className="text-soft">
          <Icon name="file" size={20} />
        </span>
        <div className="min-w-0 flex-1">
          <p className="text-sm font-medium break-all">{name}</p>
          <div className="flex flex-wrap items-center gap-2">
            <span className="text-[0.8125rem] text-soft">{format.bytes(item.size)}</span>
            {phase === 'ready' &&
              (item.classification === null ? (
                <Badge tone="good">{t('new.ready')}</Badge>
              ) : (
                <LevelBadge level={item.classification.level} />
              ))}
          </div>
        </div>
        {phase === 'sending' && (
          <IconButton icon="pause" label={t('new.pause_file', { name })} onClick={() => uploads.pause(key)} />
        )}
        {phase === 'paused' && (
          <IconButton icon="play" label={t('new.resume_file', { name })} onClick={() => uploads.resume(key)} />
        )}
        {phase === 'failed' && (
          <IconButton icon="again" label={t('new.retry_file', { name })} onClick={() => uploads.retry(key)} />
        )}
        <IconButton icon="close" label={t('new.remove_file', { name })} onClick={() => uploads.remove(key)} />
      </div>
      <Progress item={item} />
      <Result item={item} />
    </li>
  );
}

export function FileList({ uploads }: { readonly uploads: Uploads }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-3">
      <p className="text-sm font-medium">{t('new.files')}</p>
      <DropZone onFiles={uploads.add} />
      {uploads.items.length > 0 && (
        <ul className="grid gap-2">
          {uploads.items.map((item) => (
            <FileRow key={item.key} item={item} uploads={uploads} />
          ))}
        </ul>
      )}
    </div>
  );
}
