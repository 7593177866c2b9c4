/** Connecting a program, and changing what one may do: one form, with what would happen to its messages. */
import { useState } from 'react';
import {
  type CreateDoor,
  DOOR_KINDS,
  type DoorChoices,
  type DoorCreated,
  type DoorDetail,
  type DoorList,
} from '../../../src/model/api/doors.ts';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { RadioField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { choicesOf, type DoorDraft, draftOf, newDraft } from './door-draft.ts';
import { MoreFields } from './more-fields.tsx';
import { RouteCheck } from './route-check.tsx';
import { RouteFields } from './route-fields.tsx';
import { SecurityFields } from './security-fields.tsx';
import { useDoorAct } from './use-doors.ts';

type Connections = { readonly connections: DoorList['connections'] };

function Fields({
  draft,
  set,
  connections,
}: Connections & { readonly draft: DoorDraft; readonly set: (change: Partial<DoorDraft>) => void }) {
  const { t } = useTranslation();
  const { entityId, audienceId, purpose } = draft;
  return (
    <>
      <RouteFields draft={draft} set={set} connections={connections} />
      <RouteCheck entityId={entityId} audienceId={audienceId} purpose={purpose} />
      <SecurityFields draft={draft} set={set} />
      <Disclosure summary={t('door.more')}>
        <MoreFields draft={draft} set={set} connections={connections} />
      </Disclosure>
    </>
  );
}

function useDraft(first: DoorDraft) {
  const [draft, setDraft] = useState(first);
  const set = (change: Partial<DoorDraft>) => setDraft((before) => ({ ...before, ...change }));
  return { draft, set, choices: choicesOf(draft) };
}

export function NewDoorDialog({
  connections,
  onClose,
  onMade,
}: Connections & { readonly onClose: () => void; readonly onMade: (made: DoorCreated, choices: DoorChoices) => void }) {
  const { t, locale } = useTranslation();
  const { entities } = useSession();
  const { draft, set, choices } = useDraft(newDraft({ locale, entities, connections }));
  const make = useDoorAct(
    async (api, body: CreateDoor) => ({ made: await api.doors.create(body), body }),
    ({ made, body }) => onMade(made, body),
  );
  return (
    <FormDialog
      open
      wide
      title={t('door.add')}
      onClose={onClose}
      action={t('door.add_action')}
      busy={make.isPending}
      disabled={choices === null}
      onSubmit={() => {
        if (choices !== null) make.mutate({ kind: draft.kind, ...choices });
      }}
    >
      <RadioField
        label={t('door.kind')}
        value={draft.kind}
        choices={DOOR_KINDS.map((value) => ({
          value,
          label: t(`door.kind.${value}`),
          hint: t(`door.kind.${value}_hint`),
        }))}
        onChange={(kind) => set({ kind })}
      />
      <Fields draft={draft} set={set} connections={connections} />
      {make.isError && <Failed error={make.error} />}
    </FormDialog>
  );
}

export function ChangeDoorDialog({
  door,
  connections,
  onClose,
}: Connections & { readonly door: DoorDetail; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { draft, set, choices } = useDraft(draftOf(door));
  const change = useDoorAct(
    (api, body: DoorChoices) => api.doors.change(door.id, body),
    () => {
      toast(t('door.changed', { name: door.name }));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      wide
      title={t('door.change_title', { name: door.name })}
      onClose={onClose}
      action={t('door.save')}
      busy={change.isPending}
      disabled={choices === null}
      onSubmit={() => {
        if (choices !== null) change.mutate(choices);
      }}
    >
      <p className="text-sm text-soft">{t('door.change_text')}</p>
      <Fields draft={draft} set={set} connections={connections} />
      {change.isError && <Failed error={change.error} />}
    </FormDialog>
  );
}
