/** Secrets: literal prefixes and assignments start a rule; the value must look random. No value is ever tried online. */
import { list, type Pack } from './pack.ts';

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
  /** Something that people choose: digits alone count behind a colon, names of variables do not. */
  readonly chosen?: boolean;
};

/** Between a name and its value: blanks, a sign of assignment or a word for "is", quotes. */
const ASSIGN =
  '(?:_[A-Z]{2,16}(?==))?(?: (?:do|da|de|for|of|para)(?: [A-Za-zÀ-ÿ-]{2,16}){1,3}(?= (?:is|é) |:)| \\(?(?:Wi-?Fi|WLAN|VPN|SSH|FTP|SFTP|DB|root|admin|email|e-mail)\\)?)?' +
  '["\'`」』】)]{0,2}[ \\t]{0,3}(?:=>|:=|==|=|:|：|是|為|为|係|→|->|\\||is(?= )|é(?= )|改咗做|改[為为成]|[換换]成|[設设]定?[為为成]|[ \\t]){0,3}[ \\t]{0,3}["\'`「『【(]{0,2}[ \\t]?';
const END = '(?![0-9A-Za-z_-])';

/** A value that begins with its own prefix. */
function token(words: string, value: string, options: Partial<SecretRule> = {}): SecretRule {
  return {
    words: list(words),
    at: 'prefix',
    pattern: new RegExp(`(?<v>${value})${END}`, 'y'),
    entropy: 3,
    kinds: 2,
    score: 0.95,
    ...options,
  };
}

/** A value behind words that end where it begins. */
function after(words: string, value: string, options: Partial<SecretRule> = {}): SecretRule {
  return {
    words: list(words),
    at: 'assignment',
    pattern: new RegExp(`(?<v>${value})`, 'y'),
    entropy: 3,
    kinds: 2,
    score: 0.95,
    ...options,
  };
}

/** Robots of the messengers that the gateway stands before, and web hooks of others. */
const HOOKS: readonly SecretRule[] = [
  after('access_token=', '[0-9A-Za-z_.-]{24,400}'),
  token('SEC', 'SEC[0-9a-f]{64}', { score: 0.98 }),
  after('/bot/v2/hook/ | /bot/hook/', '[0-9A-Za-z-]{20,64}'),
  after('webhook/send?key=', '[0-9a-f-]{32,40}'),
  after(
    'hooks.slack.com/services/ | hooks.slack.com/workflows/',
    'T[0-9A-Z]{6,14}/[AB][0-9A-Z]{6,14}/[0-9A-Za-z/]{20,60}',
  ),
  after('discord.com/api/webhooks/ | discordapp.com/api/webhooks/', '\\d{17,20}/[\\w-]{60,80}'),
  after('webhook.office.com/webhookb2/', '[0-9a-f-]{36}@[0-9a-f-]{36}/IncomingWebhook/[0-9a-f]{32}/[0-9a-f-]{36}'),
  after('api.telegram.org/bot', '\\d{6,12}:[\\w-]{30,40}'),
  {
    ...after('telegram | bot token | bot_token', ''),
    pattern: /[^\n]{0,24}?(?<![0-9A-Za-z])(?<v>\d{7,12}:AA[\w-]{31,35})(?![\w-])/y,
  },
];

/** Keys of clouds. Their prefixes and lengths are in the vendors' manuals. */
const CLOUDS: readonly SecretRule[] = [
  token('AKIA | ASIA | ABIA | ACCA', '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}', { kinds: 1, score: 0.9 }),
  token('LTAI', 'LTAI[0-9A-Za-z]{12,26}', { score: 0.9 }),
  token('AKID', 'AKID[0-9A-Za-z]{32}', { entropy: 3.2, score: 0.9 }),
  token('AKLT', 'AKLT[0-9A-Za-z_-]{20,60}', { score: 0.9 }),
  token('ALTAK', 'ALTAK[0-9A-Za-z]{21}', { score: 0.9 }),
  token('AIza', 'AIza[0-9A-Za-z_-]{35}', { score: 0.9 }),
  token('GOCSPX-', 'GOCSPX-[\\w-]{28}'),
  token('ya29.', 'ya29\\.[\\w-]{30,400}'),
  after('AccountKey= | SharedAccessKey= | AccessKey=', '[0-9A-Za-z+/]{42,88}={0,2}'),
  { ...after('Q~', ''), pattern: /(?<v>[\w~.-]{31,34})(?![\w~.-])/y, score: 0.7, kinds: 3 },
  token('dop_v1_ | doo_v1_ | dor_v1_', 'do[opr]_v1_[0-9a-f]{64}'),
  token('hvs. | hvb.', 'hv[sb]\\.[\\w-]{80,300}'),
  token('dapi', 'dapi[0-9a-f]{32}(?:-\\d)?', { score: 0.9 }),
];

