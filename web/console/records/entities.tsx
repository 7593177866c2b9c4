/** Legal entities with what is stated about each, once for all its transfers. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { EntityList } from '../../../src/model/api/records.ts';
import { ROLES } from '../../../src/model/facts.ts';
import type { EntityProfile } from '../../../src/model/legal-record.ts';
import { useApi } from '../api/context.tsx';
import { cityName, cityOptions, placeName } from '../i18n/places.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Facts, Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { draftOf, FLAGS, isCount, type ProfileDraft, profileOf } from './profile-draft.ts';

type Entity = EntityList['entities'][number];

function ProfileFields({
  draft,
  place,
  onChange,
}: {
  readonly draft: ProfileDraft;
  readonly place: string;
  readonly onChange: (draft: ProfileDraft) => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const counts = [
    ['size', t('fact.org.size')],
    ['heldPersons', t('fact.held.pi')],
    ['heldFaces', t('fact.held.face')],
  ] as const;
  return (
    <>
      {FLAGS.map((flag) => (
        <SelectField
          key={flag}
          label={t(`fact.org.${flag}`)}
          value={draft[flag]}
          options={(['open', 'yes', 'no'] as const).map((value) => ({ value, label: t(`stated.${value}`) }))}
          onChange={(value) => onChange({ ...draft, [flag]: value })}
        />
      ))}
      {counts.map(([name, label]) => (
        <TextField
          key={name}
          inputMode="numeric"
          label={label}
          hint={t('entity.count_hint')}
          error={isCount(draft[name]) ? null : t('entity.count_wrong')}
          value={draft[name]}
          onChange={(value) => onChange({ ...draft, [name]: value.trim() })}
        />
      ))}
      <SelectField
        label={t('fact.role')}
        hint={t('entity.role_hint')}
        value={draft.role}
        options={[
          { value: 'open' as const, label: t('stated.open') },
          ...ROLES.map((value) => ({ value, label: t(`party_role.${value}`) })),
        ]}
        onChange={(role) => onChange({ ...draft, role })}
      />
      {place === 'CN' && (
        <SelectField
          label={t('fact.origin_city')}
          hint={t('place.city_hint')}
          value={draft.city}
          placeholder={t('stated.open')}
          options={cityOptions(translation)}
          onChange={(city) => onChange({ ...draft, city })}
        />
      )}
    </>
  );
}

function ProfileDialog({ entity, onClose }: { readonly entity: Entity; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const [draft, setDraft] = useState(() => draftOf(entity.profile));
  const profile = profileOf(draft, entity.profile);
  const state = useMutation({
    mutationFn: (body: EntityProfile) => api.records.state(entity.id, body),
    onSuccess: async ({ granted }) => {
      await queries.invalidateQueries({ queryKey: ['entities'] });
      await queries.invalidateQueries({ queryKey: ['transfers'] });
      toast(t('entity.stated', { n: granted }));
      onClose();
    },
  });
  return (
    <FormDialog
      open
      wide
      title={t('entity.state_title', { name: entity.name })}
      onClose={onClose}
      action={t('entity.state_action')}
      busy={state.isPending}
      disabled={profile === null}
      onSubmit={() => {
        if (profile !== null) state.mutate(profile);
      }}
    >
      <p className="text-sm text-soft">{t('entity.state_text')}</p>
      <ProfileFields draft={draft} place={entity.jurisdiction} onChange={setDraft} />
      {state.isError && <Failed error={state.error} />}
    </FormDialog>
  );
}

/** What is stated, and that nothing is. */
function profileRows(translation: Translation, { profile, jurisdiction, city }: Entity) {
  const { t, format } = translation;
  const { org, held } = profile;
  const count = (value: number | undefined) => (value === undefined ? t('stated.open') : format.number(value));
  const flag = (value: boolean | undefined) =>
    t(value === undefined ? 'stated.open' : value ? 'stated.yes' : 'stated.no');
  const place = cityName(translation, profile.origin_city ?? city);
  return [
    [
      t('place.jurisdiction'),
      [placeName(translation, jurisdiction), place].filter((part) => part !== null).join(' · '),
    ],
    ...FLAGS.map((name) => [t(`fact.org.${name}`), flag(org?.[name])] as const),
    [t('fact.org.size'), count(org?.size)],
    [t('fact.held.pi'), count(held?.pi)],
    [t('fact.held.face'), count(held?.face)],
    [t('fact.role'), profile.role === undefined ? t('stated.open') : t(`party_role.${profile.role}`)],
  ] as const;
}

export function Entities({ mayState }: { readonly mayState: boolean }) {
  const translation = useTranslation();
  const { t } = translation;
  const api = useApi();
  const [stating, setStating] = useState<Entity | null>(null);
  const list = useQuery({ queryKey: ['entities'], queryFn: ({ signal }) => api.records.entities({ signal }) });
  return (
    <div id="entities" className="scroll-mt-20">
      <Section title={t('entity.title')} hint={t('entity.hint')}>
        {list.isPending && <Loading />}
        {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
        <ul className="grid gap-6">
          {(list.data?.entities ?? []).map((entity) => (
            <li key={entity.id} className="grid gap-4">
              <div className="flex flex-wrap items-center justify-between gap-3">
                <h3 className="text-sm font-semibold">{entity.name}</h3>
                {mayState && (
                  <Button aria-label={`${t('entity.state_action')}: ${entity.name}`} onClick={() => setStating(entity)}>
                    {t('entity.state_action')}
                  </Button>
                )}
              </div>
              <Facts rows={profileRows(translation, entity)} />
            </li>
          ))}
        </ul>
      </Section>
      {stating !== null && <ProfileDialog entity={stating} onClose={() => setStating(null)} />}
    </div>
  );
}
