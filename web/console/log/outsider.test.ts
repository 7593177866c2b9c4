import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifierKeyText } from '../../../src/audit-log/index.ts';
import { publishedText } from '../../../src/audit-log/memory.ts';
import { testLogOf } from '../../../test/support/audit-log.ts';
import { opensslCommands } from './outsider.ts';

/** `pkeyutl -rawin` with Ed25519 needs OpenSSL 3. */
function hasOpenssl(): boolean {
  try {
    return /^OpenSSL [3-9]/.test(execFileSync('openssl', ['version'], { encoding: 'utf8' }));
  } catch {
    return false;
  }
}
const able = hasOpenssl() && process.platform !== 'win32';
if (!able) console.warn('skipped: the outsider’s commands need a POSIX shell and OpenSSL 3');

/** Runs the commands as they are shown, with a file in place of the network. */
function run(commands: string, checkpoint: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'outsider-'));
  try {
    writeFileSync(join(folder, 'published'), checkpoint);
    const local = commands.replace(/^curl .*$/m, 'cat published > checkpoint');
    return execFileSync('sh', ['-c', local], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('opensslCommands', () => {
  it.skipIf(!able)('verify a real checkpoint with tools that nobody here wrote', async () => {
    const log = await testLogOf(5);
    const commands = opensslCommands('https://log.example/log/1/', verifierKeyText(log.key));
    expect(run(commands, publishedText(log.tiles) ?? '')).toContain('Signature Verified Successfully');
  });

  it.skipIf(!able)('fail for a checkpoint whose size was changed', async () => {
    const log = await testLogOf(5);
    const commands = opensslCommands('https://log.example/log/1/', verifierKeyText(log.key));
    const changed = (publishedText(log.tiles) ?? '').replace('\n5\n', '\n4\n');
    expect(() => run(commands, changed)).toThrow();
  });

  it('throws for a key that is none', () => {
    expect(() => opensslCommands('https://log.example/', 'x')).toThrow();
  });
});
