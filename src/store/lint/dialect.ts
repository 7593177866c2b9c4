/**
 * Checks SQL against the dialect of the store: PostgreSQL 15, kept to what Citus, CockroachDB and YugabyteDB also run.
 * Works on text: comments and literals are taken out first, so that words in them do not count.
 */

export type DialectFinding = { readonly rule: DialectRule; readonly statement: number; readonly excerpt: string };

export type DialectOptions = {
  /** Tables whose rows may be claimed with SKIP LOCKED: queues, where skipping a row only means later. */
  readonly skipLockedTables?: readonly string[];
  /** Tables that hold no organisation's data, such as the history of migrations. */
  readonly tablesWithoutOrganisation?: readonly string[];
};

type Check = { readonly pattern: RegExp; readonly why: string };

/** Rules that one pattern decides. `why` is for the reader of a failing test. */
const FORBIDDEN = {
  sequence: {
    pattern:
      /\b(small|big)?serial[248]?\b|\bgenerated\s+(always|by\s+default)\s+as\s+identity\b|\b(create|alter)\s+(temp\w*\s+)?sequence\b|\b(next|curr|last|set)val\s*\(/,
    why: 'numbers come from a row, ids from the program',
  },
  trigger: {
    pattern: /\b(create|alter)\s+(or\s+replace\s+)?(constraint\s+|event\s+)?trigger\b/,
    why: 'the program does it',
  },
  procedure: {
    pattern: /\bcreate\s+(or\s+replace\s+)?(function|procedure|aggregate)\b|\bplpgsql\b|^\s*do\b|^\s*call\b/,
    why: 'no code in the database',
  },
  rule_or_extension: { pattern: /\bcreate\s+((or\s+replace\s+)?rule|extension)\b/, why: 'not on every engine' },
  domain: { pattern: /\b(create|alter)\s+domain\b/, why: 'a check constraint does it' },
  type: { pattern: /\bcreate\s+type\b/, why: 'a text column with a check does it' },
  range: { pattern: /\b(int4|int8|num|ts|tstz|date)(multi)?range\b/, why: 'two columns do it' },
  exclusion: { pattern: /\bexclude\s*(using\b|\()/, why: 'a unique key does it' },
  deferrable: {
    pattern: /(?<!\bnot\s+)\bdeferrable\b|\bset\s+constraints\b|\binitially\s+deferred\b/,
    why: 'order the statements',
  },
  temporary_table: {
    pattern: /\b(create|into)\s+(global\s+|local\s+)?(temp|temporary|unlogged)\b/,
    why: 'not in a pool',
  },
  lock_table: { pattern: /^\s*lock\b/, why: 'a lease row does it' },
  advisory_lock: { pattern: /\bpg_(try_)?advisory_\w+/, why: 'a lease row does it' },
  savepoint: { pattern: /^\s*(savepoint|rollback\s+to|release)\b/, why: 'the whole transaction is tried again' },
  session_setting: {
    pattern: /^\s*set\s+(?!local\b|transaction\b|constraints\b)/,
    why: 'the next user of the pooled connection would get it',
  },
  prepared_name: {
    pattern: /^\s*(prepare|execute|deallocate|declare)\b/,
    why: 'the connection may be another next time',
  },
  newer_than_15: {
    pattern:
      /\buuidv[47]\s*\(|\bjson_table\s*\(|\bany_value\s*\(|\bwithout\s+overlaps\b|\bmerge\s+into\b[\s\S]*\breturning\b|\breturning\s+with\b|\bvirtual\b|\bnulls\s+not\s+distinct\b.*\bprimary\b/,
    why: 'Postgres 15 does not have it',
  },
  server_id: { pattern: /\bgen_random_uuid\s*\(|\buuid_generate_v/, why: 'ids are UUIDv7 from the program' },
  inheritance: { pattern: /\binherits\s*\(/, why: 'not on every engine' },
} as const satisfies Record<string, Check>;

export type DialectRule =
  | keyof typeof FORBIDDEN
  | 'primary_key_without_org'
  | 'no_primary_key'
  | 'one_mutation_per_statement'
  | 'integer_division'
  | 'skip_locked'
  | 'locking_many_rows';

/** Returns the statements of a text, lower-case, without comments, with literals emptied and quotes of names removed. */
export function splitStatements(text: string): readonly string[] {
  const bare = text.replace(
    /--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$|(?<!\w)e'(?:\\[\s\S]|''|[^'\\])*'|'(?:[^']|'')*'|"((?:[^"]|"")*)"/gi,
    (match: string, _tag: string | undefined, name: string | undefined) => {
      if (match.startsWith('--') || match.startsWith('/*')) return ' ';
      return name === undefined ? "''" : name;
    },
  );
  return bare
    .split(';')
    .map((statement) => statement.trim().toLowerCase().replaceAll(/\s+/g, ' '))
    .filter((statement) => statement !== '');
}

/** Returns every breach in a text of one or more statements, in their order. */
export function lintSql(text: string, options: DialectOptions = {}): readonly DialectFinding[] {
  return splitStatements(text).flatMap((statement, index) =>
    rulesBroken(statement, options).map((rule) => ({ rule, statement: index, excerpt: statement.slice(0, 160) })),
  );
}

function rulesBroken(statement: string, options: DialectOptions): readonly DialectRule[] {
  const broken: DialectRule[] = [];
  for (const rule of forbiddenRules()) if (FORBIDDEN[rule].pattern.test(statement)) broken.push(rule);
  broken.push(...tableRules(statement, options));
  if (mutations(statement) > 1) broken.push('one_mutation_per_statement');
  if (hasIntegerDivision(statement)) broken.push('integer_division');
  broken.push(...lockRules(statement, options));
  return broken;
}

function forbiddenRules(): readonly (keyof typeof FORBIDDEN)[] {
  const names: (keyof typeof FORBIDDEN)[] = [];
  let name: keyof typeof FORBIDDEN;
  for (name in FORBIDDEN) names.push(name);
  return names;
}

/** Rule 1: `org_id` comes first in the primary key, which is where a table is distributed by. */
function tableRules(statement: string, options: DialectOptions): readonly DialectRule[] {
  const created = /^create table (?:if not exists )?([\w.]+) ?\(/.exec(statement);
  if (created === null) {
    const added = /^alter table .*\bprimary key ?\( ?(\w+)/.exec(statement);
    return added !== null && added[1] !== 'org_id' ? ['primary_key_without_org'] : [];
  }
  if (options.tablesWithoutOrganisation?.includes(created[1] ?? '') === true) return [];
  const key = /\bprimary key ?\( ?(\w+)/.exec(statement);
  if (key !== null) return key[1] === 'org_id' ? [] : ['primary_key_without_org'];
  return [/\bprimary key\b/.test(statement) ? 'primary_key_without_org' : 'no_primary_key'];
}

/** Rule 2: CockroachDB refuses two changes of one table in one statement; one change per statement is never wrong. */
function mutations(statement: string): number {
  if (!statement.startsWith('with ')) return 0;
  return [...statement.matchAll(/(?:\( ?|\) )(insert into|update|delete from)\b/g)].length;
}

/** Rule 6: `/` between whole numbers is decimal on CockroachDB. A cast on either side says what is meant. */
function hasIntegerDivision(statement: string): boolean {
  for (const { index } of statement.matchAll(/\//g)) {
    const around = statement.slice(Math.max(0, index - 60), index + 60);
    if (!/::\s*(numeric|float8|float4|double precision|decimal|real)|\bcast ?\(|\b(div|floor|trunc) ?\(/.test(around))
      return true;
  }
  return false;
}

/** Rule 3: FOR UPDATE on single rows only, so by an equality; SKIP LOCKED only on queues. */
function lockRules(statement: string, options: DialectOptions): readonly DialectRule[] {
  if (!/\bfor (no key )?(update|share|key share)\b/.test(statement)) return [];
  if (/\bskip locked\b/.test(statement)) {
    const table = /\bfrom ([\w.]+)/.exec(statement);
    return options.skipLockedTables?.includes(table?.[1] ?? '') === true ? [] : ['skip_locked'];
  }
  return /\bwhere\b.*\borg_id = /.test(statement) && /=.*=/.test(statement) ? [] : ['locking_many_rows'];
}
