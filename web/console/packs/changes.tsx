/** What a version changes: what it takes away or softens first, so that nobody overlooks it; then the rest, and the texts line by line. */
import { useMemo } from 'react';
import type { PackChangesView, VersionDetail } from '../../../src/model/api/packs.ts';
import { type DiffHunk, diffHunks, lineDiff } from '../../../src/policy/line-diff.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Callout } from '../ui/callout.tsx';
import { classes } from '../ui/classes.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { Section } from '../ui/page.tsx';
import { Code } from './text.tsx';

type Weakened = PackChangesView['weakened'];

export function Weakenings({ weakened }: { readonly weakened: Weakened }) {
  const { t } = useTranslation();
  if (weakened.length === 0) return <Callout tone="calm">{t('packs.weakened_none')}</Callout>;
  const statutory = weakened.filter((one) => one.statutory).length;
  return (
    <Callout tone="stop" title={t('packs.weakened', { n: weakened.length })}>
      <div className="grid gap-2">
        {statutory > 0 && <p>{t('packs.weakened_statutory', { n: statutory })}</p>}
        <ul className="grid gap-2">
          {weakened.map((one) => (
            <li key={[one.kind, one.id].join(' ')} className="grid min-w-0 gap-0.5">
              <p className="flex flex-wrap items-center gap-x-2">
                <span className="font-medium">{t(`packs.weak.${one.kind}`)}</span>
                <Code>{one.id}</Code>
                {one.statutory && <Badge tone="stop">{t('decision.kind.statutory')}</Badge>}
              </p>
              {one.cite !== null && <p className="text-[0.8125rem] text-soft">{one.cite}</p>}
              {(one.before !== null || one.after !== null) && (
                <p className="text-[0.8125rem]">
                  <Code>{t('packs.from_outcome', { before: one.before ?? '–', after: one.after ?? '–' })}</Code>
                </p>
              )}
            </li>
          ))}
        </ul>
      </div>
    </Callout>
  );
}

function Ids({ title, ids }: { readonly title: string; readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <div className="grid gap-1 text-sm">
      <p className="text-soft">{`${title} (${ids.length})`}</p>
      <p className="flex flex-wrap gap-x-3 gap-y-1">
        {ids.map((id) => (
          <Code key={id}>{id}</Code>
        ))}
      </p>
    </div>
  );
}

const MARKS = { same: ' ', removed: '−', added: '+' } as const;
const LOOKS = { same: '', removed: 'bg-stop-soft', added: 'bg-good-soft' } as const;

function Hunk({ hunk }: { readonly hunk: DiffHunk }) {
  const { t } = useTranslation();
  return (
    <div>
      <p className="bg-sunken px-3 py-1 text-soft">{t('packs.diff_where', { old: hunk.oldLine, new: hunk.newLine })}</p>
      {hunk.lines.map(({ kind, text }, at) => (
        // Lines have no name but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={classes('flex gap-2 px-3', LOOKS[kind])}>
          <span aria-hidden="true" className="select-none">
            {MARKS[kind]}
          </span>
          {kind !== 'same' && <span className="sr-only">{t(`packs.diff.${kind}`)}</span>}
          <span className="min-w-0 whitespace-pre-wrap wrap-anywhere">{text}</span>
        </div>
      ))}
    </div>
  );
}

function FileDiff({ path, before, after }: VersionDetail['files'][number]) {
  const { t } = useTranslation();
  const diff = useMemo(() => lineDiff(before, after), [before, after]);
  const count = (kind: 'removed' | 'added') => diff.filter((line) => line.kind === kind).length;
  return (
    <Disclosure summary={t('packs.diff_lines', { path, removed: count('removed'), added: count('added') })}>
      <section aria-label={path} className="overflow-hidden rounded-lg border border-line font-mono text-[0.8125rem]">
        {diffHunks(diff).map((hunk) => (
          <Hunk key={`${hunk.oldLine} ${hunk.newLine}`} hunk={hunk} />
        ))}
      </section>
    </Disclosure>
  );
}

/** Rules first: they are what decides. */
function order(path: string): number {
  return path.endsWith('.cedar') ? 0 : path === 'pack.json' ? 1 : 2;
}

export function Changes({ detail }: { readonly detail: VersionDetail }) {
  const { t } = useTranslation();
  const { changes } = detail;
  const files = detail.files.toSorted((a, b) => order(a.path) - order(b.path) || a.path.localeCompare(b.path));
  return (
    <>
      <Section title={t('packs.changes')}>
        <div className="grid gap-4">
          <Weakenings weakened={changes.weakened} />
          <Ids title={t('packs.changes.added')} ids={changes.added} />
          <Ids title={t('packs.changes.changed')} ids={changes.changed} />
          <Ids title={t('packs.changes.members')} ids={changes.members} />
          {files.length === 0 && <p className="text-sm">{t('packs.changes.none')}</p>}
        </div>
      </Section>
      {files.length > 0 && (
        <Section title={t('packs.diff')} hint={t('packs.diff_hint')}>
          <div className="grid gap-1">
            {files.map((file) => (
              <FileDiff key={file.path} {...file} />
            ))}
          </div>
        </Section>
      )}
    </>
  );
}
