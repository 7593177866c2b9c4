/** Looks at what crossed with other eyes than the server's own meter: the exact bytes, decoded, scanned, and searched for every known value. */
import PostalMime from 'postal-mime';
import { classifyText } from '../../src/classify/classify.ts';

export type Crossed = { readonly vendor: string; readonly body: string; readonly bytes: number };

/** How many personal data are in the bodies: findings of the classifier, and values that are known to be in the documents. */
export async function personalDataIn(messages: readonly Crossed[], knownValues: readonly string[]): Promise<number> {
  let found = 0;
  for (const message of messages) {
    const text = await readable(message);
    const own = text.replace(/EN(-[0-9A-Z]{4}){3}/g, '').replace(/http[^"\s]*/g, '');
    found += classifyText(own).findings.filter((finding) => finding.score >= 0.5).length;
    found += knownValues.filter((value) => message.body.includes(value) || text.includes(value)).length;
  }
  return found;
}

/** A notice is JSON; a mail is read as its recipient reads it, without the envelope. */
async function readable(message: Crossed): Promise<string> {
  if (message.vendor !== 'email') return message.body;
  const mail = await new PostalMime().parse(message.body);
  return [mail.subject, mail.text, mail.html?.replace(/<[^>]*>/g, ' ')].join('\n');
}
