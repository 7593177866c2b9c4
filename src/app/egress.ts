/** What `entrepot egress` reads of the installation in ENTREPOT_DATA. Changes nothing. */
import { systemClock } from '../base/clock.ts';
import { systemRandom } from '../base/random.ts';
import type { EgressSource } from '../cli/egress.ts';
import type { Io } from '../cli/io.ts';
import { loadConfig, processSource } from '../config.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { findOrganisation } from '../store/tables/organisation.ts';
import { createSealedFields } from '../transfers/sealed-fields.ts';
import { checkInstallation } from './fsck.ts';
import { INSTALLATION, openInstallation } from './installation.ts';
import { openProof } from './proof.ts';

/** @throws `installation.not_found`, also before an organisation was set up; as `openInstallation` */
export async function openEgressHere(io: Io): Promise<EgressSource> {
  const config = loadConfig(processSource());
  const installation = await openInstallation(io);
  try {
    const organisation = await findOrganisation(installation.db.query);
    if (organisation === undefined) throw INSTALLATION.not_found();
    const view = openProof({
      db: installation.db,
      clock: systemClock,
      timeZone: config['organisation.time_zone'],
      fields: createSealedFields(nodeCrypto, installation.keys, systemRandom),
      publicUrl: (config['server.public_url'] ?? `http://localhost:${config['server.port']}`).replace(/\/+$/, ''),
      ownNames: () => [organisation.name],
    });
    return {
      read: (search) => view.read(organisation.id, search),
      check: (search) => view.check(organisation.id, search),
      list: async (search, format) => view.export(organisation.id, search, format).content,
      log: async () => {
        const { findings } = await checkInstallation(installation, io, 'log');
        return findings
          .filter(({ harmless, code }) => !harmless && code !== 'fsck.egress_digest')
          .map(({ code }) => code);
      },
      close: installation.close,
    };
  } catch (error) {
    await installation.close();
    throw error;
  }
}
