/**
 * `entrepot places`: which tables of places are in use, and newer ones put in their stead. Nothing is fetched: whoever runs the server brings
 * the files, and they are read whole and asked about known addresses before they count.
 */
import { cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Address, formatAddress } from '../access/cidr.ts';
import { lazyCountryTable } from '../access/ip-countries-node.ts';
import { lazyHostingTable } from '../access/ip-hosting-node.ts';
import type { CountryTable, HostingTable } from '../access/place.ts';
import { readArguments } from '../cli/arguments.ts';
import type { Command, Io } from '../cli/io.ts';
import { loadConfig, processSource } from '../config.ts';
import { hasCountries, installedTables, PLACES_FOLDER } from './places.ts';

const USAGE = `usage: entrepot places [--from FOLDER]
       entrepot places update --from FOLDER

Reads the tables by which the server tells where a client is: those of FOLDER, else those in use. Files, all of them optional:
  *-country-ipv4.csv, *-country-ipv6.csv   start,end,country
  asn-ipv4.csv, asn-ipv6.csv               start,end,number,name
  hosting.txt, tor.txt                     networks whose place is unknown, one per line

\`update\` puts them into the data directory when they can be read and give known answers; a running server takes them when it is
started again. A file that FOLDER does not have is taken from the npm packages.
`;

const FILES = /^(?:[a-z-]*country-ipv[46]\.csv|asn-ipv[46]\.csv|hosting\.txt|tor\.txt)$/;

/** Universities and an incumbent that have been where they are for decades, and an address of a cloud. */
const KNOWN: readonly { readonly address: Address; readonly country: string }[] = [
  { address: { family: 4, bytes: [193, 136, 0, 1] }, country: 'PT' },
  { address: { family: 4, bytes: [202, 175, 0, 1] }, country: 'MO' },
  { address: { family: 4, bytes: [147, 8, 0, 1] }, country: 'HK' },
  { address: { family: 4, bytes: [166, 111, 0, 1] }, country: 'CN' },
];
const CLOUD: Address = { family: 4, bytes: [52, 95, 110, 1] };

export const placesCommand: Command = async (args, io) => {
  const given = readArguments(args, io, {
    usage: USAGE,
    options: { from: { type: 'string' } },
    positionals: [0, 1],
  });
  if (given.kind === 'done') return given.code;
  const [act] = given.positionals;
  const { from } = given.values;
  if ((act !== undefined && act !== 'update') || (act === 'update' && from === undefined)) {
    io.stderr(USAGE);
    return 2;
  }
  const data = loadConfig(processSource())['data.directory'];
  const directory = from ?? installedTables(data);
  io.stdout(`tables: ${directory ?? 'npm packages'}\n`);
  if (!(await check(io, directory))) return 1;
  if (act === 'update' && from !== undefined) await install(io, from, join(data, PLACES_FOLDER));
  return 0;
};

/** Says what is found. False when an answer is not the one that is known. */
async function check(io: Io, directory: string | undefined): Promise<boolean> {
  const own = directory !== undefined && hasCountries(directory) ? directory : undefined;
  const isRight = checkCountries(io, await lazyCountryTable(own)());
  return checkHosting(io, await lazyHostingTable(directory)()) && isRight;
}

function checkCountries(io: Io, countries: CountryTable | null): boolean {
  if (countries === null) {
    io.stdout('there is no table of countries: places are known from ENTREPOT_PLACES only\n');
    return true;
  }
  const answers = KNOWN.map(({ address, country }) => ({ address, country, found: countries.countryOf(address) }));
  for (const { address, country, found } of answers)
    io.stdout(
      `${found === country ? 'ok  ' : 'BAD '} ${formatAddress(address)} ${found ?? 'unknown'}, known to be ${country}\n`,
    );
  return answers.every(({ country, found }) => found === country);
}

function checkHosting(io: Io, hosting: HostingTable | null): boolean {
  if (hosting === null) {
    io.stdout('there is no table of hosting networks: clouds and VPN are where they are registered\n');
    return true;
  }
  io.stdout(`hosting networks: ${hosting.counts.v4} ranges of IPv4, ${hosting.counts.v6} of IPv6\n`);
  const isCloud = hosting.isHosting(CLOUD);
  io.stdout(
    `${isCloud ? 'ok  ' : 'note'} ${formatAddress(CLOUD)} ${isCloud ? 'is' : 'is not known to be'} of a cloud\n`,
  );
  const wrong = KNOWN.filter(({ address }) => hosting.isHosting(address));
  for (const { address } of wrong) io.stdout(`BAD  ${formatAddress(address)} is taken for a cloud\n`);
  return wrong.length === 0;
}

/** The folder takes the place of the one before by one rename. */
async function install(io: Io, from: string, target: string): Promise<void> {
  const names = (await readdir(from)).filter((name) => FILES.test(name));
  const fresh = `${target}.new`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  for (const name of names) {
    await cp(join(from, name), join(fresh, name));
    io.stdout(`${basename(name)}: ${(await stat(join(fresh, name))).size} bytes\n`);
  }
  await rm(`${target}.old`, { recursive: true, force: true });
  await rename(target, `${target}.old`).catch((error: unknown) => {
    // There was none before.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  });
  await rename(fresh, target);
  await rm(`${target}.old`, { recursive: true, force: true });
  io.stdout('installed; start the server again to use them\n');
}