/** Code hosting, packages, payments, mail, models and other services. */
const SERVICES: readonly SecretRule[] = [
  token('ghp_ | gho_ | ghu_ | ghs_ | ghr_', 'gh[pousr]_[0-9A-Za-z]{36,255}', { score: 0.98 }),
  token('github_pat_', 'github_pat_[0-9A-Za-z_]{30,100}', { score: 0.98 }),
  token(
    'glpat- | gldt- | glrt- | glptt- | glsoat- | glcbt- | glimt- | glft- | glagent-',
    'gl[a-z]{2,5}-[0-9A-Za-z_.-]{20,64}',
    { score: 0.98 },
  ),
  token('xoxb- | xoxa- | xoxp- | xoxe- | xoxr- | xoxs- | xapp-', '(?:xox[abeprs]|xapp)-[0-9A-Za-z-]{20,250}', {
    score: 0.98,
  }),
  token('sk_live_ | rk_live_ | sk_test_ | rk_test_ | whsec_', '(?:[sr]k_(?:live|test)|whsec)_[0-9A-Za-z]{16,128}', {
    score: 0.98,
  }),
  token('sk-', 'sk-[0-9A-Za-z_-]{32,220}', { entropy: 3.5, kinds: 3, score: 0.9 }),
  token('npm_', 'npm_[0-9A-Za-z]{36}'),
  token('pypi-', 'pypi-AgE[\\w-]{50,400}'),
  token('hf_', 'hf_[0-9A-Za-z]{34}'),
  token('dckr_pat_', 'dckr_pat_[\\w-]{27}'),
  token('SG.', 'SG\\.[\\w-]{20,24}\\.[\\w-]{39,50}'),
  token('key-', 'key-[0-9a-f]{32}', { score: 0.85 }),
  token('shpat_ | shpss_ | shppa_ | shpca_', 'shp(?:at|ss|pa|ca)_[0-9a-fA-F]{32}'),
  token('sq0atp- | sq0csp-', 'sq0[a-z]{3}-[\\w-]{22,43}'),
  token('ATATT3 | ATCTT3', 'AT[AC]TT3[\\w=-]{60,260}'),
  token('PMAK-', 'PMAK-[0-9a-f]{24}-[0-9a-f]{34}'),
  token('glsa_ | glc_', 'gl(?:sa|c)_[0-9A-Za-z+/=_]{32,400}'),
  token('lin_api_', 'lin_api_[0-9A-Za-z]{40}'),
  token('NRAK-', 'NRAK-[0-9A-Z]{27}'),
  token('sntrys_', 'sntrys_[0-9A-Za-z_=+/]{60,300}'),
  token('ntn_', 'ntn_[0-9A-Za-z]{40,60}'),
  token('AGE-SECRET-KEY-1', 'AGE-SECRET-KEY-1[0-9A-Z]{58}', { score: 0.98 }),
  token('eyJ', 'eyJ[0-9A-Za-z_-]{10,4000}\\.[0-9A-Za-z_-]{4,8000}\\.[0-9A-Za-z_-]{10,2000}', { kinds: 3 }),
  {
    words: ['-----BEGIN '],
    at: 'prefix',
    pattern:
      /(?<v>-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[^-]{0,12000}-----END [A-Z0-9 ]{1,40}-----)?)/y,
    entropy: 0,
    kinds: 0,
    score: 0.99,
  },
];

