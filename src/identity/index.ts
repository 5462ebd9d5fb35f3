/** Where tokens come from: the entry of a bundle that is loaded when the first connection is made. */

export { sandboxTokens } from './client-credentials';
export { discoverSandbox, sandboxCloud } from './sandbox';
