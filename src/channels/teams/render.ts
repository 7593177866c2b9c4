/** A notice as an Adaptive Card, the only form that a workflow posts. */
import type { ChannelDraft } from '../../model/notice.ts';
import { jsonMessage } from '../json-message.ts';
import type { Envelope, RenderedHttp } from '../port.ts';
import { type Shown, shownOf } from '../shown.ts';
import { escapeMarkdown } from '../text.ts';
import type { ChannelWords } from '../words.ts';
import { type TeamsConfig, teamsAddress } from './config.ts';

/**
 * Microsoft allows 28 KB, but measures after it has unfolded the properties: a request of 24,453 bytes was refused as 28,897
 * (github.com/MicrosoftDocs/msteams-docs issue 11274). Two thirds of the limit is on the safe side.
 */
export const TEAMS_MAX_BYTES = 16_384;

/** Returns the body for a workflow's address. Nobody is called: a mention would need a name in the text. @throws `channels.bad_draft` */
export function renderTeams(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: TeamsConfig,
): RenderedHttp {
  const shown = shownOf(draft, words, envelope, ['group']);
  const { origin, path } = teamsAddress(config);
  return jsonMessage(draft, envelope, {
    url: origin,
    secretPath: path,
    maxBytes: TEAMS_MAX_BYTES,
    body: {
      type: 'message',
      attachments: [
        { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: cardOf(shown) },
      ],
    },
  });
}

/** A text block reads a part of Markdown: what is not meant so is written with full-width twins. */
function cardOf(shown: Shown): object {
  const { title, lines, footer, button, markdown } = shown;
  const text = (line: string): string => (markdown ? line : escapeMarkdown(line));
  // Markdown needs its line ends; an empty block would only be a gap.
  const blocks = markdown ? [lines.join('\n')] : lines;
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { type: 'TextBlock', text: escapeMarkdown(title), weight: 'Bolder', size: 'Medium', wrap: true },
      ...blocks.map((line) => ({ type: 'TextBlock', text: text(line), wrap: true })),
      ...(footer === ''
        ? []
        : [{ type: 'TextBlock', text: escapeMarkdown(footer), wrap: true, isSubtle: true, size: 'Small' }]),
    ],
    ...(button === undefined ? {} : { actions: [{ type: 'Action.OpenUrl', title: button.text, url: button.link }] }),
  };
}
