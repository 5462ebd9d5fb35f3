/**
 * The network of a program outside VS Code: undici's own API with as much of `fetch` around it as the service uses. `fetch` with its
 * streams, its copies of headers and its signals costs more than reading, checking and keeping the answers takes; VS Code needs it, as
 * only its `fetch` obeys the user's proxy and certificates.
 */
import type { Agent, Dispatcher } from 'undici';

/** Names are in lower case, as undici gives them. */
class PlainHeaders {
	readonly #values: Readonly<Record<string, string | string[] | undefined>>;

	constructor(values: Readonly<Record<string, string | string[] | undefined>>) {
		this.#values = values;
	}

	get(name: string): string | null {
		const value = this.#values[name.toLowerCase()];
		return value === undefined ? null : String(value);
	}

	*[Symbol.iterator](): Iterator<[string, string]> {
		for (const [name, value] of Object.entries(this.#values)) yield [name, String(value)];
	}
}

/** Hands on what has come of a body, and waits where nothing has. */
class Body {
	readonly #controller: Dispatcher.DispatchController;
	readonly #parts: Uint8Array[] = [];
	#end: { readonly error?: Error } | undefined;
	#wake: (() => void) | undefined;

	constructor(controller: Dispatcher.DispatchController) {
		this.#controller = controller;
	}

	add(part: Uint8Array): void {
		this.#parts.push(part);
		this.#wake?.();
	}

	end(error?: Error): void {
		this.#end = error === undefined ? {} : { error };
		this.#wake?.();
	}

	getReader() {
		return { read: () => this.#read(), cancel: () => this.cancel() };
	}

	async cancel(): Promise<void> {
		if (this.#end === undefined) this.#controller.abort(new DOMException('Not wanted.', 'AbortError'));
	}

	async #read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }> {
		while (this.#parts.length === 0 && this.#end === undefined) {
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
		if (this.#end?.error !== undefined) throw this.#end.error;
		const value = this.#parts.shift();
		return { done: value === undefined, value };
	}
}

/** @param agent holds the connections */
export function undiciNetwork(agent: Agent): typeof globalThis.fetch {
	const send = (href: string, { method, headers, body, signal }: RequestInit) =>
		new Promise((resolve, reject) => {
			const url = new URL(href);
			let answer: Body | undefined;
			let abort = () => {};
			const leave = () => signal?.removeEventListener('abort', abort);
			const handler: Dispatcher.DispatchHandler = {
				onRequestStart(controller) {
					abort = () => controller.abort(signal?.reason);
					if (signal?.aborted) abort();
					signal?.addEventListener('abort', abort);
				},
				onResponseStart(controller, status, received) {
					answer = new Body(controller);
					resolve({
						status,
						ok: status >= 200 && status < 300,
						type: 'default',
						headers: new PlainHeaders(received),
						body: answer,
					});
				},
				onResponseData(_, part) {
					answer?.add(part);
				},
				onResponseEnd() {
					leave();
					answer?.end();
				},
				onResponseError(_, error) {
					leave();
					reject(error);
					answer?.end(error);
				},
			};
			const request = { origin: url.origin, path: url.pathname + url.search, method: method as Dispatcher.HttpMethod };
			agent.dispatch({ ...request, headers: headers as Record<string, string>, body: (body as string | null) ?? null }, handler);
		});
	return send as unknown as typeof globalThis.fetch;
}
