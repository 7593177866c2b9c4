/** A certificate as a file: the data, or the page with the data attached. */
import { hex, utf8 } from '../../base/bytes.ts';
import type { Locale } from '../../model/locale.ts';
import { renderPdf } from '../../render/pdf.ts';
import type { Tenant } from '../../transfers/deps.ts';
import type { Catalogues } from '../forms/words.ts';
import { makeCertificate } from './certificate.ts';
import type { CertificateDeps, CertificateFor } from './deps.ts';
import { certificateText, paperOf } from './paper.ts';

export type CertificateFile = {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
};

/** @throws as `makeCertificate`, and `render.*` for what cannot be typeset */
export async function drawCertificate(
  deps: CertificateDeps & { readonly catalogues: Catalogues },
  tenant: Tenant,
  asked: CertificateFor,
  as: { readonly format: 'pdf' | 'json'; readonly locale: Locale },
): Promise<CertificateFile> {
  const certificate = await makeCertificate(deps, tenant, asked);
  const text = certificateText(certificate);
  const name = `certificate-${certificate.about.reference}`;
  if (as.format === 'json') return { name: `${name}.json`, mediaType: 'application/json', bytes: utf8(text) };
  const paper = paperOf(certificate, hex(deps.sha256(utf8(text))), deps.catalogues, as.locale);
  return { name: `${name}.pdf`, mediaType: 'application/pdf', bytes: await renderPdf(paper, text) };
}
