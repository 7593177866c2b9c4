import { startApp } from './flow/app.ts';
import { createFrame } from './views/frame.ts';

startApp(createFrame(document.body));
