import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config.ts';
import { readRoles, ROLES } from './roles.ts';

const codeOf = (read: () => unknown): string => {
  try {
    read();
    return 'none';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'other';
  }
};

describe('the roles of a process', () => {
  it('are all of them unless some are named', () => {
    const config = loadConfig({ environment: {}, file: undefined });
    expect([...readRoles(config['server.roles'], true)].sort()).toEqual([...ROLES].sort());
  });

  it('are without the gateway where that is switched off', () => {
    expect([...readRoles(['http', 'gateway'], false)]).toEqual(['http']);
    expect(codeOf(() => readRoles(['gateway'], false))).toBe('serve.nothing_to_do');
  });

  it('are only those that there are', () => {
    expect(codeOf(() => readRoles(['http', 'renderer'], true))).toBe('serve.unknown_role');
    expect(codeOf(() => readRoles([''], true))).toBe('serve.unknown_role');
    expect(codeOf(() => readRoles([], true))).toBe('serve.nothing_to_do');
  });
});
