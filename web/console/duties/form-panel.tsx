/** The draft of a form: what is known, what is missing, each line to be changed, and the file to hand in. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DrawForm, DutyDetail, FormPreview, FormValues } from '../../../src/model/api/duties.ts';
import { type Downloaded, saveFile } from '../api/download.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { SelectField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { FormBlocks } from './form-blocks.tsx';
import { useDutyAct, useForm } from './use-duties.ts';

type Choice = Pick<DrawForm, 'form'> & { readonly variant: DrawForm['variant'] | null };

function Chooser({
  duty,
  choice,
  preview,
  onChange,
}: {
  readonly duty: DutyDetail;
  readonly choice: Choice;
  readonly preview: FormPreview | undefined;
  readonly onChange: (choice: Choice) => void;
}) {
  const { t } = useTranslation();
  const variants = duty.forms.find(({ form }) => form === choice.form)?.variants ?? [];
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label={t('duty.form')}
        value={choice.form}
        options={duty.forms.map(({ form }) => ({ value: form, label: t(`form.${form}`) }))}
        onChange={(form) => onChange({ form, variant: null })}
      />
      {variants.length > 1 && (
        <SelectField
          label={t('duty.variant')}
          value={choice.variant ?? preview?.variant ?? ''}
          options={variants.map((value) => ({ value, label: t(`variant.${value}`) }))}
          onChange={(variant) => onChange({ ...choice, variant })}
        />
      )}
    </div>
  );
}

/** Files are made of what stands in the page, saved or not. */
function Downloads({
  duty,
  preview,
  values,
}: {
  readonly duty: DutyDetail;
  readonly preview: FormPreview;
  readonly values: FormValues;
}) {
  const { t, locale } = useTranslation();
  const queries = useQueryClient();
  const draw = useDutyAct<DrawForm['format'], Downloaded>(
    (api, format) =>
      api.duties.drawForm(duty.id, { form: preview.form, variant: preview.variant, locale, format, fields: values }),
    (file) => {
      saveFile(file);
      void queries.invalidateQueries({ queryKey: ['log'] });
    },
  );
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-3">
        {(['docx', 'pdf', 'json'] as const).map((format) => (
          <Button
            key={format}
            icon="file"
            busy={draw.isPending && draw.variables === format}
            onClick={() => draw.mutate(format)}
          >
            {t(`duty.download.${format}`)}
          </Button>
        ))}
      </div>
      <p className="text-[0.8125rem] text-soft">{t('duty.download_hint')}</p>
      {draw.isError && <Failed error={draw.error} />}
    </div>
  );
}

function Draft({ duty, preview }: { readonly duty: DutyDetail; readonly preview: FormPreview }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [values, setValues] = useState<FormValues>({});
  const mayEdit = duty.may.complete || duty.may.reopen;
  const changed = Object.keys(values).length > 0;
  // Kept values of the draft stay: what is saved is all of them.
  const kept = Object.fromEntries(
    preview.document.blocks.flatMap((block, at) => {
      const key = preview.keys[at];
      return block.kind === 'field' && typeof key === 'string' && preview.edited.includes(key)
        ? [[key, block.value] as const]
        : [];
    }),
  );
  const save = useDutyAct<null, unknown>(
    (api) => api.duties.saveDraft(duty.id, preview.form, { ...kept, ...values }),
    () => {
      setValues({});
      toast(t('duty.draft_saved'));
    },
  );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <Callout tone="wait" title={t('duty.draft_title')}>
        {t('duty.draft_text', { n: preview.missing })}
      </Callout>
      <FormBlocks
        preview={preview}
        values={values}
        readOnly={!mayEdit}
        onChange={(key, value) => setValues((before) => ({ ...before, [key]: value }))}
      />
      {mayEdit && (
        <div className="grid gap-4">
          <div className="flex flex-wrap items-center gap-3">
            <Button busy={save.isPending} disabled={!changed} onClick={() => save.mutate(null)}>
              {t('duty.draft_save')}
            </Button>
            {changed && <Badge tone="wait">{t('duty.draft_unsaved')}</Badge>}
          </div>
          {save.isError && <Failed error={save.error} />}
          <Downloads duty={duty} preview={preview} values={values} />
        </div>
      )}
    </div>
  );
}

export function FormPanel({ duty }: { readonly duty: DutyDetail }) {
  const { t } = useTranslation();
  const [choice, setChoice] = useState<Choice>({ form: duty.forms[0]?.form ?? 'ropa', variant: null });
  const preview = useForm(duty.id, choice.form, choice.variant ?? null);
  return (
    <Section title={t('duty.form_title')} hint={t('duty.form_hint')}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Chooser duty={duty} choice={choice} preview={preview.data} onChange={setChoice} />
        {preview.isPending && <Loading lines={6} />}
        {preview.isError && <Failed error={preview.error} retry={() => void preview.refetch()} />}
        {preview.isSuccess && (
          // Another form is another draft: what was typed belongs to the one before.
          <Draft key={`${preview.data.form} ${preview.data.variant}`} duty={duty} preview={preview.data} />
        )}
      </div>
    </Section>
  );
}
