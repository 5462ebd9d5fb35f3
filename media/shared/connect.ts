/** The page's end of the talk with its host: what comes is parsed, what is announced goes to the live region. */
import * as z from 'zod/mini';
import { Announce } from '../../src/panels/shared/messages';

/** How a page asks its host. */
export interface PageHost<Asked> {
	ask(message: Asked): void;
	/** Keeps what the panel is restored from after a reload of the window. */
	keep(state: unknown): void;
}

interface WebviewApi {
	postMessage(message: unknown): void;
	setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

/**
 * Listens to the host and tells it that the page is ready for its content; to be called once.
 * @param told the messages of the host; others are ignored
 * @param receive gets every message but the announcements
 */
export function connect<Told, Asked>(
	told: z.ZodMiniType<Told>,
	receive: (message: Exclude<Told, Announce>) => void,
): PageHost<Asked> {
	// The page's policy forbids making code from text, which zod would try first.
	z.config({ jitless: true });
	const api = acquireVsCodeApi();
	window.addEventListener('message', (event: MessageEvent<unknown>) => {
		const announced = Announce.safeParse(event.data);
		if (announced.success) {
			announce(announced.data.text);
			return;
		}
		const parsed = told.safeParse(event.data);
		if (parsed.success) receive(parsed.data as Exclude<Told, Announce>);
		else console.warn('A message of the host was not understood and was ignored.');
	});
	api.postMessage({ type: 'ready' });
	return {
		ask: (message) => api.postMessage(message),
		keep: (state) => api.setState(state),
	};
}

function announce(text: string): void {
	const announcer = document.getElementById('announcer');
	if (announcer === null) return;
	// The same text a second time is said only when it was gone in between.
	announcer.textContent = '';
	setTimeout(() => {
		announcer.textContent = text;
	}, 50);
}
