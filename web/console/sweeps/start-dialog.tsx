/** What is to be looked through: a folder of the settings, an archive, or what the command line has found elsewhere. */
import { useState } from 'react';
import { type SweepKind, SWEEP_KINDS } from '../../../src/model/sweep.ts';
import type { StartSweep } from '../../../src/model/api/sweeps.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { useUploads } from '../new-transfer/use-uploads.ts';
import { FileUpload, readyUpload } from '../pseudonyms/file-upload.tsx';
import { RadioField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useSweepAct } from './use-sweeps.ts';

export function StartDialog({
  folders,
  onClose,
}: {
  readonly folders: readonly string[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const uploads = useUploads();
  const [kind, setKind] = useState<SweepKind>(folders.length > 0 ? 'folder' : 'archive');
  const [folder, setFolder] = useState(0);
  const start = useSweepAct(
    (client, body: StartSweep) => client.start(body),
    () => {
      toast(t('sweeps.started'));
      onClose();
    },
  );
  const body = commandOf(kind, folders.length > 0 ? folder : null, readyUpload(uploads));
  return (
    <FormDialog
      open
      wide
      title={t('sweeps.start')}
      onClose={onClose}
      action={t('sweeps.start')}
      busy={start.isPending}
      disabled={body === null}
      onSubmit={() => body !== null && start.mutate(body)}
    >
      <RadioField
        label={t('sweeps.kind')}
        value={kind}
        choices={SWEEP_KINDS.map((value) => ({
          value,
          label: t(`sweeps.kind.${value}`),
          hint: t(`sweeps.kind.${value}_hint`),
        }))}
        onChange={setKind}
      />
      {kind === 'folder' && <FolderField folders={folders} value={folder} onChange={setFolder} />}
      {kind !== 'folder' && (
        <FileUpload label={t('sweeps.file')} accept={kind === 'archive' ? '.zip' : '.json'} uploads={uploads} />
      )}
      {start.isError && <Failed error={start.error} />}
    </FormDialog>
  );
}

/** What would be asked for; null while something is missing. */
function commandOf(kind: SweepKind, folder: number | null, uploadId: string | null): StartSweep | null {
  if (kind === 'folder') return folder === null ? null : { kind, folder };
  return uploadId === null ? null : { kind, uploadId };
}

function FolderField({
  folders,
  value,
  onChange,
}: {
  readonly folders: readonly string[];
  readonly value: number;
  readonly onChange: (folder: number) => void;
}) {
  const { t } = useTranslation();
  if (folders.length === 0) return <p className="text-sm text-soft">{t('sweeps.no_folders')}</p>;
  return (
    <SelectField
      label={t('sweeps.folder')}
      value={String(value)}
      options={folders.map((path, at) => ({ value: String(at), label: path }))}
      onChange={(chosen) => onChange(Number(chosen))}
    />
  );
}
