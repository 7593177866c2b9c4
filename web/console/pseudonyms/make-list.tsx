/** From a file to a pseudonymised list: choose, look, say why, make. */
import { useState } from 'react';
import type { MadePseudonyms } from '../../../src/model/api/pseudonyms.ts';
import { KEEP_LAST, type Operator, type PseudonymChoices } from '../../../src/model/pseudonyms.ts';
import { saveFile } from '../api/download.ts';
import { codeOf } from '../api/errors.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { useUploads } from '../new-transfer/use-uploads.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { TextAreaField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { FileUpload, readyUpload } from './file-upload.tsx';
import { countWords } from './operator-field.tsx';
import { Elsewhere, PreviewTable, TextPreview } from './preview.tsx';
import { usePseudonymAct, usePseudonymPreview } from './use-pseudonyms.ts';

const EMPTY: PseudonymChoices = { columns: [], types: {}, keepLast: KEEP_LAST };

export function MakeList({ given }: { readonly given: string | undefined }) {
  const { t } = useTranslation();
  const uploads = useUploads();
  const [made, setMade] = useState<MadePseudonyms | null>(null);
  const uploadId = uploads.items.length === 0 ? (given ?? null) : readyUpload(uploads);
  const again = () => {
    setMade(null);
    for (const { key } of uploads.items) uploads.remove(key);
  };
  if (made !== null) return <Made made={made} onAnother={again} />;
  return (
    <Section title={t('pseudonyms.file')} hint={t('pseudonyms.file_hint')}>
      <div className="grid min-w-0 gap-5">
        <FileUpload label={t('pseudonyms.file')} hideLabel accept=".csv,.tsv,.txt,.md,.xlsx" uploads={uploads} />
        {uploadId !== null && <Draft key={uploadId} uploadId={uploadId} onMade={setMade} />}
      </div>
    </Section>
  );
}

type DraftProps = { readonly uploadId: string; readonly onMade: (made: MadePseudonyms) => void };

function Draft({ uploadId, onMade }: DraftProps) {
  const { t } = useTranslation();
  const [choices, setChoices] = useState(EMPTY);
  const [reason, setReason] = useState('');
  const preview = usePseudonymPreview(uploadId, choices);
  const make = usePseudonymAct(
    (client, justification: string) => client.make({ uploadId, choices, justification }),
    onMade,
  );
  const choose = (table: number, column: number, operator: Operator) =>
    setChoices((before) => {
      const others = before.columns.filter((one) => one.table !== table || one.column !== column);
      return { ...before, columns: [...others, { table, column, operator }] };
    });
  if (preview.isError) {
    // What the list itself is refused for stays so; anything else may go better.
    const isRefused = codeOf(preview.error).startsWith('pseudonym.');
    return <Failed error={preview.error} retry={isRefused ? undefined : () => void preview.refetch()} />;
  }
  if (preview.data === undefined) return <Loading lines={4} />;
  return (
    <form
      className="grid min-w-0 gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate(reason.trim());
      }}
    >
      <p className="text-sm text-soft">{t('pseudonyms.columns_hint')}</p>
      <Renewing on={preview.isFetching} />
      {preview.data.tables.map((table, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- sheets are in the order of the file
        <PreviewTable key={at} table={table} at={at} onChoose={choose} />
      ))}
      {preview.data.text !== null && <TextPreview text={preview.data.text} />}
      <Elsewhere
        found={preview.data.found}
        types={choices.types}
        onChange={(types) => setChoices((before) => ({ ...before, types }))}
      />
      <TextAreaField
        label={t('pseudonyms.justification')}
        hint={t('pseudonyms.justification_hint')}
        required
        maxLength={2000}
        value={reason}
        onChange={setReason}
      />
      {make.isError && <Failed error={make.error} />}
      <div>
        <Button type="submit" kind="primary" busy={make.isPending} disabled={reason.trim().length < 3}>
          {t('pseudonyms.make')}
        </Button>
      </div>
    </form>
  );
}

/** The old examples stay until the new ones are there; this says that they are on their way. */
function Renewing({ on }: { readonly on: boolean }) {
  const { t } = useTranslation();
  return (
    <output className="sticky top-16 z-10 grid gap-1.5 empty:hidden">
      {on && (
        <span className="grid gap-1.5 rounded-xl border border-line bg-raised p-3 text-sm shadow-raised">
          {t('pseudonyms.renewing')}
          <ProgressBar label={t('pseudonyms.renewing')} value={null} />
        </span>
      )}
    </output>
  );
}

function Made({ made, onAnother }: { readonly made: MadePseudonyms; readonly onAnother: () => void }) {
  const translation = useTranslation();
  const { t } = translation;
  const take = usePseudonymAct(
    (client, id: string) => client.takeFile(id),
    (file) => saveFile({ ...file, name: made.fileName }),
  );
  const isClean = Object.keys(made.summary.left).length === 0;
  return (
    <Section title={t('pseudonyms.made')}>
      <div className="grid gap-4">
        <Callout tone={isClean ? 'good' : 'wait'} title={made.fileName}>
          {isClean
            ? t('pseudonyms.left_nothing')
            : t('pseudonyms.left', { list: countWords(translation, made.summary.left) })}
        </Callout>
        <p className="text-sm text-soft">{t('pseudonyms.still_personal')}</p>
        {take.isError && <Failed error={take.error} />}
        <div className="flex flex-wrap gap-2">
          <ButtonLink kind="primary" to="/transfers/new" search={{ upload: made.uploadId }}>
            {t('pseudonyms.use')}
          </ButtonLink>
          <Button icon="out" busy={take.isPending} onClick={() => take.mutate(made.id)}>
            {t('pseudonyms.download')}
          </Button>
          <Button kind="quiet" onClick={onAnother}>
            {t('pseudonyms.another')}
          </Button>
        </div>
      </div>
    </Section>
  );
}
