/** Collects the statements that the program sends, so that a test can put them before the dialect lint. */
import { lintSql, type DialectFinding, type DialectOptions } from './dialect.ts';

export type StatementRecorder = {
  /** Given to `openDatabase` as `onStatement`. */
  readonly onStatement: (text: string) => void;
  /** Different texts seen so far. A test asserts that it is above 0: a lint that saw nothing proves nothing. */
  readonly seen: () => number;
  readonly findings: (options?: DialectOptions) => readonly DialectFinding[];
};

/** Records each different text once. */
export function createStatementRecorder(): StatementRecorder {
  const texts = new Set<string>();
  return {
    onStatement: (text) => {
      texts.add(text);
    },
    seen: () => texts.size,
    findings: (options) => [...texts].flatMap((text) => lintSql(text, options)),
  };
}
