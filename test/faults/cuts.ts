/** What goes wrong in a run, and at which step: the process is killed, the connection is cut, or an answer is wrong. */

/** Ends the process of the window with SIGKILL. */
export type Kill =
	/** At this file system call in the journal's folder, counted from the commit. */
	| { readonly at: 'file'; readonly call: number }
	/** When half of this file's content is written, counted from the commit. */
	| { readonly at: 'half'; readonly write: number }
	| { readonly at: 'beforeSending' }
	/** So long after the request has left, ms, whether the service has worked by then or not. */
	| { readonly at: 'sending'; readonly afterMs: number }
	/** The answer is there, and nobody has read it. */
	| { readonly at: 'answered' }
	/** After so many looks at how it stands. */
	| { readonly at: 'polls'; readonly count: number };

/** What the practice backend does to requests; see `src/sandbox/faults.ts`. */
interface Bend {
	readonly at: 'reading' | 'commit' | 'polls';
	readonly fault: Readonly<Record<string, unknown>>;
	readonly times: number;
}

export interface Cut {
	/** What the report counts it as. */
	readonly step: string;
	readonly kill?: Kill;
	readonly bend?: Bend;
}

const wrongAnswers = [
	{ kind: 'throttle', seconds: 1 },
	{ kind: 'status', status: 400, code: 'BadRequest' },
	{ kind: 'status', status: 403 },
	{ kind: 'status', status: 500 },
	{ kind: 'status', status: 503 },
	{ kind: 'html' },
] as const;

/** To a read any nonsense; a commit that is answered with success was taken on, however its answer reads. */
const wrongReads = [...wrongAnswers, { kind: 'wrongJson', variant: 'cut' }, { kind: 'wrongJson', variant: 'text' }] as const;
const wrongCommits = [...wrongAnswers, { kind: 'halfAfter' }] as const;

/** A generator of numbers from 0 to below 1, the same for the same seed. */
export type Random = () => number;

/** Mulberry32: small, and good enough to choose by. */
export function randomOf(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

export function pick<T>(random: Random, choices: readonly T[]): T {
	const choice = choices[Math.floor(random() * choices.length)];
	if (choice === undefined) throw new Error('nothing to choose from');
	return choice;
}

const upTo = (random: Random, count: number) => Math.floor(random() * count);

/** Every way to go wrong, each as likely as the others. */
const cuts: readonly ((random: Random) => Cut)[] = [
	(random) => ({ step: 'killed while the journal is written', kill: { at: 'file', call: upTo(random, 45) } }),
	(random) => ({ step: 'killed with a file half written', kill: { at: 'half', write: upTo(random, 6) } }),
	() => ({ step: 'killed before sending', kill: { at: 'beforeSending' } }),
	(random) => ({ step: 'killed after sending, without an answer', kill: { at: 'sending', afterMs: upTo(random, 12) } }),
	() => ({ step: 'killed with the answer unread', kill: { at: 'answered' } }),
	(random) => ({ step: 'killed between polls', kill: { at: 'polls', count: 1 + upTo(random, 8) } }),
	() => ({ step: 'connection cut before the work', bend: { at: 'commit', fault: { kind: 'dropBefore' }, times: 1 } }),
	() => ({ step: 'connection cut after the work', bend: { at: 'commit', fault: { kind: 'dropAfter' }, times: 1 } }),
	(random) => ({ step: 'wrong answer to the commit', bend: { at: 'commit', fault: pick(random, wrongCommits), times: 1 } }),
	(random) => ({
		step: 'connection cut at polls',
		bend: { at: 'polls', fault: { kind: 'dropBefore' }, times: 1 + upTo(random, 6) },
	}),
	(random) => ({
		step: 'wrong answers to polls',
		bend: { at: 'polls', fault: pick(random, wrongReads), times: 1 + upTo(random, 6) },
	}),
	(random) => ({ step: 'wrong answer before sending', bend: { at: 'reading', fault: pick(random, wrongReads), times: 1 } }),
	() => ({ step: 'nothing goes wrong' }),
];

/** One of them. */
export function chooseCut(random: Random): Cut {
	return pick(random, cuts)(random);
}
