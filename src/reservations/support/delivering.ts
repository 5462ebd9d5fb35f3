/** Sends a request or a message once and follows it until it is there; after a lost answer it is looked for by its name. */
import * as l10n from '@vscode/l10n';
import { isCancelled, isServiceFailure, ServiceFailure } from '../../azure/failure';
import { remedyFor } from '../../azure/remedies';
import { type BegunSupport, readSupportOperation } from '../../azure/support';
import type { Transport } from '../../azure/transport';
import { beforeSending, notSent, toFailure } from '../failures';
import { gone, noName, stillUnknown } from './delivery-failures';
import type { SentLog, SentRecord } from './sent-log';

/** Something to be sent. */
export interface Delivery<T> {
	/** What the draft or the message is called; it is sent as this, unless somebody else's has that name. */
	readonly id: string;
	readonly tenantId: string;
	/** Where it is sent to: GUID, or no subscription. */
	readonly subscriptionId?: string | undefined;
	/** Sends it, once. @throws ServiceFailure */
	send(name: string): Promise<BegunSupport<unknown>>;
	/** Reads what has this name. @throws ServiceFailure; `NotFound` when there is nothing */
	read(name: string, signal: AbortSignal): Promise<T>;
	/** Whether a name that nothing can be read of is free. @throws ServiceFailure */
	isFree(name: string, signal: AbortSignal): Promise<boolean>;
	/** Whether it is what is to be sent, and not somebody else's of the same name. */
	isOurs(value: T): boolean;
}

export interface DeliveringOptions {
	readonly transport: Transport;
	readonly log: SentLog;
	readonly clock: () => number;
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

type Delivered<T> =
	/** `before`: it was there already. */
	| { readonly outcome: 'there'; readonly value: T; readonly before: boolean }
	| { readonly outcome: 'running'; readonly name: string };

/** `absent`: it is not there, and nothing is written down of a try that may have been carried out. */
type Seen<T> = Delivered<T> | { readonly outcome: 'absent' };

/** Waits before it is looked at what became of a call without an answer, ms. */
const lookWaits = [0, 2_000, 5_000, 10_000];
/** Between two looks at what runs, ms, where the service names no wait. */
const usualWait = 5_000;
/** Sum of the waits after which the user is not kept waiting any more, ms. */
const patience = 180_000;
/** Names that are tried: each one is somebody else's only by an odd chance. */
const names = 5;

export class Delivering {
	readonly #options: DeliveringOptions;
	/** What is being sent in this window. */
	readonly #underWay = new Map<string, Promise<unknown>>();

	constructor(options: DeliveringOptions) {
		this.#options = options;
	}

	/** An earlier try that may have been carried out, so that it is only looked for, and where it was made. */
	async earlier(id: string): Promise<SentRecord | undefined> {
		const known = await this.#options.log.find(id);
		return known?.state === 'notDone' ? undefined : known;
	}

	/**
	 * @param again sends it also where an earlier try has an unknown outcome, under the same name
	 * @param signal cancels before it is sent; then ends the waiting
	 * @throws ServiceFailure; an AbortError when cancelled before it was sent for the first time
	 */
	deliver<T>(delivery: Delivery<T>, again: boolean, signal: AbortSignal): Promise<Delivered<T>> {
		return this.#inTurn(delivery.id, () => this.#deliver(delivery, again, signal));
	}

