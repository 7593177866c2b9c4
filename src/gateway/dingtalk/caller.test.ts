import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointOf, networkOf, productOf } from './caller.ts';

describe('what is kept of a caller that is turned away', () => {
  it('is its network, not its address', () => {
    expect(networkOf('192.0.2.77')).toBe('192.0.2.0/24');
    expect(networkOf('2001:db8:1:2::3')).toBe('2001:0db8:0001:0000:0000:0000:0000:0000/48');
    expect(networkOf('unknown')).toBe('unknown');
  });

  it('is the name of its program without anything else', () => {
    expect(productOf('Go-http-client/1.1')).toBe('Go-http-client');
    expect(productOf('axios/1.7.2 (linux; alice)')).toBe('axios');
    expect(productOf('Apprise')).toBe('Apprise');
    for (const odd of ['', '13800001111', '<script>', `${'a'.repeat(200)}/1`, '陳/1'])
      expect(productOf(odd), odd).toBe('');
  });

  it('is the pattern of the endpoint, with names, numbers and tokens masked', () => {
    expect(endpointOf('POST', '/topapi/v2/user/getbymobile')).toBe('POST /topapi/v2/user/getbymobile');
    expect(endpointOf('GET', '/v1.0/contact/users/chansiuming')).toBe('GET /v1.0/contact/users/*');
    expect(endpointOf('GET', '/v1.0/contact/users/me')).toBe('GET /v1.0/contact/users/me');
    expect(endpointOf('POST', '/v1.0/oauth2/dinga1b2c3/token')).toBe('POST /v1.0/oauth2/*/token');
    expect(endpointOf('POST', `/robot/send/${'ab12'.repeat(16)}`)).toBe('POST /robot/send/*');
    expect(endpointOf('GET', '/%E9%99%B3/13800001111/a@b.example')).toBe('GET /*/*/*');
  });

  it('is short and holds no digit runs, whatever the path', () => {
    fc.assert(
      fc.property(fc.string(), fc.webPath(), (method, path) => {
        const endpoint = endpointOf(method, path);
        expect(endpoint.length).toBeLessThanOrEqual(120);
        expect(endpoint).not.toMatch(/\d{3,}|[?#%@]/);
      }),
    );
  });
});
