import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, formatAddress, parseAddress, parseNetwork, parseNetworks } from './cidr.ts';

describe('addresses', () => {
  it.each([
    ['1.2.3.4', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['::FFFF:102:304', '1.2.3.4'],
    ['::', '0000:0000:0000:0000:0000:0000:0000:0000'],
    ['::1', '0000:0000:0000:0000:0000:0000:0000:0001'],
    ['2001:DB8::5', '2001:0db8:0000:0000:0000:0000:0000:0005'],
    ['fe80::1%eth0', 'fe80:0000:0000:0000:0000:0000:0000:0001'],
    ['1:2:3:4:5:6:7::', '0001:0002:0003:0004:0005:0006:0007:0000'],
    ['64:ff9b::192.0.2.33', '0064:ff9b:0000:0000:0000:0000:c000:0221'],
  ])('%s has one spelling', (text, expected) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address)).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.256',
    '1.2.3.-4',
    '0x1.2.3.4',
    '1.2.3.4 ',
    '1.2.3.4:80',
    '[::1]',
    ':::',
    '::1::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    '::1.2.3',
    '1.2.3.4::',
    'unknown',
    '１.2.3.4',
    '1'.repeat(5000),
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('any text gives an address or undefined, never an error, and spelling is stable', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[0-9a-f:.%/[\]]{0,50}$/),
      fc.ipV4(),
      fc.ipV6(),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const address = parseAddress(text);
        if (address === undefined) return;
        const again = parseAddress(formatAddress(address));
        expect(again).toEqual(address);
      }),
    );
  });

  it('every address of a generator is read', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => parseAddress(text) !== undefined));
  });
});

describe('networks', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.1.2.3/8', '10.9.9.9', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['2001:db8::/33', '2001:db8:7fff::1', true],
    ['2001:db8::/33', '2001:db8:8000::1', false],
    ['::ffff:10.0.0.0/104', '10.3.3.3', true],
    ['10.0.0.0/8', '::ffff:10.3.3.3', true],
  ])('%s and %s: %s', (network, address, expected) => {
    expect(contains(parseNetwork(network)!, parseAddress(address)!)).toBe(expected);
  });

  it.each([
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '/8',
    'x/8',
    '::ffff:10.0.0.0/95',
  ])('%j is none', (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });

  it('a setting names its bad entry', () => {
    expect(() => parseNetworks('trusted_proxies', ['10.0.0.0/8', 'proxy.example'])).toThrow(
      expect.objectContaining({ code: 'access.bad_setting', details: { setting: 'trusted_proxies', position: 1 } }),
    );
  });
});
