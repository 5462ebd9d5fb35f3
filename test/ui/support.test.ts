/** Support requests in VS Code: from a refused return to the number and the reply, by mouse and by keyboard, and what the sandbox holds. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { paletteTitle } from '../host/manifest';
import { accessibilityViolations } from './helpers/accessibility';
import { useBed } from './helpers/bed';
import { type Hands, keyboard, mouse } from './helpers/hands';
import { chooseInContextMenu } from './helpers/menus';
import { MoneyPanel } from './helpers/money-panel';
import { takePicture } from './helpers/pictures';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { messagesOf, requestsSent, ticketsOf } from './helpers/support';
import { allReservations, type Truth, tenantOf } from './helpers/truth';

describe('Support requests', function () {
	this.timeout(180_000);
	let sandbox: SandboxProcess;
	let all: readonly Truth[];
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '25', '--operation-seconds', '1');
		all = await allReservations(sandbox);
		return { settings: sandbox.settings, height: 1000 };
	});
	before('open the view', () => bed().customers.open());
	afterEach(() => sandbox.repair());
	after(() => sandbox?.stop());

	const first = (holds: (it: Truth) => boolean) => all.find(holds) ?? assert.fail('the sandbox has such a reservation');
	const plain = (place: number) =>
		[...new Map(all.filter(({ customer }) => !customer.includes('(')).map((it) => [it.customer, it])).values()][place] ??
		assert.fail('the sandbox has that many customers');

	const field = (name: string): Locator => bed().workbench.panel.getByLabel(name, { exact: true });

	/** On a row that is just drawn anew a command does nothing, and says so: the user chooses it again. */
	async function choose(name: string, command: string, title: string): Promise<void> {
		const { workbench, customers } = bed();
		await customers.row(name).waitFor();
		await workbench.until(async () => {
			await chooseInContextMenu(workbench, customers.row(name), command);
			const tab = workbench.page.locator('.tab', { hasText: title });
			return tab.waitFor({ timeout: 5000 }).then(
				() => true,
				() => false,
			);
		}, `the panel of ${name}`);
	}

	/** From the tree's menu by mouse, from the command palette by keyboard. */
	async function open(hands: Hands, { customer, name, reservationId }: Truth): Promise<MoneyPanel> {
		const { workbench, customers } = bed();
		await workbench.runCommand('View: Close All Editors');
		await customers.show(customer, name);
		if (hands.by === 'mouse') {
			await choose(name, 'New Support Request…', 'Support Request');
		} else {
			await workbench.typeCommand(paletteTitle('cspReservations.newSupportRequest'));
			await workbench.quickInput.waitFor();
			await workbench.page.keyboard.type(reservationId);
			await workbench.quickPickRows.and(workbench.page.locator('.focused')).filter({ hasText: name }).waitFor();
			await workbench.page.keyboard.press('Enter');
		}
		return written(hands, `New Support Request: ${name}`);
	}

	/** The form, once it is filled in. */
	async function written(hands: Hands, title: string): Promise<MoneyPanel> {
		const panel = new MoneyPanel(bed().workbench, hands);
		await panel.opened(title);
		await field('Description').waitFor();
		return panel;
	}

	async function look(picture: string): Promise<void> {
		const { workbench } = bed();
		await takePicture(workbench, picture);
		assert.deepEqual(await accessibilityViolations(workbench), []);
	}

	const outcome = () => bed().workbench.panel.locator('.outcome');
	const no = () => bed().workbench.panel.getByRole('radio', { name: /^No: Microsoft sees/ });

	// Before all others: the token of this test may not be there already.
	it('without a sign-in of the own tenant beside: says what was not done and what to do, and sends nothing', async () => {
		const it = plain(4);
		const { partnerTenantId } = sandbox.endpoints;
		const panel = await open(mouse(), it);
		await field('Kind of problem').selectOption({ index: 1 });
		await panel.hands.fill(field('Title'), 'Without the second token');
		await no().check();
		await panel.press('Review');
		await panel.button('Create Support Request').waitFor();
		await sandbox.control('POST', 'policies', { tenant: partnerTenantId, kind: 'block' });
		await panel.press('Create Support Request');
		await outcome()
			.filter({ hasText: 'only with a sign-in of your company’s own tenant beside, and none could be had.' })
			.waitFor();
		await look('support-0-no-token');
		const told = (await outcome().textContent()) ?? '';
		for (const part of ['Nothing was sent.', 'own tenant', 'copy the request as text', 'HTTP 4'])
			assert.ok(told.includes(part), `${part} in ${told}`);
		assert.ok(!told.includes('customer’s tenant'), told);
		assert.equal(await requestsSent(sandbox), 0);
		await sandbox.control('DELETE', `policies/${partnerTenantId}`);
		await panel.press('Back to the Form');
		assert.equal(await field('Title').inputValue(), 'Without the second token');
		await panel.press('Review');
		await panel.press('Create Support Request');
		await outcome().filter({ hasText: 'The request was created' }).waitFor();
		assert.equal(await requestsSent(sandbox), 1);
	});

	it('from a refused return: everything is filled in and arrives; its number leads to it, and a reply is sent', async () => {
		const { workbench, customers } = bed();
		const it = first(({ customer }) => customer.includes('above refund limit'));
		const before = await ticketsOf(sandbox, it);
		const sent = await requestsSent(sandbox);
		await customers.show(it.customer, it.name);
		await choose(it.name, 'Return…', `Return: ${it.name}`);
		const refused = new MoneyPanel(workbench, mouse());
		await refused.opened(`Return: ${it.name}`);
		await refused.refusals.first().waitFor();
		await refused.button('New Support Request…').first().click();
		const panel = await written(mouse(), `New Support Request: ${it.name}`);
		assert.match(await field('Title').inputValue(), /RefundLimitExceeded/);
		assert.match((await field('Kind of problem').locator('option:checked').textContent()) ?? '', /Exchanges and Refunds/);
		await look('support-1-filled');
		await no().check();
		await panel.press('Review');
		await workbench.panel.getByRole('heading', { name: 'What will be sent' }).waitFor();
		await look('support-2-review');
		assert.equal(await requestsSent(sandbox), sent);
		await panel.press('Create Support Request');
		await outcome().filter({ hasText: 'The request was created' }).waitFor();
		await look('support-3-created');
		assert.equal(await requestsSent(sandbox), sent + 1);
		const [ticket, ...others] = (await ticketsOf(sandbox, it)).filter(({ name }) => !before.some((old) => old.name === name));
		assert.ok(ticket !== undefined && others.length === 0);
		const { description, supportTicketId, contactDetails, advancedDiagnosticConsent } = ticket.properties;
		for (const fact of [it.tenantId, it.orderId, it.reservationId, it.name, 'RefundLimitExceeded', '50000 USD'])
			assert.ok(description.toLowerCase().includes(fact.toLowerCase()), `${fact} in ${description}`);
		assert.match(description, /Money back: [\d.]+ \w{3}/);
		assert.match(description, /correlation ID[^\n]*: [0-9a-f-]{36}/i);
		assert.deepEqual([contactDetails.firstName, advancedDiagnosticConsent], ['Practice', 'No']);
		await outcome().filter({ hasText: supportTicketId }).waitFor();

		await panel.press('Show Request');
		await workbench.panel.getByRole('heading', { level: 1, name: 'Support Requests' }).waitFor();
		await workbench.panel.locator('.opened').filter({ hasText: supportTicketId }).waitFor();
		const list = new MoneyPanel(workbench, mouse());
		await list.hands.fill(workbench.panel.getByLabel('Message to Microsoft'), 'The customer asks every day.');
		await list.press('Send Message');
		await workbench.panel.locator('.message').filter({ hasText: 'The customer asks every day.' }).waitFor();
		await look('support-4-request');
		assert.ok((await messagesOf(sandbox, it, ticket.name)).some((body) => body.includes('The customer asks every day.')));
		assert.equal(await requestsSent(sandbox), sent + 1, 'still once');
	});

	it('by keyboard alone: what is wrong leads to its fields, and then it is created', async () => {
		const { workbench } = bed();
		const it = plain(0);
		const sent = await requestsSent(sandbox);
		const hands = keyboard(workbench);
		const panel = await open(hands, it);
		// Of a reservation alone it is not known what the problem is.
		const topics = field('Kind of problem');
		await workbench.until(async () => (await topics.locator('option').count()) > 2, 'kinds of problems to choose from');
		await panel.press('Review');
		const faults = workbench.panel.getByRole('heading', { name: 'Before it can be sent' });
		await faults.waitFor();
		await look('support-5-faults');
		await hands.reach(topics);
		await workbench.page.keyboard.type('Reservation Management / O');
		await hands.fill(field('Title'), 'By keyboard');
		await hands.fill(field('Description'), `About ${it.reservationId}: by keyboard alone.`);
		await hands.reach(workbench.panel.getByRole('radio', { name: /^Yes: Microsoft may/ }));
		await workbench.until(async () => {
			await workbench.page.keyboard.press('ArrowDown');
			return no().isChecked();
		}, 'the consent to be declined');
		await panel.press('Review');
		await panel.press('Create Support Request');
		await outcome().filter({ hasText: 'The request was created' }).waitFor();
		assert.equal(await requestsSent(sandbox), sent + 1);
		const made = (await ticketsOf(sandbox, it)).find(({ properties }) => properties.title === 'By keyboard');
		assert.match(made?.properties.problemClassificationDisplayName ?? '', /Reservation Management/);
	});

	it('what was typed and what is wrong with it survive a hidden panel and a reload of the window', async () => {
		const { workbench } = bed();
		const it = plain(1);
		const panel = await open(mouse(), it);
		await panel.hands.fill(field('Title'), 'Typed before the reload');
		await panel.hands.fill(field('Phone number'), 'call me');
		const wrong = workbench.panel.getByText('“call me” is not a phone number.');
		await wrong.waitFor();
		await workbench.runCommand('File: New Untitled Text File');
		await workbench.page.locator('.tab', { hasText: 'Support Request' }).first().click();
		await wrong.waitFor();
		assert.equal(await field('Title').inputValue(), 'Typed before the reload');
		await workbench.reload();
		await wrong.waitFor({ timeout: 60_000 });
		assert.equal(await field('Title').inputValue(), 'Typed before the reload');
		assert.equal(await field('Phone number').inputValue(), 'call me');
	});

	it('without a support plan: says so, keeps the draft, and leads on by text and portal', async () => {
		const { workbench, customers } = bed();
		const tenantId = await tenantOf(sandbox, 'Fourth Coffee');
		await workbench.runCommand('View: Close All Editors');
		await chooseInContextMenu(workbench, customers.row('Fourth Coffee'), 'New Support Request…');
		const panel = await written(mouse(), 'New Support Request');
		await field('Service').selectOption({ label: 'Billing' });
		await field('Kind of problem').selectOption({ index: 1 });
		await panel.hands.fill(field('Title'), 'A question');
		await panel.hands.fill(field('Description'), 'Why is there no plan?');
		await no().check();
		await panel.press('Review');
		await panel.press('Create Support Request');
		await outcome().filter({ hasText: 'InvalidSupportPlan' }).waitFor();
		await look('support-6-no-plan');
		await panel.press('Copy as Text');
		await workbench.until(async () => /Why is there no plan\?/.test(await workbench.clipboard()), 'the text in the clipboard');
		const link = await workbench.openLink(() => panel.press('Open in Azure Portal'));
		assert.ok(link.startsWith('https://portal.azure.com/') && link.includes(tenantId), link);
		await panel.press('Back to the Form');
		assert.equal(await field('Title').inputValue(), 'A question');
	});

	it('a right that is missing is named, and nothing is there that was not sent', async () => {
		const { workbench } = bed();
		const it = plain(2);
		await sandbox.plan(
			{ service: 'resourceManager', method: 'PUT', path: 'supportTickets' },
			{ kind: 'status', status: 403, code: 'AuthorizationFailed', message: 'No.' },
		);
		const before = await ticketsOf(sandbox, it);
		const panel = await open(mouse(), it);
		await field('Kind of problem').selectOption({ index: 1 });
		await panel.hands.fill(field('Title'), 'No right');
		await no().check();
		await panel.press('Review');
		await panel.press('Create Support Request');
		await outcome().filter({ hasText: 'Support Request Contributor' }).waitFor();
		await panel.button('Copy as Text').waitFor();
		await panel.press('Check Access');
		await workbench.page.locator('.tab', { hasText: 'Access' }).first().waitFor();
		assert.equal((await ticketsOf(sandbox, it)).length, before.length);
	});

	it('the requests of a customer, from its row: none is none that this account can see; in every kind of theme', async () => {
		const { workbench, customers } = bed();
		await workbench.runCommand('View: Close All Editors');
		await chooseInContextMenu(workbench, customers.row(plain(3).customer), 'Support Requests');
		await workbench.panel.getByText('There is no request about reservations that this account can see.').waitFor();
		await chooseInContextMenu(workbench, customers.row(plain(0).customer), 'Support Requests');
		const number = workbench.panel.getByRole('button', { name: /^Show request .*By keyboard/ });
		await number.click();
		await workbench.panel.locator('.opened').waitFor();
		for (const [name, kind, body] of [
			['Light Modern', 'vs', 'vscode-light'],
			['Dark High Contrast', 'hc-black', 'vscode-high-contrast'],
		] as const) {
			await workbench.setTheme(name, kind);
			await workbench.panel.locator(`body.${body}`).waitFor();
			await look(`support-7-requests-${body}`);
		}
	});
});
