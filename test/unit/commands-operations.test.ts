/** Commands of operations as the user meets them: messages of another connection, a journal still being read, and setting aside. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import type { ServiceFailure } from '../../src/azure/failure';
import { undoChange } from '../../src/commands/configuration/undo';
import type { CommandContext } from '../../src/commands/context';
import {
	copyOperationDetails,
	copySuccessorId,
	lookAgain,
	type OperationsContext,
	setOperationAside,
	showOperation,
} from '../../src/commands/operations';
import type { Entry } from '../../src/host/entries';
import type { Operation } from '../../src/reservations/operations/model';
import { operationNode } from '../../src/tree/operations-nodes';
import { chooser, notices, picks, said, warnings } from '../ui/pages/vscode-outside';
import { change } from './change-samples';
import { line, now, operation, returnQuote } from './operation-samples';

/** What the connection in use knows. @param read resolves when the journal was read */
function journal(entries: readonly Entry[], read: Promise<void> = Promise.resolve()) {
	let known: readonly Entry[] = [];
	const ready = () =>
		read.then(() => {
			known = entries;
		});
	return {
		ready,
		get entries() {
			return known;
		},
		findEntry: (id: string) => known.find((it) => it.id === id),
	};
}

describe('A message that is older than the connection in use', () => {
	const begin = () => {
		picks.length = 0;
		said.length = 0;
		const operations = journal([]);
		// The panel in front is about another reservation.
		const front = { active: { tenantId: 't', orderId: 'o', reservationId: 'r' } };
		return {
			operations: { desk: async () => ({ operations }) },
			session: { service: async () => ({ configuration: {} }) },
			overviews: front,
		} as unknown as CommandContext;
	};

	it('undoes nothing, neither of what is in front nor of a choice, and says where to look', async () => {
		const context = begin();
		await assert.rejects(undoChange(context, [{ operationId: 'another', atOnce: true }]), (error: ServiceFailure) => {
			assert.equal(error.kind, 'NotFound');
			assert.match(error.message, /not done with the connection in use\. Nothing was done now/);
			assert.match(error.details.remedy ?? '', /Switch to the connection/);
			return true;
		});
		assert.deepEqual([picks.length, said], [0, []]);
	});

	it('shows and copies nothing of it, and says so', async () => {
		const context = { session: { service: async () => ({}) }, operations: journal([]) } as unknown as OperationsContext;
		for (const command of [showOperation, copyOperationDetails, lookAgain, copySuccessorId])
			await assert.rejects(command(context, [{ operationId: 'another' }]), { kind: 'NotFound' });
	});
});

describe('A journal that is still being read', () => {
	it('is waited for before it is said that nothing was done, or that an operation is not known', async () => {
		const one = operation({ id: 'one', state: 'succeeded' });
		const { promise, resolve } = Promise.withResolvers<void>();
		const shown: string[] = [];
		const details = { show: async ({ id }: Entry) => shown.push(id) };
		const session = { service: async () => ({}) };
		const context = { session, operations: journal([one], promise), details } as unknown as OperationsContext;
		said.length = 0;
		chooser.choose = (rows) => rows[0];
		const asked = [showOperation(context, []), showOperation(context, [{ operationId: 'one' }])];
		await new Promise(setImmediate);
		assert.deepEqual([shown, said], [[], []]);
		resolve();
		await Promise.all(asked);
		assert.deepEqual(shown, ['one', 'one']);
		chooser.choose = () => undefined;
	});
});

describe('Set Aside', () => {
	let asked: string[];
	beforeEach(() => {
		asked = [];
		warnings.length = 0;
		said.length = 0;
		notices.press = undefined;
		chooser.choose = () => undefined;
	});
	afterEach(() => {
		notices.press = undefined;
		chooser.choose = () => undefined;
	});

	function at(entries: readonly Entry[], given: (it: Operation) => Operation): OperationsContext {
		const setAside = async (id: string) => {
			asked.push(id);
			return given(entries.find((it): it is Operation => it.id === id) ?? assert.fail());
		};
		const context = {
			session: { service: async () => ({ operations: { setAside } }) },
			operations: journal(entries),
		};
		return context as unknown as OperationsContext;
	}
	const aside = (it: Operation): Operation => ({ ...it, setAside: { at: now } });
	const unknownReturn = operation({
		kind: 'return',
		quote: returnQuote,
		lines: [line({ status: 'Pending' })],
		state: 'outcomeUnknown',
		explanation: 'No answer came.',
	});
	const button = 'I Have Looked: Set It Aside';

	it('warns of all that may be true, and does nothing unless that is answered', async () => {
		const context = at([unknownReturn], aside);
		assert.equal(await setOperationAside(context, [operationNode(unknownReturn)]), undefined);
		assert.deepEqual(asked, []);
		const [warning = ''] = warnings;
		assert.match(warning, /^Set aside: Return for Adventure Works Cycles\? It is not known whether it was done\./);
		assert.match(warning, /No answer came\..*may be that the units were returned.*may be that nothing was done/s);
		assert.match(warning, /look at the reservations.*in the Azure portal.*it is done twice/s);
		assert.doesNotMatch(warning, /Azure took it on/);

		notices.press = button;
		const now = await setOperationAside(context, [operationNode(unknownReturn)]);
		assert.deepEqual([asked, now?.state], [[unknownReturn.id], 'outcomeUnknown']);
		assert.equal(said.at(-1), '$(check) Return for Adventure Works Cycles: set aside, outcome not known');
	});

	it('of an exchange that Azure took on: it may still be carried out', async () => {
		const unknown = operation({ state: 'outcomeUnknown', answeredAt: now });
		await setOperationAside(at([unknown], aside), [{ operationId: unknown.id }]);
		assert.match(warnings[0] ?? '', /others bought in their place.*only a part.*Azure took it on, so it may still carry it out/s);
	});

	it('says so where the last look has told what became of it', async () => {
		notices.press = button;
		const done = at([unknownReturn], (it) => ({ ...it, state: 'succeeded' }));
		assert.equal((await setOperationAside(done, [operationNode(unknownReturn)]))?.state, 'succeeded');
		assert.equal(said.at(-1), '$(check) Return for Adventure Works Cycles: done');
	});

	it('is offered for nothing else: not for what runs, has ended, is set aside already, or moves no money', async () => {
		notices.press = button;
		const others: Entry[] = [
			operation({ id: 'a', state: 'running' }),
			operation({ id: 'b', state: 'succeeded' }),
			aside(operation({ id: 'c', state: 'outcomeUnknown' })),
			change({ id: 'd', state: 'outcomeUnknown' }),
		];
		let offered: readonly string[] = [];
		chooser.choose = (rows) => {
			offered = rows.map(({ label }) => label);
			return rows[0];
		};
		const context = at([...others, unknownReturn], aside);
		for (const { id } of others) assert.equal(await setOperationAside(context, [{ operationId: id }]), undefined);
		assert.deepEqual([asked, warnings], [[], []]);
		assert.match(said.at(-1) ?? '', /Only a return or an exchange whose outcome is not known/);
		await setOperationAside(context, []);
		assert.deepEqual(offered, ['Return for Adventure Works Cycles']);
		assert.deepEqual(asked, [unknownReturn.id]);
	});
});
