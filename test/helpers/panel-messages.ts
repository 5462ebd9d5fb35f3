/** Reads what a panel outside of VS Code was sent: every message has to be well formed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod/mini';
import type { Panel } from '../ui/pages/vscode-outside';

export interface PanelMessages<Told extends { readonly type: string }> {
	/** The newest message of a kind. */
	last<T extends Told['type']>(panel: Panel, type: T): Extract<Told, { type: T }> | undefined;
	/** Waits for a message of a kind that fits. @throws Error with the last one when none comes */
	until<T extends Told['type']>(
		panel: Panel,
		type: T,
		fits: (message: Extract<Told, { type: T }>) => boolean,
	): Promise<Extract<Told, { type: T }>>;
}

/** @param told the protocol of the panel, from host to page */
export function panelMessages<Told extends { readonly type: string }>(told: z.ZodMiniType<Told>): PanelMessages<Told> {
	const last: PanelMessages<Told>['last'] = (panel, type) => {
		const messages = panel.posted.map((message) => told.parse(message));
		return messages.findLast((message): message is Extract<Told, { type: typeof type }> => message.type === type);
	};
	return {
		last,
		async until(panel, type, fits) {
			for (const started = Date.now(); Date.now() - started < 30_000; await sleep(10)) {
				const message = last(panel, type);
				if (message !== undefined && fits(message)) return message;
			}
			throw new Error(`No such message of '${type}' came; the last one was ${JSON.stringify(last(panel, type))?.slice(0, 800)}`);
		},
	};
}
