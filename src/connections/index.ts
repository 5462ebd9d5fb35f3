/** Connections: opening, choosing and setting them up. The entry of a bundle that is loaded with the first of these. */

export { openConnection } from './open';
export { setUpConnection } from './set-up';
export { switchConnection } from './switch';
