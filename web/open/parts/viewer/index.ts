/** The viewer: page images of one document in the place of the page. */
import { registerPart } from '../../page/parts.ts';
import './style.css';
import { start } from './viewer.ts';

registerPart('viewer', { start });
