/** A file of a message: to save, on its way, or why it is not here. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ArchivedFile } from '../../../src/model/api/archive.ts';
import { useApi, useSession } from '../api/context.tsx';
import { saveFile } from '../api/download.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';

function Act({ file }: { readonly file: ArchivedFile }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const api = useApi();
  const toast = useToast();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: () => api.archive.file(file.id),
    // The server's header has an ASCII name only; the real one is on the page.
    onSuccess: ({ content }) => saveFile({ name: file.name, content }),
  });
  const again = useMutation({
    mutationFn: () => api.archive.fetchAgain(file.id),
    onSuccess: async () => {
      toast(t('archive.file_again'));
      await queries.invalidateQueries({ queryKey: ['archive', 'thread'] });
    },
  });
  return (
    <>
      {file.state === 'kept' && (
        <Button
          busy={save.isPending}
          onClick={() => save.mutate()}
          aria-label={t('archive.file_save_name', { name: file.name })}
        >
          {t('archive.file_save')}
        </Button>
      )}
      {file.state === 'failed' && person.role === 'officer' && (
        <Button icon="again" busy={again.isPending} onClick={() => again.mutate()}>
          {t('archive.file_retry')}
        </Button>
      )}
      {(save.isError || again.isError) && (
        <div className="w-full">
          <Failed error={save.error ?? again.error} />
        </div>
      )}
    </>
  );
}

export function FileRow({ file }: { readonly file: ArchivedFile }) {
  const { t, format } = useTranslation();
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line px-3 py-2 text-sm">
      <span className="flex min-w-0 items-center gap-2">
        <Icon name="file" />
        <span className="min-w-0 break-words">{file.name}</span>
        {file.size !== null && <span className="text-soft whitespace-nowrap">{format.bytes(file.size)}</span>}
      </span>
      {file.state === 'waiting' && <Badge tone="wait">{t('archive.file_waiting')}</Badge>}
      {file.state === 'failed' && (
        <span className="grid gap-0.5">
          <Badge tone="stop">{t('archive.file_failed')}</Badge>
          {file.problem !== null && <code className="font-mono text-[0.75rem] text-soft">{file.problem}</code>}
        </span>
      )}
      <Act file={file} />
    </li>
  );
}
