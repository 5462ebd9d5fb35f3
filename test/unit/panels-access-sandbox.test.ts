/** The access panels with the service's own doctor, and the sandbox over HTTP. */
import '../ui/pages/outside';
import assert from 'node:assert/strict';
import { sandboxCloud } from '../../src/identity';
import type { AccessReport } from '../../src/reservations/access';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { startService, type TestService } from '../helpers/service';
import * as samples from '../ui/pages/access-sample';
import { env, type Panel } from '../ui/pages/vscode-outside';
import { AccessDesk, announced, until } from './panels-access-desk';

describe('Access panels with the service and the sandbox over HTTP', () => {
	let desk: AccessDesk;
	let sandbox: Sandbox;
	let bench: TestService;

	before(async () => {
		sandbox = await startSandbox({ port: 0, customers: 25 });
		bench = await startService(sandboxCloud(sandbox.endpoints));
		await bench.service.loadCustomers();
	});
	after(async () => {
		await bench?.end();
		await sandbox?.close();
	});
	beforeEach(() => {
		desk = new AccessDesk();
		desk.real = bench.service;
	});
	afterEach(() => desk.panels.dispose());

	const ended = (panel: Panel) => until(panel, 'access', ({ running, checks }) => !running && checks.length > 0);

	it('examines the connection: who it speaks for, every check settled, a finding, a report to copy', async () => {
		const panel = desk.open(samples.ofConnection);
		const { checks, verdict, header, problem } = await ended(panel);
		assert.equal(problem, undefined);
		assert.match(header.sandbox ?? '', /practice data/);
		const unsettled = checks.filter(({ state }) => ['Waiting', 'Checking', 'Not checked'].includes(state.text));
		assert.deepEqual(unsettled, []);
		assert.ok((verdict?.mark.text.length ?? 0) > 0 && (verdict?.summary?.length ?? 0) > 0);
		const who = await until(panel, 'who', ({ loading }) => !loading);
		assert.ok(who.rows.some(({ value }) => value === bench.service.cloud.partnerTenantId));
		panel.send({ type: 'copyReport' });
		await announced(panel, 'The report is on the clipboard.');
		for (const { title } of checks) assert.ok(env.clipboard.text?.includes(title), title);
	});

	it('examines every customer, and shows each fix that the doctor gives with its command line, command and link', async () => {
		const { service } = bench;
		let given: AccessReport | undefined;
		desk.real = {
			cloud: service.cloud,
			getCustomer: (tenantId) => service.getCustomer(tenantId),
			getReservation: (ref) => service.getReservation(ref),
			whoAmI: (signal) => service.whoAmI(signal),
			reportText: (report) => service.reportText(report),
			async *checkAccess(subject, signal) {
				for await (const report of service.checkAccess(subject, signal)) {
					given = report;
					yield report;
				}
			},
		};
		const customers = service.getCustomers().value?.customers ?? [];
		assert.ok(customers.length >= 25);
		let fixes = 0;
		for (const { tenantId, name } of customers) {
			const panel = desk.open({ kind: 'customer', tenantId });
			const { checks, verdict } = await ended(panel);
			assert.equal(verdict?.mark.text, given?.verdict, name);
			for (const [index, check] of checks.entries()) {
				const shown = check.fixes.map((fix) => [fix.shell, fix.command?.command, fix.link?.address ?? fix.otherLink]);
				assert.deepEqual(
					shown,
					given?.checks[index]?.fixes.map(({ shell, command, link }) => [shell, command, link]),
					`${name}: ${check.title}`,
				);
				fixes += shown.length;
				for (const { otherLink } of check.fixes)
					assert.ok(otherLink?.startsWith(service.cloud.authority) ?? true, 'only the sandbox has no known site');
			}
			panel.dispose();
		}
		assert.ok(fixes > 0, 'some customers of the sandbox are in trouble');
	});
});
