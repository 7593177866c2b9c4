/** Granting, declining and noting a request. */
import { useState } from 'react';
import type { AccessRequest, AnswerRequest } from '../../../src/model/api/access-requests.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { CheckField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { type AnswerDraft, dayOf, firstDraft, grantOf } from './answer-draft.ts';
import { useRequestAct } from './use-requests.ts';

type DialogProps = { readonly request: AccessRequest; readonly onClose: () => void };
type FieldsProps = {
  readonly request: AccessRequest;
  readonly draft: AnswerDraft;
  readonly onChange: (draft: AnswerDraft) => void;
};

function useAnswer({ request, onClose }: DialogProps) {
  const { t } = useTranslation();
  const toast = useToast();
  return useRequestAct<AnswerRequest, unknown>(
    (api, body) => api.requests.answer(request.id, body),
    () => {
      toast(t('ask.answered_toast'));
      onClose();
    },
  );
}

function UntilField({ request, draft, onChange }: FieldsProps) {
  const { t, format } = useTranslation();
  const { until: latest } = request.possible;
  return (
    <TextField
      label={t('ask.until')}
      {...(latest === null ? {} : { hint: t('ask.until_hint', { date: format.dateTime(latest) }) })}
      type="date"
      {...(latest === null ? {} : { max: dayOf(new Date(latest)) })}
      value={draft.until}
      onChange={(until) => onChange({ ...draft, until })}
    />
  );
}

function OpensField({ request, draft, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const { opens } = request.possible;
  return (
    <TextField
      label={t('ask.opens')}
      {...(opens === null ? {} : { hint: t('ask.opens_hint', { n: opens }) })}
      type="number"
      inputMode="numeric"
      min={1}
      max={100}
      value={draft.opens}
      onChange={(value) => onChange({ ...draft, opens: value })}
    />
  );
}

/** Why the file itself cannot be handed over, and who could lift it. */
function Download({ request }: { readonly request: AccessRequest }) {
  const { t } = useTranslation();
  const { download, rule } = request.possible;
  if (download) return <p className="text-sm">{t('ask.download_text')}</p>;
  return (
    <Callout tone="stop">
      {rule === null
        ? t('ask.download_barred_level')
        : t('ask.download_barred', { title: rule.title, cite: rule.cite, lift: rule.lift })}
    </Callout>
  );
}

function AccessFields(props: FieldsProps) {
  const { request, draft, onChange } = props;
  const translation = useTranslation();
  const { t } = translation;
  const isKnown = /^[A-Z]{2}$/.test(request.place);
  const permissions = request.possible.download ? (['view', 'download'] as const) : (['view'] as const);
  return (
    <>
      {isKnown && (
        <CheckField
          label={t('ask.allow_place', { place: placeName(translation, request.place) })}
          checked={draft.allowPlace}
          onChange={(allowPlace) => onChange({ ...draft, allowPlace })}
        />
      )}
      <SelectField<'keep' | 'view' | 'download'>
        label={t('ask.permission')}
        value={draft.permission === '' ? 'keep' : draft.permission}
        options={(['keep', ...permissions] as const).map((value) => ({ value, label: t(`ask.permission.${value}`) }))}
        onChange={(value) => onChange({ ...draft, permission: value === 'keep' ? '' : value })}
      />
      <TextField
        label={t('ask.devices')}
        type="number"
        inputMode="numeric"
        min={1}
        max={20}
        value={draft.devices}
        onChange={(devices) => onChange({ ...draft, devices })}
      />
      <UntilField {...props} />
    </>
  );
}

function Words({
  value,
  required,
  onChange,
}: {
  readonly value: string;
  readonly required: boolean;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <TextAreaField
      label={t('ask.answer_reason')}
      hint={t('ask.answer_reason_hint')}
      maxLength={1000}
      required={required}
      value={value}
      onChange={onChange}
    />
  );
}

export function GrantDialog(props: DialogProps) {
  const { request, onClose } = props;
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => firstDraft(request, new Date()));
  const answer = useAnswer(props);
  const body = grantOf(request, draft);
  const fields = { request, draft, onChange: setDraft };
  return (
    <FormDialog
      open
      title={t('ask.grant_title')}
      onClose={onClose}
      action={t('ask.grant')}
      busy={answer.isPending}
      disabled={body === undefined}
      onSubmit={() => {
        if (body !== undefined) answer.mutate(body);
      }}
    >
      <p className="text-sm text-soft">{t(`ask.kind.${request.kind}`)}</p>
      {request.kind === 'more_time' && <UntilField {...fields} />}
      {request.kind === 'more_opens' && <OpensField {...fields} />}
      {request.kind === 'download' && <Download request={request} />}
      {request.kind === 'access' && <AccessFields {...fields} />}
      <Words required={false} value={draft.reason} onChange={(reason) => setDraft({ ...draft, reason })} />
      {answer.isError && <Failed error={answer.error} />}
    </FormDialog>
  );
}

export function DeclineDialog(props: DialogProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const answer = useAnswer(props);
  return (
    <FormDialog
      open
      title={t('ask.decline_title')}
      onClose={props.onClose}
      action={t('ask.decline')}
      actionKind="danger"
      busy={answer.isPending}
      disabled={reason.trim() === ''}
      onSubmit={() => answer.mutate({ outcome: 'declined', reason: reason.trim() })}
    >
      <Words required value={reason} onChange={setReason} />
      {answer.isError && <Failed error={answer.error} />}
    </FormDialog>
  );
}

export function NoteDialog(props: DialogProps) {
  const { t } = useTranslation();
  const answer = useAnswer(props);
  return (
    <FormDialog
      open
      title={t('ask.note_title')}
      onClose={props.onClose}
      action={t('ask.note')}
      busy={answer.isPending}
      onSubmit={() => answer.mutate({ outcome: 'noted', reason: '' })}
    >
      <p className="text-sm text-soft">{t('ask.note_text')}</p>
      {answer.isError && <Failed error={answer.error} />}
    </FormDialog>
  );
}
