/** E-mail addresses around at signs; mailboxes of departments are marked as role. */
import { isAlnum } from './chars.ts';
import type { Hit } from './hit.ts';
import { isInside, type Source } from './source.ts';

const LOCAL_LIMIT = 64;
const DOMAIN_LIMIT = 253;
const MESSAGE_ID = /(?:^|\s)(?:Message-ID|In-Reply-To|References|Content-ID):[ \t]*<$/i;
const DOMAIN = /^(?:[0-9A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?\.){1,8}[A-Za-z]{2,24}$/;
/** RFC 2142 names and their kin in Chinese, English and Portuguese offices. */
const ROLE_MAILBOX =
  /^(?:info|news|newsletter|noreply|no-reply|donotreply|service|services|support|sales|office|admin|administrator|hr|rh|jobs|contact|contacto|geral|hello|help|helpdesk|marketing|press|media|billing|payables|receivables|accounts|accounting|finance|invoice|invoices|postmaster|webmaster|hostmaster|abuse|security|privacy|dpo|legal|secretaria|secretariat|recepcao|reception|marcacoes|enquiry|enquiries|inquiry|orders|shop|store|mail|it|ops|team|kefu|root|mailer-daemon|undisclosed-recipients|careers?|recruit|recruitment|recruiting|campus|zhaopin|complaints?|feedback|customerservice|customer[._-]service|customercare|cs|reservas?|reservations?|bookings?|vagas|curriculos|candidaturas|recrutamento|reclamacoes|apoio|apoiocliente|atendimento|comercial|vendas|compras|encomendas|purchasing|procurement|tenders?|logistics|warehouse|concierge|frontdesk|front[._-]desk|payroll|treasury|compliance|audit|servicedesk|service[._-]desk|itsupport|notifications?|alerts?|monitoring|events|membership|vip|pr|export|import|cobrancas|faturacao|financeiro|contabilidade|contas|direcao|administracao)(?:[+._-].{0,40})?$/i;
/** Nobody's, as manuals and tests write it (RFC 2606). */
const PLACEHOLDER =
  /^(?:user|test|tester|demo|foo|bar|john[._]?doe|jane[._]?doe|someone|somebody|name|your[._-]?name|me|you|username|email|abc|x{3}|customer|client)\d{0,3}@(?:[\w-]{1,63}\.)?(?:example|test|domain|yourcompany|yourdomain|company)\.(?:com|org|net|test)$/i;

export function findEmails(source: Source): Hit[] {
  const hits: Hit[] = [];
  for (const at of source.candidates.atSigns) {
    const hit = emailAt(source, at);
    if (hit !== null) hits.push(hit);
  }
  return hits;
}

function emailAt(source: Source, at: number): Hit | null {
  const { codes, text } = source.view;
  const start = localStart(codes, at);
  const end = domainEnd(codes, at);
  if (start === at || codes[at - 1] === 0x2e || !DOMAIN.test(text.slice(at + 1, end))) return null;
  // `scheme://user:word@host` is a login, not an address.
  if (isInside(source.candidates.urls, start)) return null;
  // The number of a message looks like an address (RFC 5322 section 3.6.4).
  if (codes[start - 1] === 0x3c && MESSAGE_ID.test(text.slice(Math.max(0, start - 20), start))) return null;
  const role = ROLE_MAILBOX.test(text.slice(start, at)) || PLACEHOLDER.test(text.slice(start, end));
  return { type: 'email', start, end, score: 0.95, check: 'none', cue: null, pack: 'intl', role };
}

function localStart(codes: Uint16Array, at: number): number {
  let start = at;
  while (start > 0 && at - start < LOCAL_LIMIT && isLocalUnit(codes[start - 1] ?? 0)) start -= 1;
  // Stars in front are markup; inside they hide letters.
  while (start < at && (codes[start] === 0x2e || codes[start] === 0x2a)) start += 1;
  return start;
}

function domainEnd(codes: Uint16Array, at: number): number {
  let end = at + 1;
  while (end < codes.length && end - at < DOMAIN_LIMIT && isDomainUnit(codes[end] ?? 0)) end += 1;
  while (end > at + 1 && !isAlnum(codes[end - 1] ?? 0)) end -= 1;
  return end;
}

/** Letters, digits and the signs that addresses use in practice (RFC 5322 atext without the rare ones). */
function isLocalUnit(code: number): boolean {
  return (
    isAlnum(code) || code === 0x2e || code === 0x5f || code === 0x25 || code === 0x2b || code === 0x2d || code === 0x2a
  );
}

function isDomainUnit(code: number): boolean {
  return isAlnum(code) || code === 0x2e || code === 0x2d;
}
