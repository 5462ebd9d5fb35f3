/** Everything that webviews are told and say, heard inside their frames. */
import type { Workbench } from '../../host/workbench';

/**
 * Runs in every frame before its own scripts. Listeners are heard through the prototypes, which stay when a webview's document
 * is written anew.
 */
const listen = `(() => {
	const heard = window.heardByTheTest;
	const tell = (data) => {
		try {
			const text = JSON.stringify(data);
			if (typeof text === 'string') void heard(text);
		} catch {
			// What can not be written as JSON has no text to search.
		}
	};
	const wrapped = new WeakMap();
	const hearing = (listener) => {
		if (listener === null || listener === undefined) return listener;
		if (!wrapped.has(listener)) {
			wrapped.set(listener, function (event) {
				tell(event.data);
				return typeof listener === 'function' ? listener.call(this, event) : listener.handleEvent(event);
			});
		}
		return wrapped.get(listener);
	};
	const { addEventListener, removeEventListener } = EventTarget.prototype;
	EventTarget.prototype.addEventListener = function (type, listener, options) {
		return addEventListener.call(this, type, type === 'message' ? hearing(listener) : listener, options);
	};
	EventTarget.prototype.removeEventListener = function (type, listener, options) {
		return removeEventListener.call(this, type, (type === 'message' && wrapped.get(listener)) || listener, options);
	};
	const { postMessage } = MessagePort.prototype;
	MessagePort.prototype.postMessage = function (data, ...rest) {
		tell(data);
		return postMessage.call(this, data, ...rest);
	};
})();`;

/**
 * Listens in all frames that are opened from now on.
 * @returns the messages as JSON, oldest first; it grows
 */
export async function hearWebviews({ context }: Workbench): Promise<readonly string[]> {
	const messages: string[] = [];
	await context.exposeBinding('heardByTheTest', (_, text: string) => void messages.push(text));
	await context.addInitScript(listen);
	return messages;
}
