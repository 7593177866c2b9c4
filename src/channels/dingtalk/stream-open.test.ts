import { describe, expect, it } from 'vitest';
import { isOwnEndpoint } from './stream-open.ts';

const DINGTALK = { apiBaseUrl: 'https://api.dingtalk.com' };

describe('the address of a stream', () => {
  it.each([
    [DINGTALK, 'wss://open-connection.dingtalk.com/connect'],
    [DINGTALK, 'wss://wss-open-connection-union.dingtalk.com:443/connect'],
    [{ apiBaseUrl: 'https://api.dingtalk.io' }, 'wss://open-connection.dingtalk.io/connect'],
    [{ apiBaseUrl: 'https://ding.example.mo:8443' }, 'wss://ding.example.mo:8443/connect'],
    [{ apiBaseUrl: 'http://127.0.0.1:4000' }, 'ws://127.0.0.1:4000/connect'],
  ])('is one of %o: %s', (settings, endpoint) => {
    expect(isOwnEndpoint(endpoint, settings)).toBe(true);
  });

  it.each([
    'wss://dingtalk.com.evil.example/connect',
    'wss://evildingtalk.com/connect',
    'wss://evil.example/dingtalk.com',
    'wss://dingtalk.com@evil.example/connect',
    'wss://user:x@open-connection.dingtalk.com/connect',
    'ws://open-connection.dingtalk.com/connect',
    'https://open-connection.dingtalk.com/connect',
    'ws://127.0.0.1:4001/connect',
    'wss://open-connection.dingtalk.com:8443/connect',
    'not an address',
    '',
  ])('is not %s', (endpoint) => {
    expect(isOwnEndpoint(endpoint, DINGTALK)).toBe(false);
  });
});
