/** Where the runner puts the packaged extension for the suites that install it. */
import path from 'node:path';
import { root } from '../../host/processes';

export const packageFile = path.join(root, 'out/csp-reservations.vsix');
