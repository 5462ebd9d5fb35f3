/** Setting an operation aside as the user does it: what is asked first, what may be true, and what is done only after the answer. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { type OperationsContext, setOperationAside } from '../../src/commands/operations';
import type { Entry } from '../../src/host/entries';
import type { Operation } from '../../src/reservations/operations/model';
import { operationNode } from '../../src/tree/operations-nodes';
import { chooser, notices, said, warnings } from '../ui/pages/vscode-outside';
import { change } from './change-samples';
import { line, now, operation, returnQuote } from './operation-samples';

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
			operations: { entries, findEntry: (id: string) => entries.find((it) => it.id === id) },
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
