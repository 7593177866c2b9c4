/** One file that goes to the server sealed, and how far it is. */
import { useTranslation } from '../i18n/translate.tsx';
import type { Uploads } from '../new-transfer/use-uploads.ts';
import { Field, INPUT } from '../ui/field.tsx';
import { ProgressBar } from '../ui/progress.tsx';

/** The id of the file once it is there and inspected. */
export function readyUpload({ items }: Uploads): string | null {
  const item = items.at(-1);
  return item?.phase === 'ready' ? item.uploadId : null;
}

export function FileUpload({
  label,
  hideLabel = false,
  accept,
  uploads,
}: {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly accept: string;
  readonly uploads: Uploads;
}) {
  return (
    <>
      <Field label={label} hideLabel={hideLabel}>
        {(described) => (
          <input
            {...described}
            type="file"
            required
            accept={accept}
            className={INPUT}
            onChange={(event) => {
              for (const { key } of uploads.items) uploads.remove(key);
              const file = event.target.files?.[0];
              if (file !== undefined) uploads.add([file]);
            }}
          />
        )}
      </Field>
      <Sending uploads={uploads} />
    </>
  );
}

function Sending({ uploads }: { readonly uploads: Uploads }) {
  const { t, errorText } = useTranslation();
  const item = uploads.items.at(-1);
  if (item === undefined || item.phase === 'ready') return null;
  if (item.phase === 'failed')
    return (
      <p role="alert" className="text-sm text-stop">
        {(item.error === null ? null : errorText(item.error.code)) ?? t('new.inspection_failed')}
      </p>
    );
  const label = t('new.sending_file', { name: item.name });
  return <ProgressBar label={label} value={item.size === 0 ? null : item.sent / item.size} />;
}
