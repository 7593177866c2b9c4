/** The rules of one pack in words, each with its article, and the text that decides one click away. */
import { useDeferredValue, useState } from 'react';
import { effectSchema } from '../../../src/model/policy-decision.ts';
import type { PackRuleView } from '../../../src/model/api/packs.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { Tag } from '../ui/badge.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { TextField } from '../ui/field.tsx';
import { Facts, Section } from '../ui/page.tsx';
import { Code, SourceLink } from './text.tsx';

export function effectText({ t }: Pick<Translation, 't'>, effect: string): string {
  const known = effectSchema.safeParse(effect);
  return known.success ? t(`effect.${known.data}`) : effect;
}

function periodText({ t }: Pick<Translation, 't'>, { from, to }: PackRuleView): string {
  if (from === null) return to === null ? t('packs.not_yet') : t('packs.until', { to });
  return to === null ? t('packs.from', { from }) : t('packs.from_to', { from, to });
}

/** What the rule does, where that is not said by the list it stands in. */
function Effect({ rule }: { readonly rule: PackRuleView }) {
  const translation = useTranslation();
  if (rule.effect !== null) return <Tag>{effectText(translation, rule.effect)}</Tag>;
  return rule.does === 'obliges' ? <Tag>{translation.t('packs.obliges')}</Tag> : null;
}

function More({ rule }: { readonly rule: PackRuleView }) {
  const translation = useTranslation();
  const { t } = translation;
  const rows = [
    [t('decision.kind'), t(`decision.kind.${rule.statutory ? 'statutory' : 'org_policy'}`)],
    [t('decision.confidence'), t(`decision.confidence.${rule.confidence}`)],
    [t('packs.in_force'), periodText(translation, rule)],
    ...(rule.statute === null ? [] : [[t('decision.statute'), rule.statute] as const]),
    ...(rule.remedies.length === 0
      ? []
      : [[t('decision.lifts'), <Code key="lifts">{rule.remedies.join(', ')}</Code>] as const]),
    ...(rule.obligations.length === 0
      ? []
      : [[t('decision.obligations'), <Code key="obligations">{rule.obligations.join(', ')}</Code>] as const]),
    ...(rule.checked === null ? [] : [[t('decision.checked'), rule.checked] as const]),
    [t('packs.rule_id'), <Code key="id">{rule.id}</Code>],
  ] as const;
  return (
    <Disclosure summary={t('decision.article')}>
      <div className="grid gap-3">
        <Facts rows={rows} />
        {rule.note !== null && <p className="text-soft">{t('decision.source_note', { text: rule.note })}</p>}
      </div>
    </Disclosure>
  );
}

function Rule({ rule }: { readonly rule: PackRuleView }) {
  const { t } = useTranslation();
  return (
    <li className="grid min-w-0 gap-1.5 border-b border-line py-4 first:pt-0 last:border-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="text-sm font-medium" {...(rule.title === null ? { lang: 'en' } : {})}>
          {rule.title ?? rule.why ?? rule.id}
        </h3>
        <Effect rule={rule} />
      </div>
      <p className="text-[0.8125rem] text-soft">
        <SourceLink url={rule.url}>{rule.cite}</SourceLink>
      </p>
      {rule.title !== null && rule.why !== null && <p className="text-sm">{rule.why}</p>}
      {rule.lift !== null && <p className="text-sm text-soft">{rule.lift}</p>}
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)]">
        <More rule={rule} />
        {rule.cedar !== null && (
          <Disclosure summary={t('packs.cedar')}>
            <pre className="rounded-lg bg-sunken p-3 text-[0.8125rem] whitespace-pre-wrap wrap-anywhere">
              {rule.cedar}
            </pre>
          </Disclosure>
        )}
      </div>
    </li>
  );
}

/** Words that people look for: title, article, id. */
function matches(rule: PackRuleView, words: string): boolean {
  const text = [rule.id, rule.cite, rule.title, rule.why, rule.statute].join(' ').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const GROUPS = [
  ['packs.rules', ['objects', 'obliges']],
  ['packs.duties', ['duty']],
  ['packs.rows', ['row']],
] as const satisfies readonly (readonly [string, readonly PackRuleView['does'][]])[];

export function RuleLists({ rules }: { readonly rules: readonly PackRuleView[] }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const wanted = useDeferredValue(words);
  const found = rules.filter((rule) => matches(rule, wanted));
  return (
    <>
      <search>
        <TextField label={t('packs.find')} type="search" value={words} onChange={setWords} autoComplete="off" />
      </search>
      {found.length === 0 && <output className="text-sm text-soft">{t('packs.found_none')}</output>}
      {GROUPS.map(([title, kinds]) => {
        const own = found.filter(({ does }) => kinds.some((kind) => kind === does));
        if (own.length === 0) return null;
        return (
          <Section
            key={title}
            title={`${t(title)} (${own.length})`}
            {...(title === 'packs.rules' ? { hint: t('packs.rules_hint') } : {})}
          >
            <ul>
              {own.map((rule) => (
                <Rule key={rule.id} rule={rule} />
              ))}
            </ul>
          </Section>
        );
      })}
    </>
  );
}
