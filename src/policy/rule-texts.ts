/** The rules of a pack as somebody wrote them, comments and all. */
import type { PackFiles } from './load-pack.ts';

/**
 * Returns the text of each rule by its id: its annotations, the rule itself, and the comment lines right before it. For showing only: what is
 * decided by was read by Cedar.
 */
export function ruleTexts(files: PackFiles): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [path, text] of Object.entries(files)) {
    if (!path.endsWith('.cedar')) continue;
    for (const rule of rulesOf(text)) {
      const id = /^@id\("([^"]+)"\)/m.exec(rule)?.[1];
      if (id !== undefined) found.set(id, rule);
    }
  }
  return found;
}

/** A rule ends with the semicolon that stands at the end of a line; the next begins behind it. */
function rulesOf(text: string): readonly string[] {
  const rules: string[] = [];
  let lines: string[] = [];
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const isBlank = line.trim() === '';
    if (isBlank && lines.every((one) => one.trimStart().startsWith('//'))) lines = [];
    else lines.push(line);
    if (!line.trimStart().startsWith('//') && /;\s*(?:\/\/.*)?$/.test(line)) {
      rules.push(lines.join('\n').trim());
      lines = [];
    }
  }
  return rules;
}
