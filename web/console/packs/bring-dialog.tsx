/** Bringing in a version: checked by the server, and either kept in shadow or refused with everything that is wrong. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { PackProblemView } from '../../../src/model/api/packs.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Field, INPUT } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { readFiles } from './read-files.ts';
import { Code } from './text.tsx';
import { usePackAct } from './use-packs.ts';

function Problems({ problems }: { readonly problems: readonly PackProblemView[] }) {
  const { t } = useTranslation();
  return (
    <Callout tone="stop" title={t('packs.bring_problems', { n: problems.length })} role="alert">
      <p className="text-soft">{t('packs.bring_problems_hint')}</p>
      <ul lang="en" className="mt-2 grid gap-1.5">
        {problems.map(({ file, rule, problem }) => (
          <li key={[file, rule, problem].join(' ')}>
            {file !== '' && <Code>{rule === null ? file : `${file} ${rule}`}</Code>} {problem}
          </li>
        ))}
      </ul>
    </Callout>
  );
}

export function BringDialog({ pack, onClose }: { readonly pack: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [problems, setProblems] = useState<readonly PackProblemView[]>([]);
  const [tooLarge, setTooLarge] = useState(false);
  const bring = usePackAct(
    async (api, chosen: readonly File[]) => {
      const content = await readFiles(chosen);
      return content === null ? null : api.packs.bring({ pack, content });
    },
    (answer) => {
      setTooLarge(answer === null);
      setProblems(answer?.outcome === 'rejected' ? answer.problems : []);
      if (answer?.outcome === 'kept')
        void navigate({ to: '/packs/$pack/versions/$id', params: { pack, id: answer.id } });
    },
  );
  return (
    <FormDialog
      wide
      open
      title={t('packs.bring')}
      onClose={onClose}
      action={t('packs.bring_act')}
      busy={bring.isPending}
      disabled={files.length === 0}
      onSubmit={() => bring.mutate(files)}
    >
      <p className="text-sm">{t('packs.bring_text')}</p>
      <Field label={t('packs.bring_files')} error={tooLarge ? t('packs.bring_too_large') : null}>
        {(described) => (
          <input
            {...described}
            type="file"
            multiple
            accept=".zip,.cedar,.json"
            className={INPUT}
            onChange={(event) => {
              setFiles([...(event.target.files ?? [])]);
              setProblems([]);
              setTooLarge(false);
            }}
          />
        )}
      </Field>
      {problems.length > 0 && <Problems problems={problems} />}
      {bring.isError && <Failed error={bring.error} />}
    </FormDialog>
  );
}
