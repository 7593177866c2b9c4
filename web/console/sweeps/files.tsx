/** The files of a sweep: filtered, explained, and what is done about those that were chosen. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { AGES, SWEEP_REMEDIES } from '../../../src/model/sweep.ts';
import type { SweepFilter, SweptFile } from '../../../src/model/api/sweeps.ts';
import { FINDING_TYPES } from '../../../src/model/classification.ts';
import { LEVELS } from '../../../src/model/level.ts';
import { useSession } from '../api/context.tsx';
import { saveFile } from '../api/download.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { countWords } from '../pseudonyms/operator-field.tsx';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/choice.tsx';
import { SelectField } from '../ui/field.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { LevelBadge } from '../ui/words.tsx';
import { RemedyBar } from './remedy-bar.tsx';
import { useSweepAct, useSweptFiles } from './use-sweeps.ts';

type Props = { readonly id: string; readonly filter: SweepFilter; readonly onFilter: (filter: SweepFilter) => void };

export function SweptFilesView({ id, filter, onFilter }: Props) {
  const { t } = useTranslation();
  const { person } = useSession();
  const files = useSweptFiles(id, filter);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const pages = files.data?.pages ?? [];
  const shown = pages.flatMap((page) => page.files);
  const toggle = (ids: readonly string[], on: boolean) =>
    setChosen((before) => {
      const next = new Set(before);
      for (const one of ids)
        if (on) next.add(one);
        else next.delete(one);
      return next;
    });
  const mayAct = person.role === 'officer';
  return (
    <div className="grid min-w-0 gap-4 border-t border-line pt-4">
      <h3 className="sr-only">{t('sweeps.table')}</h3>
      <Filters filter={filter} onFilter={(next) => (setChosen(new Set()), onFilter(next))} />
      {files.isPending && <Loading lines={4} />}
      {files.isError && <Failed error={files.error} retry={() => void files.refetch()} />}
      {pages[0] !== undefined && <Matching n={pages[0].matching} />}
      {mayAct && shown.length > 0 && (
        <CheckField
          label={t('sweeps.choose_all')}
          checked={shown.every((file) => chosen.has(file.id))}
          onChange={(on) =>
            toggle(
              shown.map((file) => file.id),
              on,
            )
          }
        />
      )}
      <ul className="grid gap-2">
        {shown.map((file) => (
          <FileRow
            key={file.id}
            sweep={id}
            file={file}
            chosen={chosen.has(file.id)}
            onChoose={mayAct ? (on) => toggle([file.id], on) : null}
          />
        ))}
      </ul>
      {files.hasNextPage && (
        <div>
          <Button busy={files.isFetchingNextPage} onClick={() => void files.fetchNextPage()}>
            {t('sweeps.more')}
          </Button>
        </div>
      )}
      {mayAct && chosen.size > 0 && <RemedyBar id={id} chosen={[...chosen]} onDone={() => setChosen(new Set())} />}
    </div>
  );
}

function Matching({ n }: { readonly n: number }) {
  const { t } = useTranslation();
  return n === 0 ? (
    <p className="text-sm">{t('sweeps.no_files')}</p>
  ) : (
    <p className="text-sm text-soft">{t('sweeps.files', { n })}</p>
  );
}

function Filters({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  const { t } = useTranslation();
  const all = { value: 'all' as const, label: t('sweeps.all') };
  // What is chosen is set anew or left out: undefined members would become words in an address.
  const set = (name: keyof SweepFilter, value: string) => {
    const { [name]: _, ...rest } = filter;
    onFilter(value === 'all' ? rest : { ...rest, [name]: value });
  };
  return (
    <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      <SelectField
        label={t('sweeps.level')}
        value={filter.level ?? 'all'}
        options={[all, ...LEVELS.map((value) => ({ value, label: t(`level.${value}`) }))]}
        onChange={(value) => set('level', value)}
      />
      <SelectField
        label={t('sweeps.type')}
        value={filter.type ?? 'all'}
        options={[all, ...FINDING_TYPES.map((value) => ({ value, label: t(`finding.${value}`) }))]}
        onChange={(value) => set('type', value)}
      />
      <SelectField
        label={t('sweeps.age')}
        value={filter.age ?? 'all'}
        options={[all, ...AGES.map((value) => ({ value, label: t(`sweeps.age.${value}`) }))]}
        onChange={(value) => set('age', value)}
      />
      <SelectField
        label={t('sweeps.remedy')}
        value={filter.remedy ?? 'all'}
        options={[
          all,
          ...([...SWEEP_REMEDIES, 'none'] as const).map((value) => ({ value, label: t(`sweeps.remedy.${value}`) })),
        ]}
        onChange={(value) => set('remedy', value)}
      />
    </div>
  );
}

/** Why the file has its level, in words. */
function reasons(translation: Translation, { found, problem }: SweptFile): string {
  const { t, errorText } = translation;
  const parts = [
    ...(Object.keys(found.counts).length === 0 ? [] : [countWords(translation, found.counts)]),
    ...(found.persons === 0 ? [] : [t('sweeps.persons', { n: found.persons })]),
    ...(problem === null ? [] : [errorText(problem) ?? t('new.unreadable')]),
  ];
  return parts.join(' · ');
}

function FileRow({
  file,
  chosen,
  onChoose,
  sweep,
}: {
  readonly sweep: string;
  readonly file: SweptFile;
  readonly chosen: boolean;
  readonly onChoose: ((on: boolean) => void) | null;
}) {
  const translation = useTranslation();
  const { t, format } = translation;
  const name = (
    <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
      <LevelBadge level={file.level} />
      <bdi className="min-w-0 font-medium break-all">{file.path}</bdi>
    </span>
  );
  const details = [
    reasons(translation, file),
    format.bytes(file.size),
    file.modifiedAt === null ? '' : format.dateTime(file.modifiedAt),
  ];
  return (
    <li className="grid min-w-0 gap-1 rounded-xl border border-line bg-raised p-3 text-sm">
      {onChoose === null ? name : <CheckField label={name} checked={chosen} onChange={onChoose} />}
      <p className="text-soft">{details.filter((one) => one !== '').join(' · ')}</p>
      {file.remedy !== null && (
        <p className="flex flex-wrap items-center gap-x-3">
          <span>{t(`sweeps.remedy.${file.remedy}`)}</span>
          {file.remedy === 'seal' && onChoose !== null && <SealedCopy sweep={sweep} file={file} />}
          {file.uploadId !== null && (
            <Link to="/pseudonyms" search={{ upload: file.uploadId }} className="text-accent hover:underline">
              {t('sweeps.go_pseudonymise')}
            </Link>
          )}
        </p>
      )}
    </li>
  );
}

function SealedCopy({ sweep, file }: { readonly sweep: string; readonly file: SweptFile }) {
  const { t } = useTranslation();
  const name = file.path.split('/').at(-1) ?? 'file';
  const take = useSweepAct(
    (client, item: string) => client.sealedFile(sweep, item),
    ({ content }) => saveFile({ name, content }),
  );
  return (
    <>
      <Button kind="quiet" busy={take.isPending} onClick={() => take.mutate(file.id)}>
        {t('sweeps.take_sealed')}
      </Button>
      {take.isError && <Failed error={take.error} />}
    </>
  );
}
