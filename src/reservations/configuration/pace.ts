/** How patiently changes are followed: like operations, but for what is different about them. */
import { type Pace, usualPace } from '../operations/pace';

export const changePace: Pace = {
	...usualPace,
	// Unlike a commit a change has no session that lives on, and Azure takes 10 to 20 s for one (arm-contract 1.2).
	settledMs: 5 * 60_000,
};
