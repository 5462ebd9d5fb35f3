/** What was sent to Microsoft.Support from this computer, on disk: after a lost answer and a reload it is looked for, never sent again. */
import * as l10n from '@vscode/l10n';
import * as z from 'zod/mini';
import { ServiceFailure } from '../../azure/failure';
import type { UnreadableFile } from '../operations/model';
import { RecordFolder } from '../operations/record-folder';

/** Raised when the shape below changes in a way that older versions can't read. */
const version = 1;

const record = z.looseObject({
	/** What the draft or the message is called. */
	id: z.string(),
	/** What it was sent as: another name where that one was taken. */
	name: z.string(),
	tenantId: z.string(),
	/** Where it was sent to: a name is taken in one place, and free in the others. Undefined: no subscription. */
	subscriptionId: z.optional(z.string()),
	/**
	 * - `sent`: no answer yet, or it was lost.
	 * - `running`: taken on; `url` tells how it goes.
	 * - `done`: it is there.
	 * - `notDone`: certainly not; it may be sent again.
	 */
	state: z.enum(['sent', 'running', 'done', 'notDone']),
	url: z.optional(z.string()),
	/** ms since the epoch */
	sentAt: z.number(),
});
/** Something that was sent. Neither texts nor contacts are kept. */
export type SentRecord = z.infer<typeof record>;

const file = z.strictObject({ version: z.literal(version), sent: record });

export class SentLog {
	readonly #folder: RecordFolder<SentRecord>;
	readonly #log: { warn(message: string): void };

	/** @param folder made when it is missing */
	constructor(folder: string, log: { warn(message: string): void }) {
		this.#log = log;
		this.#folder = new RecordFolder({
			folder,
			name: 'the log of support requests',
			isName: (id) => /^[\w.-]{1,128}$/.test(id),
			parse,
			text: (sent) => `${JSON.stringify({ version, sent }, undefined, '\t')}\n`,
			isOver: ({ state }) => state === 'done',
			onChange: () => {},
			log,
		});
	}

	/**
	 * What is known of a draft or a message, whichever window sent it.
	 * @throws ServiceFailure `Refused` when its file can't be read: then it may have been sent
	 */
	async find(id: string): Promise<SentRecord | undefined> {
		await this.#folder.reread();
		const unreadable = this.#folder.unreadable().find(({ file }) => file === this.#folder.path(id, 'json'));
		if (unreadable !== undefined) throw notReadable(unreadable);
		return this.#folder.record(id);
	}

	/**
	 * Writes down that something is about to be sent.
	 * @param isRepeated also where an earlier try has an unknown outcome
	 * @returns false when another window has just done so
	 */
	async begin(
		sent: Pick<SentRecord, 'id' | 'name' | 'tenantId' | 'subscriptionId' | 'sentAt'>,
		isRepeated: boolean,
	): Promise<boolean> {
		const mine: SentRecord = { ...sent, state: 'sent' };
		if (await this.#folder.create(sent.id, mine)) return true;
		const written = await this.#folder.update(sent.id, (known) => (isRepeated || known.state === 'notDone' ? mine : known));
		return written === mine;
	}

	/** Writes down what became of it. Never rejects: it is known, and where the disk refuses, it is found out anew the next time. */
	async settle(id: string, state: SentRecord['state'], url?: string): Promise<void> {
		try {
			await this.#folder.update(id, (known) => ({ ...known, state, url }));
		} catch (error) {
			this.#log.warn(`What became of ${id} (${state}) could not be written down: ${String(error)}`);
		}
	}
}

function parse(id: string, content: string): SentRecord {
	const result = file.safeParse(JSON.parse(content));
	if (!result.success) {
		const [issue] = result.error.issues;
		throw new Error(`${issue?.path.join('.') || 'file'}: ${issue?.message ?? 'not understood'}`);
	}
	const { sent } = result.data;
	if (sent.id !== id) throw new Error('the file has the name of another one');
	return sent;
}

function notReadable({ file: name, reason }: UnreadableFile): ServiceFailure {
	return new ServiceFailure(
		'Refused',
		l10n.t('It can’t be told whether this was sent before: its file can’t be read. Nothing was sent.'),
		{
			detail: `${name}: ${reason}`,
			sent: 'no',
			remedy: l10n.t('Look at the customer’s support requests. If it is missing there, begin a new one, and copy the text over.'),
		},
	);
}
