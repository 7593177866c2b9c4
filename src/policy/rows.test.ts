/** Every row of the law that was agreed on stands in a pack: as a rule, an obligation, a dated duty, an exemption or a row of text. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { PolicyEngine } from './engine.ts';
import { openPolicyEngine } from './packs-node.ts';

/** Ids behind their prefix. A row that is taken out of a pack has to be taken out here too, on purpose. */
const ROWS: Readonly<Record<string, string>> = {
  au: 'disconnect',
  cn: '10m audit basis breach consent.separate disconnect entrust face.100k face.court face.store foreign_auth gps_face incident minor pen pia pipo rep retain scope sens vuln x.big x.ciio x.contract x.duty x.emergency x.ftz x.gba x.hr x.important x.mid x.nodata x.old x.scope x.secret x.small x.split x.tell x.transit',
  eu: 'adequate breach default derogation disconnect dpa ropa safeguard',
  fr: 'disconnect',
  gba: 'before.notice before.pia breach file govaccess onward onward.same out regulators scope scope.change text',
  hk: 'biometric breach breach.future ci.incident disconnect dm dpp1 dpp2 dpp3 dpp4 dpp5 dpp6 monitor pen s33 xfer xfer.c2c',
  mo: 'auth.prior basis breach ci.incident disconnect fingerprint info monitor notice notice.exempt.covid notice.exempt.limit notice.exempt.npo notice.exempt.staffadmin notice.exempt.staffpay notice.noinfo notice.simplified pen.crime pen.notice pen.substantive principle processor rights scope security sens.default sens.exc sens.incapable xfer.20-1 xfer.20-1.convenience xfer.20-2 xfer.adequate xfer.default xfer.gba',
  pt: 'biometric disconnect law monitor',
  sg: 'breach internal xfer',
  uk: 'test',
  x: 'clockin contacts escalate',
};

let engine: PolicyEngine;
beforeAll(async () => {
  engine = await openPolicyEngine();
});

function idsOf({ packs }: PolicyEngine): ReadonlySet<string> {
  return new Set(
    packs.flatMap(({ file, rules }) => [
      ...[...rules, ...file.duties, ...file.rows].map(({ id }) => id),
      ...file.duties.flatMap(({ exemptions }) => exemptions.map(({ id }) => id)),
    ]),
  );
}

describe('the shipped packs', () => {
  const wanted = Object.entries(ROWS).flatMap(([prefix, names]) => names.split(' ').map((name) => `${prefix}.${name}`));

  it('hold every row of the law', () => {
    const there = idsOf(engine);
    expect(wanted.length).toBeGreaterThan(115);
    expect(wanted.filter((id) => !there.has(id))).toEqual([]);
  });

  it('cite a place in the law for every rule, and say how sure they are', () => {
    for (const { rule, pack } of engine.rules.values()) {
      expect(rule.cite.length, rule.id).toBeGreaterThan(5);
      if (rule.kind === 'statutory') expect(pack.file.cites[rule.id], rule.id).toBeDefined();
    }
  });

  it('never set a number of the statute free', () => {
    const statutory = engine.packs.flatMap(({ file }) =>
      Object.entries(file.params).filter(([, param]) => param.kind === 'statutory'),
    );
    expect(statutory.length).toBeGreaterThan(3);
    for (const [id] of statutory) expect(engine.params[id], id).toBeDefined();
  });
});
