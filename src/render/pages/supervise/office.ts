/** Office files to PDF by LibreOffice: one process and one throw-away profile for each file. */
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OfficeEnding } from '../protocol.ts';
import { fontConfiguration } from './office-fonts.ts';
import { chooseSandbox, findOffice, type OfficeProgram, type Sandbox } from './office-sandbox.ts';

export type Converted =
  | { readonly kind: 'pdf'; readonly bytes: Uint8Array; readonly by: string }
  | { readonly kind: 'cannot'; readonly why: 'broken' | 'hostile' | 'too_large' };

export type Converter = {
  readonly name: string;
  readonly sandbox: Sandbox;
  /** What the installed parts of it can open. */
  readonly converts: readonly OfficeEnding[];
  /** @param file looked through and cleaned already (office/clean.ts) */
  readonly convert: (file: Uint8Array, ending: OfficeEnding) => Promise<Converted>;
  /** Ends what is running. */
  readonly close: () => Promise<void>;
};

export type ConverterOptions = {
  /** Where to look for LibreOffice, as in PATH. */
  readonly path: string;
  readonly milliseconds: number;
  readonly atOnce: number;
  /** Of the PDF. */
  readonly bytes: number;
};

/** Returns the converter of this machine, or undefined when LibreOffice is not installed. */
export async function findConverter(options: ConverterOptions): Promise<Converter | undefined> {
  const soffice = await findOffice(options.path);
  if (soffice === undefined) return undefined;
  const version = await versionOf(soffice);
  if (version === undefined) return undefined;
  return startConverter(await chooseSandbox(soffice, version), options);
}

function versionOf(soffice: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(
      soffice,
      ['--version'],
      { timeout: 20_000, env: { PATH: '/usr/bin:/bin', HOME: tmpdir() } },
      (error, out) => resolve(error === null ? (/\d+(?:\.\d+)+/.exec(out)?.[0] ?? 'unknown') : undefined),
    );
  });
}

function startConverter(program: OfficeProgram, options: ConverterOptions): Converter {
  let running = 0;
  const waiting: (() => void)[] = [];
  const stops = new Set<() => void>();
  return {
    name: program.name,
    sandbox: program.sandbox,
    converts: program.converts,
    convert: async (file, ending) => {
      if (running >= options.atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await inFolder((folder) => convertIn(folder, file, ending, program, options, stops));
      } finally {
        // The place is handed on, so `running` stays as it is when somebody waits.
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
    close: async () => {
      for (const stop of stops) stop();
    },
  };
}

/** A private folder for as long as `use` takes. Crash here: it stays in the temporary folder of the system, readable by this user only. */
async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'entrepot-office-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function convertIn(
  folder: string,
  file: Uint8Array,
  ending: OfficeEnding,
  program: OfficeProgram,
  options: ConverterOptions,
  stops: Set<() => void>,
): Promise<Converted> {
  const inside = program.inside(folder);
  await mkdir(join(folder, 'profile/user'), { recursive: true });
  await mkdir(join(folder, 'out'));
  await writeFile(join(folder, `in.${ending}`), file);
  await writeFile(join(folder, 'profile/user/registrymodifications.xcu'), PROFILE);
  await writeFile(join(folder, 'fonts.conf'), fontConfiguration(`${inside}/cache`));
  const args = [
    '--headless',
    '--norestore',
    '--nolockcheck',
    '--nodefault',
    `-env:UserInstallation=file://${inside}/profile`,
    '--convert-to',
    'pdf',
    '--outdir',
    `${inside}/out`,
    `${inside}/in.${ending}`,
  ];
  const inTime = await runGroup(program.command(folder, args), folder, options.milliseconds, stops);
  // It ends with 0 without having written anything as well, so only the file counts.
  const out = join(folder, 'out/in.pdf');
  const size = await stat(out).then(
    ({ size }) => size,
    () => 0,
  );
  if (!inTime) return { kind: 'cannot', why: 'hostile' };
  if (size === 0) return { kind: 'cannot', why: 'broken' };
  if (size > options.bytes) return { kind: 'cannot', why: 'too_large' };
  return { kind: 'pdf', bytes: new Uint8Array(await readFile(out)), by: program.name };
}

/** Runs a command as a process group of its own, which is killed as a whole. Returns whether it ended by itself in time. */
function runGroup(
  [file = '', ...args]: readonly string[],
  folder: string,
  milliseconds: number,
  stops: Set<() => void>,
): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: folder,
      env: {
        HOME: folder,
        TMPDIR: folder,
        PATH: '/usr/bin:/bin',
        LANG: 'C.UTF-8',
        FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      },
      stdio: 'ignore',
      detached: true,
    });
    const stop = (): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // All of it has ended.
      }
    };
    let inTime = true;
    const timer = setTimeout(() => {
      inTime = false;
      stop();
    }, milliseconds);
    stops.add(stop);
    const over = (): void => {
      clearTimeout(timer);
      stops.delete(stop);
      // The starter may end before what it started.
      stop();
      resolve(inTime);
    };
    child.once('exit', over);
    child.once('error', over);
  });
}

const SECURITY = '/org.openoffice.Office.Common/Security/Scripting';

/** Settings that forbid links to files that are not trusted, macros, and looking for updates. */
const PROFILE = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${[
  [SECURITY, 'BlockUntrustedRefererLinks', 'true'],
  [SECURITY, 'MacroSecurityLevel', '3'],
  [SECURITY, 'DisableMacrosExecution', 'true'],
  [SECURITY, 'DisableActiveContent', 'true'],
  ['/org.openoffice.Office.Calc/Content/Update', 'Link', '1'],
  ['/org.openoffice.Office.Writer/Content/Update', 'Link', '0'],
  ['/org.openoffice.Office.Common/Misc', 'CrashReport', 'false'],
  [
    "/org.openoffice.Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments",
    'AutoCheckEnabled',
    'false',
  ],
]
  .map(
    ([path = '', name = '', value = '']) =>
      `<item oor:path="${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  )
  .join('\n')}
</oor:items>
`;
