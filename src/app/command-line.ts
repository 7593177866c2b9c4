/** The command line with everything that only the whole program can give it. */
import { runCommand } from '../cli/entrepot.ts';
import { evidenceCommand } from '../cli/evidence.ts';
import { processIo } from '../cli/io.ts';
import { keysCommand } from '../cli/keys.ts';
import { logCommand } from '../cli/log.ts';
import { processSource } from '../config.ts';
import { makeEvidence } from './evidence.ts';
import { fsck, logFsck } from './fsck.ts';
import { showKeys } from './keys.ts';
import { showConfig } from './show-config.ts';
import { serve } from './serve.ts';

/** Runs one command and returns its exit code: 0 ok, 1 invalid or refused, 2 usage or input/output. */
export function runCommandLine(args: readonly string[]): Promise<number> {
  return runCommand(args, processIo(processSource().environment), {
    serve,
    fsck,
    keys: keysCommand(showKeys),
    log: logCommand(logFsck),
    evidence: evidenceCommand(makeEvidence),
    config: showConfig,
  });
}
