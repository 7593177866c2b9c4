/** Secrets: literal prefixes and assignments start a rule; the value must look random. No value is ever tried online. */
import type { Pack } from './pack.ts';

export type SecretRule = {
  /** Words that start the rule. The expression runs at the start (`prefix`) or the end (`assignment`) of the word. */
  readonly words: readonly string[];
  readonly at: 'prefix' | 'assignment';
  /** Sticky; group `v` is the secret. */
  readonly pattern: RegExp;
  /** Least Shannon entropy of the value in bits per character. */
  readonly entropy: number;
  /** Of the value: at least this many of lower case, upper case, digits, signs. */
  readonly kinds: number;
  readonly score: number;
};

const ASSIGN = '[ \\t]{0,3}(?:=|:|：|是|為|为|→|\\||"|\'|`|[ \\t]){0,8}[ \\t]?';

export const SECRET_RULES: readonly SecretRule[] = [
  // Robots of the messengers that the gateway stands before.
  {
    words: ['access_token='],
    at: 'assignment',
    pattern: /(?<v>[0-9A-Za-z_-]{24,200})/y,
    entropy: 3,
    kinds: 2,
    score: 0.95,
  },
  { words: ['SEC'], at: 'prefix', pattern: /(?<v>SEC[0-9a-f]{64})(?![0-9A-Za-z])/y, entropy: 3, kinds: 2, score: 0.98 },
  {
    words: ['/bot/v2/hook/', '/bot/hook/'],
    at: 'assignment',
    pattern: /(?<v>[0-9A-Za-z-]{20,64})/y,
    entropy: 3,
    kinds: 2,
    score: 0.95,
  },
  {
    words: ['webhook/send?key='],
    at: 'assignment',
    pattern: /(?<v>[0-9a-f-]{32,40})/y,
    entropy: 3,
    kinds: 2,
    score: 0.95,
  },
  {
    words: ['hooks.slack.com/services/'],
    at: 'assignment',
    pattern: /(?<v>T[0-9A-Z]{6,14}\/B[0-9A-Z]{6,14}\/[0-9A-Za-z]{20,30})/y,
    entropy: 3,
    kinds: 2,
    score: 0.95,
  },
  // Cloud and code hosting keys.
  {
    words: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    at: 'prefix',
    pattern: /(?<v>(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16})(?![0-9A-Za-z])/y,
    entropy: 3,
    kinds: 2,
    score: 0.9,
  },
  {
    words: ['LTAI'],
    at: 'prefix',
    pattern: /(?<v>LTAI[0-9A-Za-z]{12,26})(?![0-9A-Za-z])/y,
    entropy: 3,
    kinds: 2,
    score: 0.9,
  },
  {
    words: ['AKID'],
    at: 'prefix',
    pattern: /(?<v>AKID[0-9A-Za-z]{32})(?![0-9A-Za-z])/y,
    entropy: 3.2,
    kinds: 2,
    score: 0.9,
  },
  {
    words: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    at: 'prefix',
    pattern: /(?<v>gh[pousr]_[0-9A-Za-z]{36,255})/y,
    entropy: 3,
    kinds: 2,
    score: 0.98,
  },
  {
    words: ['github_pat_'],
    at: 'prefix',
    pattern: /(?<v>github_pat_[0-9A-Za-z_]{30,100})/y,
    entropy: 3,
    kinds: 2,
    score: 0.98,
  },
  { words: ['glpat-'], at: 'prefix', pattern: /(?<v>glpat-[0-9A-Za-z_-]{20,64})/y, entropy: 3, kinds: 2, score: 0.98 },
  {
    words: ['xoxb-', 'xoxa-', 'xoxp-', 'xoxr-', 'xoxs-'],
    at: 'prefix',
    pattern: /(?<v>xox[abprs]-[0-9A-Za-z-]{20,250})/y,
    entropy: 3,
    kinds: 2,
    score: 0.98,
  },
  {
    words: ['sk_live_', 'rk_live_'],
    at: 'prefix',
    pattern: /(?<v>[sr]k_live_[0-9A-Za-z]{16,128})/y,
    entropy: 3,
    kinds: 2,
    score: 0.98,
  },
  { words: ['sk-'], at: 'prefix', pattern: /(?<v>sk-[0-9A-Za-z_-]{32,200})/y, entropy: 3.5, kinds: 3, score: 0.9 },
  {
    words: ['AIza'],
    at: 'prefix',
    pattern: /(?<v>AIza[0-9A-Za-z_-]{35})(?![0-9A-Za-z_-])/y,
    entropy: 3,
    kinds: 2,
    score: 0.9,
  },
  {
    words: ['npm_'],
    at: 'prefix',
    pattern: /(?<v>npm_[0-9A-Za-z]{36})(?![0-9A-Za-z])/y,
    entropy: 3,
    kinds: 2,
    score: 0.95,
  },
  {
    words: ['eyJ'],
    at: 'prefix',
    pattern: /(?<v>eyJ[0-9A-Za-z_-]{10,4000}\.[0-9A-Za-z_-]{4,8000}\.[0-9A-Za-z_-]{10,2000})/y,
    entropy: 3,
    kinds: 3,
    score: 0.95,
  },
  {
    words: ['AGE-SECRET-KEY-1'],
    at: 'prefix',
    pattern: /(?<v>AGE-SECRET-KEY-1[0-9A-Z]{58})/y,
    entropy: 3,
    kinds: 2,
    score: 0.98,
  },
  {
    words: ['-----BEGIN '],
    at: 'prefix',
    pattern:
      /(?<v>-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[^-]{0,12000}-----END [A-Z0-9 ]{1,40}-----)?)/y,
    entropy: 0,
    kinds: 0,
    score: 0.99,
  },
  // Passwords and keys that are given a value.
  {
    words: ['://'],
    at: 'assignment',
    pattern: /[^\s:@/"'`<>]{1,64}:(?<v>[^\s@/"'`<>]{4,128})@(?=[\w.-])/y,
    entropy: 2,
    kinds: 1,
    score: 0.9,
  },
  {
    words: [
      '密碼',
      '網銀密碼',
      '登入密碼',
      '登錄密碼',
      '口令',
      'password',
      'passwd',
      'pwd',
      'passphrase',
      'senha',
      'palavra-passe',
    ],
    at: 'assignment',
    pattern: new RegExp(`${ASSIGN}(?<v>[!-~]{6,128})`, 'y'),
    entropy: 2.3,
    kinds: 2,
    score: 0.8,
  },
  {
    words: [
      'AppSecret',
      'app secret',
      'app_secret',
      'client_secret',
      'client secret',
      'AccessKey secret',
      'access key secret',
      'accesskeysecret',
      'secret key',
      'secret_key',
      'secretkey',
      'api key',
      'api_key',
      'apikey',
      'api token',
      'auth token',
      'access token',
      'access_token',
      'signing secret',
      'secret',
      '密鑰',
      '金鑰',
      '簽名密鑰',
      'chave secreta',
    ],
    at: 'assignment',
    pattern: new RegExp(`${ASSIGN}(?<v>[0-9A-Za-z_/+=~.-]{16,256})`, 'y'),
    entropy: 3.2,
    kinds: 2,
    score: 0.85,
  },
];

export const SECRETS_PACK: Pack = {
  id: 'secrets',
  version: 1,
  cues: SECRET_RULES.map((rule) => ({ role: 'trigger' as const, types: ['secret' as const], words: rule.words })),
  shapes: [],
};