	/**
	 * Looks what became of it, and sends nothing, whatever it finds.
	 * @throws ServiceFailure `OutcomeUnknown` when it was tried and that can't be told; an AbortError when cancelled
	 */
	look<T>(delivery: Delivery<T>, signal: AbortSignal): Promise<Seen<T>> {
		return this.#inTurn(delivery.id, async () => {
			const known = await this.earlier(delivery.id);
			if (known === undefined) return this.#search(delivery, signal);
			const seen = await this.#look(delivery, known, signal);
			if (seen === undefined) throw stillUnknown(delivery.tenantId);
			return seen;
		});
	}

	/** After what is already done for it in this window. */
	async #inTurn<R>(id: string, start: () => Promise<R>): Promise<R> {
		const other = this.#underWay.get(id);
		await other?.catch(() => {});
		if (this.#underWay.has(id)) return this.#inTurn(id, start);
		const work = start();
		this.#underWay.set(id, work);
		try {
			return await work;
		} finally {
			this.#underWay.delete(id);
		}
	}

	async #deliver<T>(delivery: Delivery<T>, again: boolean, signal: AbortSignal): Promise<Delivered<T>> {
		const known = await beforeSending(delivery.tenantId, () => this.earlier(delivery.id));
		if (known === undefined) return this.#sendAs(delivery, 0, false, signal);
		try {
			const seen = await this.#look(delivery, known, signal);
			if (seen !== undefined) return seen;
			if (!again) throw stillUnknown(delivery.tenantId);
			// Under the name that it had: then there can't be two of it.
			return await this.#sendAs(delivery, indexOf(known), true, signal);
		} catch (error) {
			// Whoever stops waiting here has to hear that it may have been sent before.
			throw isCancelled(error) ? stillUnknown(delivery.tenantId) : error;
		}
	}

	/**
	 * Sends it under the first name that is free.
	 * @param from of the names
	 * @param isOpen an earlier try may have been carried out under that name
	 */
	async #sendAs<T>(delivery: Delivery<T>, from: number, isOpen: boolean, signal: AbortSignal): Promise<Delivered<T>> {
		const { log } = this.#options;
		for (let index = from; index < names; index++) {
			const name = nameAt(delivery.id, index);
			const there = await this.#before(delivery, name, isOpen, signal).catch((error: unknown) => {
				throw isOpen && !isCancelled(error) ? stillUnknown(delivery.tenantId, error) : notSent(error);
			});
			if (there === 'taken') continue;
			if (there !== 'free') return { outcome: 'there', value: there.value, before: true };
			signal.throwIfAborted();
			const { id, tenantId, subscriptionId } = delivery;
			const sending = { id, name, tenantId, subscriptionId, sentAt: this.#options.clock() };
			const isBegun = await log.begin(sending, isOpen).catch((error: unknown) => {
				const failure = toFailure(error, tenantId);
				throw isOpen ? stillUnknown(tenantId, failure) : notSent(failure);
			});
			if (!isBegun) throw stillUnknown(tenantId);
			const sent = await this.#send(delivery, name, isOpen, signal);
			if (sent !== 'taken') return sent;
		}
		throw noName(delivery.tenantId);
	}

	/** What has the name before anything is sent. @throws ServiceFailure when it can't be read */
	async #before<T>(
		delivery: Delivery<T>,
		name: string,
		isRepeated: boolean,
		signal: AbortSignal,
	): Promise<'free' | 'taken' | { readonly value: T }> {
		const { isOurs, isFree } = delivery;
		const there = await this.#find(delivery, name, signal);
		if (there !== undefined) return isOurs(there) ? { value: there } : 'taken';
		if (isRepeated || (await isFree(name, signal))) return 'free';
		// It is being made by somebody, which may have been this very draft.
		const made = await this.#await(delivery, name, signal);
		return made !== undefined && isOurs(made) ? { value: made } : 'taken';
	}

	/**
	 * @param isRepeated an earlier try may still be on its way under the same name
	 * @returns `taken` where somebody else's has the name
	 */
	async #send<T>(delivery: Delivery<T>, name: string, isRepeated: boolean, signal: AbortSignal): Promise<Delivered<T> | 'taken'> {
		const { log } = this.#options;
		let begun: BegunSupport<unknown>;
		try {
			begun = await delivery.send(name);
		} catch (error) {
			const failure = toFailure(error, delivery.tenantId);
			const isTaken = failure.details.status === 409;
			if (failure.details.sent === 'no' && !isTaken) {
				// What became of the earlier one is not told by that.
				if (isRepeated) throw stillUnknown(delivery.tenantId, failure);
				await log.settle(delivery.id, 'notDone');
				throw failure;
			}
			// Whoever stops waiting here still has to hear that it may have been sent.
			const there = await this.#await(delivery, name, signal).catch(() => undefined);
			if (there !== undefined && delivery.isOurs(there)) return this.#there(delivery, there, isTaken);
			if (!isTaken || (there === undefined && isRepeated)) throw isTaken ? stillUnknown(delivery.tenantId) : failure;
			await log.settle(delivery.id, 'notDone');
			return 'taken';
		}
		await log.settle(delivery.id, 'running', begun.url);
		try {
			return await this.#follow(delivery, name, begun, signal);
		} catch (error) {
			if (isCancelled(error)) return { outcome: 'running', name };
			throw error;
		}
	}

	/** Waits for what was taken on. @throws ServiceFailure `Refused` when it came to nothing */
	async #follow<T>(
		delivery: Delivery<T>,
		name: string,
		{ url, waitMs }: BegunSupport<unknown>,
		signal: AbortSignal,
	): Promise<Delivered<T>> {
		let wait = url === undefined ? 0 : (waitMs ?? usualWait);
		for (let waited = 0; waited <= patience; waited += Math.max(wait, 1_000)) {
			if (wait > 0) await this.#options.sleep(wait, signal);
			const state = url === undefined ? { isRunning: false, waitMs: undefined } : await this.#stateOf(delivery, url, signal);
			wait = state.waitMs ?? usualWait;
			if (state.isRunning) continue;
			const there = await this.#find(delivery, name, signal).catch(orNothing);
			if (there !== undefined) return this.#there(delivery, there, false);
		}
		return { outcome: 'running', name };
	}

	/**
	 * What became of an earlier try; undefined: it can't be told.
	 * @throws ServiceFailure when it came to nothing, or is there no more; `OutcomeUnknown` when nobody could be asked
	 */
	async #look<T>(delivery: Delivery<T>, known: SentRecord, signal: AbortSignal): Promise<Delivered<T> | undefined> {
		const { name, url, state } = known;
		const there = await this.#find(delivery, name, signal).catch((error: unknown) => {
			throw isCancelled(error) ? error : stillUnknown(delivery.tenantId, error);
		});
		if (there !== undefined && delivery.isOurs(there)) return this.#there(delivery, there, true);
		if (state === 'done') throw gone(delivery.tenantId);
		if (there !== undefined || state !== 'running' || url === undefined) return undefined;
		await this.#stateOf(delivery, url, signal);
		return { outcome: 'running', name };
	}

	/** What is there of it, where nothing is written down: another connection or another computer may have sent it. */
	async #search<T>(delivery: Delivery<T>, signal: AbortSignal): Promise<Seen<T>> {
		for (let index = 0; index < names; index++) {
			const name = nameAt(delivery.id, index);
			const there = await this.#find(delivery, name, signal);
			// A name that is taken, and that nothing can be read of, is of one that is being made.
			if (there === undefined)
				return (await delivery.isFree(name, signal)) ? { outcome: 'absent' } : { outcome: 'running', name };
			if (delivery.isOurs(there)) return { outcome: 'there', value: there, before: true };
		}
		return { outcome: 'absent' };
	}

	/** How it goes on. A look that fails tells nothing. @throws ServiceFailure `Refused` when it came to nothing */
	async #stateOf<T>(
		{ id, tenantId }: Delivery<T>,
		url: string,
		signal: AbortSignal,
	): Promise<{ readonly isRunning: boolean; readonly waitMs: number | undefined }> {
		const { transport, log } = this.#options;
		const operation = await readSupportOperation(transport, tenantId, url, { signal }).catch(orNothing);
		if (operation === undefined) return { isRunning: true, waitMs: undefined };
		const { status, isRunning, error, correlationId, waitMs } = operation;
		if (isRunning || /^succeeded$/i.test(status)) return { isRunning, waitMs };
		await log.settle(id, 'notDone');
		throw new ServiceFailure('Refused', l10n.t('Azure took this on, and did not carry it out in the end. Nothing was made.'), {
			customerTenantId: tenantId,
			code: error?.code ?? status,
			detail: error?.message,
			correlationId,
			sent: 'no',
			remedy: remedyFor(error?.code),
		});
	}

	async #there<T>({ id }: Delivery<T>, value: T, before: boolean): Promise<Delivered<T>> {
		await this.#options.log.settle(id, 'done');
		return { outcome: 'there', value, before };
	}

	/** Waits some seconds for something to come under a name. */
	async #await<T>(delivery: Delivery<T>, name: string, signal: AbortSignal): Promise<T | undefined> {
		for (const wait of lookWaits) {
			if (wait > 0) await this.#options.sleep(wait, signal);
			const there = await this.#find(delivery, name, signal).catch(orNothing);
			if (there !== undefined) return there;
		}
		return undefined;
	}

	async #find<T>({ read }: Delivery<T>, name: string, signal: AbortSignal): Promise<T | undefined> {
		try {
			return await read(name, signal);
		} catch (error) {
			if (isServiceFailure(error) && error.kind === 'NotFound') return undefined;
			throw error;
		}
	}
}

function nameAt(id: string, index: number): string {
	return index === 0 ? id : `${id}-${index + 1}`;
}

function indexOf({ id, name }: SentRecord): number {
	return Math.max(0, Number(name.slice(id.length + 1) || 1) - 1);
}

function orNothing(error: unknown): undefined {
	if (isCancelled(error)) throw error;
	return undefined;
}
