/** What has to agree between the rules of a pack, its `pack.json` and its texts. */
import { LOCALES } from '../model/locale.ts';
import type { PackFile, PackTexts } from './pack-schema.ts';
import type { Period } from './periods.ts';
import type { PackProblem, Rule } from './rule.ts';

/** Returns every disagreement; an empty list means that the pack is whole. `texts` is null when they could not be read. */
export function crossCheck(file: PackFile, rules: readonly Rule[], texts: PackTexts | null): readonly PackProblem[] {
  const explained = [...rules.map((rule) => rule.id), ...file.duties.map((duty) => duty.id)];
  return [
    ...ruleProblems(file, rules),
    ...idProblems(file, explained),
    ...(texts === null ? [] : textProblems(texts, explained)),
    ...periodProblems(file),
  ];
}

function inPackFile(rule: string | null, problem: string): PackProblem {
  return { file: 'pack.json', rule, problem };
}

function ruleProblems(file: PackFile, rules: readonly Rule[]): readonly PackProblem[] {
  return rules.flatMap((rule) => {
    const uncited = rule.kind === 'statutory' && file.cites[rule.id] === undefined;
    const param = rule.does === 'obliges' ? rule.param : null;
    const noParam = param !== null && file.params[param] === undefined;
    return [
      ...(uncited ? [inPackFile(rule.id, 'a statutory rule needs an entry in cites')] : []),
      ...(noParam ? [inPackFile(rule.id, `there is no parameter \`${param}\``)] : []),
    ];
  });
}

function idProblems(file: PackFile, explained: readonly string[]): readonly PackProblem[] {
  const all = [...explained, ...file.rows.map((row) => row.id)];
  const twice = all.filter((id, at) => all.indexOf(id) !== at);
  const stray = Object.keys(file.cites).filter((id) => !explained.includes(id));
  return [
    ...twice.map((id) => inPackFile(id, 'the id is used twice')),
    ...stray.map((id) => inPackFile(id, 'cites names no rule or duty')),
  ];
}

function textProblems(texts: PackTexts, explained: readonly string[]): readonly PackProblem[] {
  return LOCALES.flatMap((locale) => {
    const there = Object.keys(texts[locale]);
    const path = `texts/${locale}.json`;
    const missing = explained.filter((id) => !there.includes(id));
    const stray = there.filter((id) => !explained.includes(id));
    return [
      ...missing.map((rule) => ({ file: path, rule, problem: 'the text is missing' })),
      ...stray.map((rule) => ({ file: path, rule, problem: 'the text belongs to no rule or duty' })),
    ];
  });
}

function periodProblems(file: PackFile): readonly PackProblem[] {
  const exemptions = file.duties.flatMap((duty) => duty.exemptions);
  const { regulators, covers, adequate, sensitive, instruments, duties, rows } = file;
  const periods: readonly Period[] = [
    regulators,
    covers,
    adequate,
    sensitive,
    instruments,
    duties,
    rows,
    exemptions,
  ].flat();
  return periods
    .filter(({ from, to }) => from !== null && to !== null && to < from)
    .map(() => inPackFile(null, '`to` is before `from`'));
}
