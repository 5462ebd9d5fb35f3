/** Where tokens come from: the entry of a bundle that is loaded when the first connection is made. */

export { readConnections } from './connections';
export { createIdentity } from './identity';
export { forgetConnection } from './kept-sign-in';
export { discoverSandbox, sandboxCloud } from './sandbox';
export { practiceSession, sandboxTokens } from './sandbox-tokens';
export { useTranslations } from './translations';
