import { accounts } from './accounts/accounts.projection.js';
import { delegateCopies } from './delegate-copies/delegate-copies.projection.js';
import { directory } from './directory/directory.projection.js';
import { drafts } from './drafts/drafts.projection.js';
import { type Projection } from './engine/projection.js';
import { folderView } from './folder-view/folder-view.projection.js';
import { retention } from './retention/retention.projection.js';
import { search } from './search/search.projection.js';
import { settings } from './settings/settings.projection.js';
import { timeline } from './timeline/timeline.projection.js';

/** Every read model of the service. */
export const allProjections: readonly Projection[] = [
  folderView,
  drafts,
  search,
  timeline,
  delegateCopies,
  retention,
  accounts,
  settings,
  directory,
];
