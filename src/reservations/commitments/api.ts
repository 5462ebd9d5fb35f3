/** The door to commitments: what orders still owe, read order by order when somebody asks for it. */
import type { CommitmentsState, OrderCommitment, OrderFailure, OrderRef, ReadRequest } from './model';

/**
 * Lists have no payments (arm-pitfalls 20), so every order costs a call: nothing is read before it is asked for. What was read
 * is kept with its age, on disk too, and forgotten when a return, an exchange, a split or a merge changes it.
 */
export interface CommitmentsService {
	/** How far the reading under way has come, or how the last one ended. */
	state(): CommitmentsState;
	/** Tells of every change of the state and of what is known, at most ten times a second. Returns the function that ends it. */
	onDidChange(listener: (state: CommitmentsState) => void): () => void;
	/** What was kept by an earlier start is known; read from disk once, when it is first asked for. Never rejects. */
	ready(): Promise<void>;
	/**
	 * Reads orders that are not fresh, a few at a time, behind what a user waits for. Joins the reading that is under way, to which
	 * these are added.
	 * @param signal leaves it; it ends when nobody is interested any more
	 * @returns how it ended: never rejects for an order that could not be read, that is in the state and in {@link failures}
	 * @throws an AbortError when the signal fires or the service ends
	 */
	read(request: ReadRequest, signal?: AbortSignal): Promise<CommitmentsState>;
	/** Ends the reading for everybody. What was read stays; who waits for it gets the state `cancelled`. */
	cancel(): void;
	/** What is known of an order; undefined: it was not read yet. */
	get(order: OrderRef): OrderCommitment | undefined;
	/** The orders that could not be read in this reading, in the order they failed. */
	failures(): readonly OrderFailure[];
}
