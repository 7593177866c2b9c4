/** What is typed into the form of a connection, and the settings that come out of it. */
import type { ChannelKind } from '../../../src/model/channel.ts';
import { CONNECTION_FIELDS, type ConnectionField, FIELD_CHOICES } from '../../../src/model/connection-fields.ts';
import type { AddConnection } from '../../../src/model/api/connections.ts';

/** By member; secrets are always empty until typed. */
export type Typed = Readonly<Record<string, string>>;
type Settings = AddConnection['settings'];
type Setting = Settings[string];

/** Fills the form from stored settings, which hold no secrets. */
export function typedOf(kind: ChannelKind, stored: Readonly<Record<string, unknown>>): Typed {
  return Object.fromEntries(
    CONNECTION_FIELDS[kind].map((field) => [field.name, typedValue(field, stored[field.name])]),
  );
}

function typedValue(field: ConnectionField, value: unknown): string {
  if (field.form === 'secret' || field.form === 'secret_pairs') return '';
  if (value === undefined || value === null) return field.form === 'choice' ? firstChoice(field) : '';
  if (field.form === 'pairs' && typeof value === 'object')
    return Object.entries(value)
      .map(([name, each]) => `${name} = ${String(each)}`)
      .join('\n');
  if (field.form === 'pair' && typeof value === 'object' && 'member' in value && 'equals' in value)
    return `${String(value.member)} = ${String(value.equals)}`;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function firstChoice({ choices }: ConnectionField): string {
  return choices === undefined ? '' : FIELD_CHOICES[choices][0];
}

/** Returns the settings; members that were left empty are left out, so that secrets stay as they are. */
export function settingsOf(kind: ChannelKind, typed: Typed): Settings {
  return Object.fromEntries(
    CONNECTION_FIELDS[kind].flatMap((field): [string, Setting][] => {
      const text = (typed[field.name] ?? '').trim();
      if (text === '') return [];
      const value = settingOf(field, text);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
}

function settingOf(field: ConnectionField, text: string): Setting | undefined {
  switch (field.form) {
    case 'number':
      return Number(text);
    case 'pairs':
    case 'secret_pairs':
      return Object.fromEntries(pairsIn(text));
    case 'pair':
      return pairIn(text);
    case 'place':
      return text === 'unknown' ? undefined : text;
    case 'choice':
    case 'long':
    case 'secret':
    case 'text':
      return text;
  }
  return undefined;
}

/** `name = value` or `name: value`, one a line; a line without either is a name without a value. */
function pairsIn(text: string): [string, string][] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, name = line, value = ''] = /^([^=:]*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
      return [name, value];
    });
}

function pairIn(text: string): Setting | undefined {
  const [pair] = pairsIn(text);
  return pair === undefined ? undefined : { member: pair[0], equals: scalar(pair[1]) };
}

/** A provider answers `0` and `true`, not the words. */
function scalar(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

/** Fields that must be filled in and are not; `secretsSet` need not be typed again. */
export function missingFields(kind: ChannelKind, typed: Typed, secretsSet: readonly string[]): readonly string[] {
  return CONNECTION_FIELDS[kind]
    .filter(
      ({ required, name }) => required === true && (typed[name] ?? '').trim() === '' && !secretsSet.includes(name),
    )
    .map(({ name }) => name);
}

/** Fields whose text is not of the expected form. */
export function wrongFields(kind: ChannelKind, typed: Typed): readonly string[] {
  return CONNECTION_FIELDS[kind]
    .filter(({ form, pattern, name }) => {
      const text = (typed[name] ?? '').trim();
      if (text === '') return false;
      if (form === 'number') return !/^\d{1,15}$/.test(text);
      return pattern !== undefined && !new RegExp(`^(?:${pattern})$`, 'v').test(text);
    })
    .map(({ name }) => name);
}
