/** What computing costs, whoever else uses the computer. */

/** Milliseconds of processor time that this process spends while `work` runs. */
export function cpuMs(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}
