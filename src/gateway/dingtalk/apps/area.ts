/** The interface of applications: tokens, messages of the enterprise robot, work notifications, files, cards. */
import type { GatewayArea } from '../../deps.ts';
import { cardRoutes } from './card-routes.ts';
import { mediaRoutes } from './media-routes.ts';
import { robotRoutes } from './robot-routes.ts';
import { tokenRoutes } from './token-routes.ts';
import { userRoutes } from './user-routes.ts';
import { workRoutes } from './work-routes.ts';

export const appsArea: GatewayArea = (app, deps) => {
  tokenRoutes(app, deps);
  robotRoutes(app, deps);
  workRoutes(app, deps);
  userRoutes(app, deps);
  mediaRoutes(app, deps);
  cardRoutes(app, deps);
};
