/** The failures of the service: makes one of whatever was thrown, and remembers the last one of each customer. */
import * as l10n from '@vscode/l10n';
import { isCancelled, isServiceFailure, ServiceFailure } from '../azure/failure';

/** An error of ours, or of the disk, becomes one of the family too, so that a view has one way to show what went wrong. */
export function toFailure(error: unknown, customerTenantId: string | undefined): ServiceFailure {
	if (isServiceFailure(error)) return error;
	const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
	// What the system refuses to a call of the network has become one of the family in the transport.
	if (error instanceof Error && typeof code === 'string' && syscall !== undefined)
		return diskRefused(error, code, customerTenantId);
	return new ServiceFailure('UnexpectedAnswer', l10n.t('The answer could not be understood. The data was not read.'), {
		customerTenantId,
		detail: error instanceof Error ? error.message : String(error),
		remedy: l10n.t('Try again. If it stays, report it with the details and the log.'),
		cause: error,
	});
}

function diskRefused(error: Error, code: string, customerTenantId: string | undefined): ServiceFailure {
	return new ServiceFailure('Refused', l10n.t('The disk of this computer refused to read or write a file ({0}).', code), {
		customerTenantId,
		code,
		detail: error.message,
		remedy: l10n.t('Make room on the disk, or see that VS Code may read and write where the details say. Then try again.'),
		cause: error,
	});
}

/**
 * Does what comes before something is sent.
 * @throws ServiceFailure that says too that nothing was sent; an AbortError when cancelled
 */
export async function beforeSending<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw isCancelled(error) ? error : notSent(toFailure(error, tenantId));
	}
}

/** What came before sending failed: whoever wanted to send has to hear that nothing was. */
export function notSent(error: unknown): unknown {
	if (!isServiceFailure(error) || error.details.sent !== undefined) return error;
	return new ServiceFailure(error.kind, `${error.message} ${l10n.t('Nothing was sent.')}`, { ...error.details, sent: 'no' });
}

/**
 * Does work for a caller, until the caller cancels or the service ends.
 * @param ending fires when the service ends
 * @throws ServiceFailure; an AbortError when the caller cancels or the service ends
 */
export async function asking<T>(
	ending: AbortSignal,
	tenantId: string,
	signal: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	try {
		return await work(signal === undefined ? ending : AbortSignal.any([signal, ending]));
	} catch (error) {
		if (isCancelled(error)) throw error;
		throw toFailure(error, tenantId);
	}
}

/** Customers whose last failure is remembered. Support is asked soon after a failure, so older ones can go. */
const remembered = 200;

/** The last failed call of each customer and of each reservation: its correlation id is what support asks for. */
export class LastFailures {
	readonly #byKey = new Map<string, ServiceFailure>();

	/** @param key tenant id or reservation id */
	note(key: string, failure: ServiceFailure): void {
		this.#byKey.delete(key);
		this.#byKey.set(key, failure);
		const [oldest] = this.#byKey.keys();
		if (this.#byKey.size > remembered && oldest !== undefined) this.#byKey.delete(oldest);
	}

	/** The newest failure of these. */
	newest(keys: readonly string[]): ServiceFailure | undefined {
		const found = keys.map((key) => this.#byKey.get(key)).filter((failure) => failure !== undefined);
		return found.sort((a, b) => (b.details.at ?? 0) - (a.details.at ?? 0))[0];
	}

	clear(): void {
		this.#byKey.clear();
	}
}
