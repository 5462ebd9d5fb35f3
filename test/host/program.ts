/** A program of the test bed: what it started is ended in reverse order, after success, failure and Ctrl+C alike. */

/** Registers what has to be ended; the last one registered is ended first. */
export type Defer = (end: () => Promise<unknown>) => void;

/** How long what was started may take to end after a signal. */
const patienceMs = 10_000;

/** Signals that end a program, with the number that makes its exit code. */
const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/**
 * Runs a program and ends the process with its exit code. An error is printed by its message and gives 1.
 * A signal ends what was started, then the process with 128 + its number.
 */
export function runProgram(main: (defer: Defer) => Promise<number>): void {
	const ends: (() => Promise<unknown>)[] = [];
	let leaving = false;
	const leave = async (code: number) => {
		if (leaving) return;
		leaving = true;
		for (const end of ends.reverse()) await end().catch((error: unknown) => console.error(describe(error)));
		process.exit(code);
	};
	for (const [signal, number] of Object.entries(signals)) {
		process.on(signal, () => {
			// A Ctrl+C comes twice, from the terminal and from npm: only patience that runs out ends it by force.
			setTimeout(() => process.exit(128 + number), patienceMs).unref();
			void leave(128 + number);
		});
	}
	const defer: Defer = (end) => {
		// What is started while the program already ends is ended at once.
		if (leaving) void end();
		else ends.push(end);
	};
	void main(defer)
		.catch((error: unknown) => {
			if (!leaving) console.error(describe(error));
			return 1;
		})
		.then(leave);
}

function describe(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
