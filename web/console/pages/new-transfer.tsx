/** Writing a transfer: the form at the left, what will happen at the right, before anything is sent. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker, useNavigate } from '@tanstack/react-router';
import { type FormEvent, type RefObject, useCallback, useRef, useState } from 'react';
import type { PreviewResponse, SubmitTransfer } from '../../../src/model/api/transfers.ts';
import { PURPOSES } from '../../../src/model/facts.ts';
import { useAdopted } from '../pseudonyms/use-pseudonyms.ts';
import { newTransferRoute } from '../routes.tsx';
import { useApi, useSession } from '../api/context.tsx';
import { withRemedy } from '../basis/basis-draft.ts';
import { BasisFields } from '../basis/basis-fields.tsx';
import { StatedSection } from '../basis/stated-section.tsx';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { AccessFields } from '../new-transfer/access-fields.tsx';
import { DeliveryFields } from '../new-transfer/delivery-fields.tsx';
import { emptyDraft, isWorthKeeping, needsOf, previewOf, submitOf, type TransferDraft } from '../new-transfer/draft.ts';
import { FileList } from '../new-transfer/file-list.tsx';
import { MessageField } from '../new-transfer/message-field.tsx';
import { PreviewPanel } from '../new-transfer/preview-panel.tsx';
import { RecipientPicker } from '../new-transfer/recipient-picker.tsx';
import { SubmitBar } from '../new-transfer/submit-bar.tsx';
import { useFindings } from '../new-transfer/use-findings.ts';
import { usePreview } from '../new-transfer/use-preview.ts';
import { type Uploads, useUploads } from '../new-transfer/use-uploads.ts';
import { SelectField } from '../ui/field.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Facts, Page, Section } from '../ui/page.tsx';
import { useToast } from '../ui/toast.tsx';

/** Asks before work is lost, by navigation within the console and by closing the page alike. */
function LeaveGuard({ active, onLeave }: { readonly active: () => boolean; readonly onLeave: () => void }) {
  const { t } = useTranslation();
  const blocker = useBlocker({ shouldBlockFn: active, enableBeforeUnload: active, withResolver: true });
  return (
    <FormDialog
      title={t('new.leave_title')}
      open={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      action={t('new.leave')}
      actionKind="danger"
      busy={false}
      onSubmit={() => {
        onLeave();
        blocker.proceed?.();
      }}
    >
      <p className="text-sm">{t('new.leave_text')}</p>
    </FormDialog>
  );
}

function EntityField({
  draft,
  onChange,
}: {
  readonly draft: TransferDraft;
  readonly onChange: (entityId: string) => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const { entities } = useSession();
  const label = (entity: (typeof entities)[number]) =>
    `${entity.name} · ${placeName(translation, entity.jurisdiction)}`;
  const [only] = entities;
  if (entities.length === 1 && only !== undefined) return <Facts rows={[[t('new.from'), label(only)]]} />;
  return (
    <SelectField
      label={t('new.from')}
      value={draft.entityId}
      placeholder={t('common.choose')}
      options={entities.map((entity) => ({ value: entity.id, label: label(entity) }))}
      onChange={onChange}
    />
  );
}

/** The sending side of the form, in the order in which people think of it. */
function DraftFields({
  draft,
  change,
  uploads,
  preview,
  basis,
}: {
  readonly draft: TransferDraft;
  readonly change: (part: Partial<TransferDraft>) => void;
  readonly uploads: Uploads;
  readonly preview: PreviewResponse | null;
  readonly basis: RefObject<HTMLDivElement | null>;
}) {
  const { t } = useTranslation();
  const found = useFindings(draft.message);
  const { entities } = useSession();
  const origin = entities.find(({ id }) => id === draft.entityId)?.jurisdiction ?? null;
  return (
    <div className="grid min-w-0 gap-5">
      <Section title={t('new.who')} hint={t('new.who_hint')}>
        <div className="grid gap-5">
          <EntityField draft={draft} onChange={(entityId) => change({ entityId })} />
          <RecipientPicker chosen={draft.recipientIds} onChange={(recipientIds) => change({ recipientIds })} />
        </div>
      </Section>
      <Section title={t('new.what')} hint={t('new.what_hint')}>
        <div className="grid gap-6">
          <MessageField
            value={draft.message}
            findings={found !== null && found.text === draft.message ? found.findings : []}
            onChange={(message) => change({ message })}
          />
          <FileList uploads={uploads} />
        </div>
      </Section>
      <Section title={t('new.why')} hint={t('new.why_hint')}>
        <div ref={basis} className="grid gap-5">
          <SelectField
            label={t('new.purpose')}
            value={draft.purpose}
            placeholder={t('common.choose')}
            options={PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) }))}
            onChange={(purpose) => change({ purpose })}
          />
          <StatedSection
            value={draft.basis}
            origin={origin}
            decision={preview?.decision ?? null}
            counted={preview === null || preview.classification.unreadable ? null : preview.classification.persons}
            onChange={(next) => change({ basis: next })}
          />
          <BasisFields
            value={draft.basis}
            suggested={preview?.decision?.remedies ?? []}
            onChange={(next) => change({ basis: next })}
          />
        </div>
      </Section>
      <Section title={t('new.how')} hint={t('new.how_hint')}>
        <div className="grid gap-4">
          <DeliveryFields draft={draft} onChange={change} />
          <AccessFields draft={draft.access} onChange={(access) => change({ access })} />
        </div>
      </Section>
    </div>
  );
}