/** Passwords and keys that are given a value. */
const ASSIGNED: readonly SecretRule[] = [
  // postgres://user:word@host
  {
    ...after('://', ''),
    pattern: /[^\s:@/"'`<>]{0,64}:(?<v>[^\s@/"'`<>]{4,128})@(?=[\w.-])/y,
    entropy: 2,
    kinds: 1,
    score: 0.9,
    chosen: true,
  },
  // curl -u user:word, sshpass -p 'word'
  {
    ...after('curl -u | curl --user | --user | wget --http-user', ''),
    pattern: /[ =]{1,2}["']?[\w.@-]{1,64}:(?<v>[^\s"':@]{6,128})(?=["'\s]|$)/y,
    entropy: 2.2,
    kinds: 2,
    score: 0.85,
    chosen: true,
  },
  {
    ...after('sshpass -p', ''),
    pattern: /[ =]?["']?(?<v>[^\s"']{6,128})(?=["'\s]|$)/y,
    entropy: 2.2,
    kinds: 2,
    score: 0.85,
    chosen: true,
  },
  {
    ...after('Authorization: Basic | Authorization: Bearer | Bearer', ''),
    pattern: /[ \t](?<v>[0-9A-Za-z+/=._~-]{20,1000})(?![0-9A-Za-z])/y,
    entropy: 3.3,
    kinds: 3,
    score: 0.9,
  },
  {
    ...after(
      `密碼 | 登入密碼 | 登錄密碼 | 網銀密碼 | 初始密碼 | 開機密碼 | 解壓密碼 | 提款密碼 | WiFi密碼 | 無線密碼 | 管理員密碼 | 數據庫密碼 | 口令 | 密碼為 | 密碼是 | password | passwd | pwd | pw | pass | passcode | passphrase | userpassword | dbpassword | db_pass |
      senha | palavra-passe | palavra passe | código de acesso | credenciais`,
      '',
    ),
    pattern: new RegExp(`${ASSIGN}(?<v>(?![_.-])[!#$%&()*+./0-9:=?@A-Z\\[\\]^_a-z{|}~\\\\-]{6,128})`, 'y'),
    entropy: 2.2,
    score: 0.8,
    chosen: true,
  },
  {
    ...after(
      `AppSecret | app secret | appsecret | app_secret | client secret | clientsecret | consumer secret | AccessKey secret | access key secret | accesskeysecret | secret access key | secretaccesskey | aws secret access key | secret key | secretkey | secret id | secret |
      api key | api-v3-key | api v3 key | apiv3key | apikey | x-api-key | api secret | apisecret | api token | apitoken | auth token | authtoken | access token | accesstoken | refresh token | refreshtoken | private token | personal access token | session token | bot token | github token | token | webhook secret | signing secret | signing key | signature key | encryption key | encryptionkey | private key | privatekey | master key | masterkey | account key | storage key | access key | accesskey | license key | corpsecret | corp secret | encodingaeskey | mch key | sign key | signkey |
      密鑰 | 金鑰 | 密匙 | 私鑰 | 簽名密鑰 | 加簽密鑰 | 加簽 | 令牌 | 訪問令牌 | 存取權杖 | 權杖 | 授權碼 | chave secreta | chave de API | chave da API | chave privada | chave de acesso | token de acesso | segredo`,
      '',
    ),
    pattern: new RegExp(`${ASSIGN}(?<v>(?![_.=-])[0-9A-Za-z_/+=~.-]{16,256})(?![0-9A-Za-z(])`, 'y'),
    entropy: 3.2,
    score: 0.85,
    chosen: true,
  },
];

export const SECRET_RULES: readonly SecretRule[] = [...HOOKS, ...CLOUDS, ...SERVICES, ...ASSIGNED];

export const SECRETS_PACK: Pack = {
  id: 'secrets',
  version: 4,
  cues: SECRET_RULES.map((rule) => ({ role: 'trigger' as const, types: ['secret' as const], words: rule.words })),
  shapes: [],
};
