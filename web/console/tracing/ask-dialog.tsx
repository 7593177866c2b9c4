/** The first officer: the leaked file, why it is traced, and the first share of the records key. */
import { useState } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import type { UploadItem } from '../new-transfer/uploads.ts';
import { useUploads } from '../new-transfer/use-uploads.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Field, INPUT, TextAreaField, TextField } from '../ui/field.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { CornerPicker } from './corner-picker.tsx';
import { asOption, NO_CORNERS } from './corners.ts';
import { useTraceAct } from './use-tracing.ts';

const MOST_BYTES = 60 * 1024 * 1024;

function FileField({ onFile, error }: { readonly onFile: (file: File) => void; readonly error: string | null }) {
  const { t } = useTranslation();
  return (
    <Field label={t('trace.file')} hint={t('trace.file_hint')} error={error}>
      {(described) => (
        <input
          {...described}
          type="file"
          required
          accept="image/*,.pdf,.docx,.xlsx,.pptx,.odt,.txt,.md"
          className={INPUT}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) onFile(file);
          }}
        />
      )}
    </Field>
  );
}

/** How far the file is; nothing once it is there. */
function Sending({ item }: { readonly item: UploadItem }) {
  const { t, errorText } = useTranslation();
  if (item.phase === 'ready') return null;
  if (item.phase === 'failed')
    return (
      <p role="alert" className="text-sm text-stop">
        {(item.error === null ? null : errorText(item.error.code)) ?? t('new.inspection_failed')}
      </p>
    );
  const label = t('new.sending_file', { name: item.name });
  return <ProgressBar label={label} value={item.size === 0 ? null : item.sent / item.size} />;
}

export function AskDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const uploads = useUploads();
  const [file, setFile] = useState<File | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const [reason, setReason] = useState('');
  const [share, setShare] = useState('');
  const [corners, setCorners] = useState(NO_CORNERS);
  const item = uploads.items.at(-1);
  const ready = item?.phase === 'ready' ? item.uploadId : null;
  const ask = useTraceAct<string>(
    (client, uploadId) =>
      client.ask({
        uploadId,
        reason: reason.trim(),
        share: share.trim(),
        options: { from: null, until: null, transferId: null, corners: asOption(corners) },
      }),
    () => {
      toast(t('trace.asked'));
      onClose();
    },
  );
  const choose = (chosen: File) => {
    setTooLarge(chosen.size > MOST_BYTES);
    if (chosen.size > MOST_BYTES) return;
    for (const { key } of uploads.items) uploads.remove(key);
    setFile(chosen);
    setCorners(NO_CORNERS);
    uploads.add([chosen]);
  };
  return (
    <FormDialog
      open
      wide
      title={t('trace.ask')}
      onClose={onClose}
      action={t('trace.ask_act')}
      busy={ask.isPending}
      disabled={ready === null || reason.trim().length < 3 || share.trim() === ''}
      onSubmit={() => ready !== null && ask.mutate(ready)}
    >
      <p className="text-sm text-soft">{t('trace.ask_text')}</p>
      <FileField onFile={choose} error={tooLarge ? t('trace.file_too_large') : null} />
      {item !== undefined && <Sending item={item} />}
      {file !== null && file.type.startsWith('image/') && (
        <Disclosure summary={t('trace.corners')}>
          <CornerPicker file={file} picked={corners} onPick={setCorners} />
        </Disclosure>
      )}
      <TextAreaField label={t('trace.reason')} required maxLength={2000} value={reason} onChange={setReason} />
      <ShareField value={share} onChange={setShare} />
      {ask.isError && <Failed error={ask.error} />}
    </FormDialog>
  );
}

export function ShareField({ value, onChange }: { readonly value: string; readonly onChange: (text: string) => void }) {
  const { t } = useTranslation();
  return (
    <TextField
      label={t('trace.share')}
      hint={t('trace.share_hint')}
      required
      autoComplete="off"
      spellCheck={false}
      type="password"
      value={value}
      onChange={onChange}
    />
  );
}