/** Submits, says so, and goes to the transfer's page. `sent` lets the guard of unsaved work know. */
function useSubmit() {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const sent = useRef(false);
  const submit = useMutation({
    mutationFn: (body: SubmitTransfer) => api.transfers.submit(body),
    onSuccess: async ({ transferId, reference, state }) => {
      sent.current = true;
      await queries.invalidateQueries({ queryKey: ['transfers'] });
      toast(t(state === 'held' ? 'new.submitted_held' : 'new.submitted', { reference }));
      await navigate({ to: '/transfers/$id', params: { id: transferId } });
    },
  });
  return { submit, sent };
}

export function NewTransferPage() {
  const { t, locale } = useTranslation();
  const { entities } = useSession();
  const [draft, setDraft] = useState(() => emptyDraft(entities.length === 1 ? (entities[0]?.id ?? '') : '', locale));
  const change = useCallback((part: Partial<TransferDraft>) => setDraft((before) => ({ ...before, ...part })), []);
  const uploads = useUploads();
  useAdopted(newTransferRoute.useSearch().upload, uploads);
  const preview = usePreview(previewOf(draft, uploads.items));
  const basis = useRef<HTMLDivElement>(null);
  const outlook = useRef<HTMLDivElement>(null);
  const { submit, sent } = useSubmit();
  const request = submitOf(draft, uploads.items);
  const decision = preview.answer?.decision ?? null;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (request !== null && !submit.isPending) submit.mutate(request);
  };
  const onRemedy = (remedy: string) => {
    change({ basis: withRemedy(draft.basis, remedy) });
    const target = remedy.startsWith('fact:') && remedy !== 'fact:necessary' ? '[data-stated]' : 'textarea';
    const field = basis.current?.querySelector<HTMLElement>(target);
    field?.scrollIntoView({ block: 'center' });
    field?.focus({ preventScroll: true });
  };
  return (
    <Page title={t('nav.new')} lead={t('new.lead')}>
      <LeaveGuard
        active={() => !sent.current && isWorthKeeping(draft, uploads.items)}
        onLeave={() => uploads.items.forEach(({ key }) => uploads.remove(key))}
      />
      <form
        onSubmit={onSubmit}
        noValidate
        // A column on a phone, so that the bar with the act can stick to its lower edge all the way.
        className="flex flex-col gap-5 lg:grid lg:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)] lg:items-start"
      >
        <DraftFields draft={draft} change={change} uploads={uploads} preview={preview.answer} basis={basis} />
        <div className="contents lg:sticky lg:top-14 lg:flex lg:max-h-[calc(100dvh-13rem)] lg:min-w-0 lg:flex-col lg:gap-4">
          <div
            ref={outlook}
            className="min-w-0 scroll-mt-20 lg:min-h-0 lg:overflow-y-auto lg:overscroll-contain lg:rounded-2xl"
          >
            <PreviewPanel preview={preview} message={draft.message} onRemedy={onRemedy} />
          </div>
          <SubmitBar
            needs={needsOf(draft, uploads.items)}
            outcome={preview.stale ? null : (decision?.outcome ?? null)}
            onShowWhy={() => outlook.current?.scrollIntoView()}
            busy={submit.isPending}
            error={submit.error}
          />
        </div>
      </form>
    </Page>
  );
}
