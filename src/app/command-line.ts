/** The command line with everything that only the whole program can give it. */
import { lazy, runCommand } from '../cli/entrepot.ts';
import { processIo } from '../cli/io.ts';
import { processSource } from '../config.ts';

const makeEvidence = lazy(async () => (await import('./evidence.ts')).makeEvidence);
const logFsck = lazy(async () => (await import('./fsck.ts')).logFsck);
const showKeys = lazy(async () => (await import('./keys.ts')).showKeys);

/** Runs one command and returns its exit code: 0 ok, 1 invalid or refused, 2 usage or input/output. */
export function runCommandLine(args: readonly string[]): Promise<number> {
  return runCommand(args, processIo(processSource().environment), {
    serve: lazy(async () => (await import('./serve.ts')).serve),
    egress: lazy(async () =>
      (await import('../cli/egress.ts')).egressCommand((await import('./egress.ts')).openEgressHere),
    ),
    classify: lazy(async () =>
      (await import('../cli/classify.ts')).classifyCommand((await import('./files/open.ts')).openFileClassifier),
    ),
    scan: lazy(async () =>
      (await import('../cli/scan.ts')).scanCommand((await import('./files/open.ts')).openFileClassifier),
    ),
    trace: lazy(async () => (await import('../cli/trace.ts')).traceCommand((await import('./trace.ts')).openTraceHere)),
    fsck: lazy(async () => (await import('./fsck.ts')).fsck),
    keys: lazy(async () => (await import('../cli/keys.ts')).keysCommand(showKeys)),
    log: lazy(async () => (await import('../cli/log.ts')).logCommand(logFsck)),
    evidence: lazy(async () => (await import('../cli/evidence.ts')).evidenceCommand(makeEvidence)),
    places: lazy(async () => (await import('./update-places.ts')).placesCommand),
    config: lazy(async () => (await import('./show-config.ts')).showConfig),
  });
}
