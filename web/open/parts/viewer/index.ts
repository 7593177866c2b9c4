/** The viewer: page images of one document over the page. */
import { registerPart } from '../../page/parts.ts';

registerPart('viewer', { start: () => undefined });
