/** In what LibreOffice is started: the strongest that this machine has. */
import { realpathSync } from 'node:fs';
import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { OfficeEnding } from '../protocol.ts';
import { fontFolders } from './office-fonts.ts';
import { noNetwork, works } from './isolation.ts';

/**
 * `bubblewrap`: no network, no files but the program, the fonts and its own folder. `no network`: it can read what the server can,
 * and send it nowhere. `profile`: nothing but the settings that forbid links and macros.
 */
export type Sandbox = 'bubblewrap' | 'no network' | 'profile';

export type OfficeProgram = {
  readonly soffice: string;
  /** `LibreOffice 7.4.7.2 (bubblewrap)`: for the name of the renderer. */
  readonly name: string;
  readonly sandbox: Sandbox;
  readonly converts: readonly OfficeEnding[];
  /** The command that runs LibreOffice with `args` in a private folder. Within the sandbox the folder has another name: `inside`. */
  readonly command: (folder: string, args: readonly string[]) => readonly string[];
  readonly inside: (folder: string) => string;
};

const NAMES = ['soffice', 'libreoffice'];
const FOLDERS = [
  '/usr/bin',
  '/usr/local/bin',
  '/opt/libreoffice/program',
  '/Applications/LibreOffice.app/Contents/MacOS',
];
/** 4 GB of addresses, a minute of processor, files of 200 MB. */
const LIMITS = ['prlimit', '--as=4000000000', '--cpu=60', '--fsize=200000000'];
/** Of a process tree of its own: what LibreOffice starts ends with it. */
const OWN_PROCESSES = ['-p', '-f', '--kill-child'];
const INSIDE = '/job';

/** Finds a program in the folders of `path`, and then in the usual ones. */
export async function findOffice(path: string): Promise<string | undefined> {
  for (const folder of [...path.split(delimiter), ...FOLDERS]) {
    for (const name of NAMES) {
      const file = join(folder, name);
      const found =
        folder !== '' &&
        (await access(file, constants.X_OK).then(
          () => true,
          () => false,
        ));
      if (found) return file;
    }
  }
  return undefined;
}

/** Tries what can be had, best first. `version`: of LibreOffice. */
export async function chooseSandbox(soffice: string, version: string): Promise<OfficeProgram> {
  const limits = (await works([...LIMITS, 'true'])) ? LIMITS : [];
  const wrap = bubblewrap(soffice);
  const converts = await partsOf(dirname(realOf(soffice)));
  if (await works([...wrap('/tmp'), 'true'])) {
    return {
      soffice,
      name: `LibreOffice ${version} (bubblewrap)`,
      sandbox: 'bubblewrap',
      converts,
      command: (folder, args) => [...limits, ...wrap(folder), soffice, ...args],
      inside: () => INSIDE,
    };
  }
  const network = await noNetwork();
  const tree = network !== undefined && (await works([...network, ...OWN_PROCESSES, 'true'])) ? OWN_PROCESSES : [];
  const sandbox = network === undefined ? 'profile' : 'no network';
  return {
    soffice,
    name: `LibreOffice ${version} (${sandbox})`,
    sandbox,
    converts,
    command: (_, args) => [...limits, ...(network ?? []), ...tree, soffice, ...args],
    inside: (folder) => folder,
  };
}

/** Library of each part of LibreOffice, and what that part opens. */
const PARTS: readonly (readonly [library: string, endings: readonly OfficeEnding[]])[] = [
  ['libswlo.so', ['docx', 'odt', 'rtf', 'doc']],
  ['libsclo.so', ['xlsx', 'ods', 'xls']],
  ['libsdlo.so', ['pptx', 'odp', 'ppt']],
];

/** Distributions divide it into packages. Where its libraries have other names all parts are taken to be there. */
async function partsOf(folder: string): Promise<readonly OfficeEnding[]> {
  const files = new Set(await readdir(folder).catch(() => []));
  const installed = PARTS.filter(([library]) => files.has(library));
  return (installed.length > 0 ? installed : PARTS).flatMap(([, endings]) => endings);
}

function bubblewrap(soffice: string): (folder: string) => readonly string[] {
  const program = dirname(dirname(realOf(soffice)));
  const links = ['bin', 'sbin', 'lib', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]);
  const readable = ['/etc/fonts', '/etc/libreoffice', '/etc/ld.so.cache', '/var/cache/fontconfig', ...fontFolders()];
  const elsewhere = program.startsWith('/usr') ? [] : ['--ro-bind', program, program];
  return (folder) => [
    'bwrap',
    '--unshare-all',
    '--new-session',
    '--die-with-parent',
    '--clearenv',
    ...Object.entries({
      HOME: INSIDE,
      PATH: '/usr/bin:/bin',
      LANG: 'C.UTF-8',
      TMPDIR: '/tmp',
      FONTCONFIG_FILE: `${INSIDE}/fonts.conf`,
    }).flatMap(([name, value]) => ['--setenv', name, value]),
    '--ro-bind',
    '/usr',
    '/usr',
    ...links,
    ...readable.flatMap((path) => ['--ro-bind-try', path, path]),
    ...elsewhere,
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    '--tmpfs',
    '/tmp',
    '--bind',
    folder,
    INSIDE,
    '--chdir',
    INSIDE,
  ];
}

function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
