/** What the service or the panels refuse, as a user meets it: each with its reason, what can be done instead, and nothing sent. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { accessibilityViolations } from './helpers/accessibility';
import { useBed } from './helpers/bed';
import { mouse } from './helpers/hands';
import { chooseInContextMenu } from './helpers/menus';
import { MoneyPanel } from './helpers/money-panel';
import { takePicture } from './helpers/pictures';
import { type SandboxProcess, startSandboxProcess } from './helpers/sandbox-process';
import { allReservations, buyElsewhere, reservationNamed, type Truth, tenantOf } from './helpers/truth';

describe('What is refused', function () {
	this.timeout(120_000);
	let sandbox: SandboxProcess;
	let all: readonly Truth[];
	const bed = useBed(async () => {
		sandbox = await startSandboxProcess('--customers', '25', '--operation-seconds', '3');
		all = await allReservations(sandbox);
		return { settings: sandbox.settings, height: 1000 };
	});
	before('open the view', () => bed().customers.open());
	afterEach(async () => {
		await sandbox.repair();
		assert.equal(await sandbox.requests('POST', /\/(return|exchange)$/i), 0, 'nothing was committed');
	});
	after(() => sandbox?.stop());

	function first(holds: (one: Truth) => boolean, what: string): Truth {
		const found = all.find(holds);
		assert.ok(found !== undefined, `the sandbox has ${what}`);
		return found;
	}

	const isPlain = ({ customer }: Truth) => !customer.includes('(');
	const isMachine = ({ resourceType, isOffered }: Truth) => resourceType === 'VirtualMachines' && isOffered;

	async function open(command: 'Return…' | 'Exchange…', { customer, name }: Truth): Promise<MoneyPanel> {
		const { workbench, customers } = bed();
		await workbench.runCommand('View: Close All Editors');
		await customers.show(customer, name);
		// On a row that is just drawn anew the command does nothing, and says so: the user chooses it again.
		await workbench.until(async () => {
			await chooseInContextMenu(workbench, customers.row(name), command);
			const tab = workbench.page.locator('.tab', { hasText: command === 'Return…' ? 'Return' : 'Exchange' });
			return tab.waitFor({ timeout: 5000 }).then(
				() => true,
				() => false,
			);
		}, `the panel of ${name}`);
		const panel = new MoneyPanel(workbench, mouse());
		await panel.opened(command === 'Return…' ? `Return: ${name}` : 'Exchange');
		return panel;
	}

	/** Chooses the reservation in the Exchange panel. */
	async function give({ reservationId }: Truth): Promise<void> {
		const box = bed().workbench.panel.locator(`input[type="checkbox"][aria-describedby="why-${reservationId}"]`);
		await box.waitFor();
		if (!(await box.isChecked())) await box.click();
	}

	async function buy(panel: MoneyPanel, sku: string, quantity: number): Promise<void> {
		const { workbench } = bed();
		const add = workbench.panel.getByRole('table', { name: 'Products' }).getByRole('button', { name: /^Add/ });
		await panel.hands.fill(workbench.panel.getByLabel('Name or size'), sku);
		await workbench.until(async () => (await add.count()) === 1, `the only product ${sku}`);
		await add.click();
		const line = workbench.panel.locator('.line[role="group"]').last();
		await panel.hands.fill(line.getByLabel('Quantity'), String(quantity));
	}

	/** The refusal as it is read, with its picture. */
	async function refusal(panel: MoneyPanel, picture: string): Promise<string> {
		const { workbench } = bed();
		await panel.refusals.first().waitFor();
		await panel.refusals.first().scrollIntoViewIfNeeded();
		await takePicture(workbench, `refused-${picture}`);
		assert.deepEqual(await accessibilityViolations(workbench), []);
		return (await panel.refusals.allTextContents()).join('\n').replace(/\s+/g, ' ');
	}

	it('a return above the allowance of 50,000 USD: what is left, and a smaller quantity or an exchange instead', async () => {
		const it = first(({ customer }) => customer.includes('above refund limit'), 'a customer above the limit');
		const panel = await open('Return…', it);
		assert.match(await refusal(panel, 'return-limit'), /50,000 USD.*RefundLimitExceeded/);
		await panel.button('Exchange Instead').first().click();
		await panel.opened('Exchange');
	});

	it('a return of what is never returned: said before it is asked', async () => {
		const it = first((one) => isPlain(one) && /Suse|RedHat/i.test(one.resourceType), 'a software plan');
		await open('Return…', it);
		const { workbench } = bed();
		await workbench.panel.getByText('Microsoft documents that this kind of product can’t be returned.').waitFor();
		await takePicture(workbench, 'refused-return-product');
	});

	it('a return with rights to read only: who may, and the way to check the access', async () => {
		const it = first(({ customer }) => customer.includes('reader only'), 'a customer with rights to read only');
		const panel = await open('Return…', it);
		const { workbench } = bed();
		await workbench.panel.locator('.problem').first().waitFor();
		await takePicture(workbench, 'refused-return-reader');
		const told = (await workbench.panel.locator('.problem').first().textContent()) ?? '';
		assert.match(
			told,
			/calculateRefund\/action on .*To read is not enough for this\. Ask for the Owner role on the reservation order/,
		);
		assert.equal(await panel.button('Review Return').getAttribute('aria-disabled'), 'true');
	});

	it('a quantity of nought, too much or no number: said beside the field, and nothing is asked', async () => {
		const it = first((one) => isPlain(one) && isMachine(one) && one.quantity > 1, 'machines');
		const panel = await open('Return…', it);
		const { workbench } = bed();
		const units = workbench.panel.getByLabel('Units to return', { exact: true });
		for (const wrong of ['0', '-1', String(it.quantity + 1), '1.5']) {
			await panel.hands.fill(units, wrong);
			await workbench.panel.getByText(`A whole number from 1 to ${it.quantity}.`).waitFor();
			assert.equal(await panel.button('Review Return').getAttribute('aria-disabled'), 'true');
		}
		await takePicture(workbench, 'refused-return-quantity');
	});

	it('an exchange whose new commitment is too low: by how much, and a bigger purchase instead', async () => {
		const it = first((one) => isPlain(one) && isMachine(one) && one.quantity > 2, 'machines');
		const panel = await open('Exchange…', it);
		await give(it);
		await panel.press('All Units');
		await buy(panel, 'B1s', 1);
		await panel.press('Get Binding Quote');
		assert.match(await refusal(panel, 'exchange-commitment'), /NewCommitmentTooLow/);
	});

	it('an exchange of two families at once: the service refuses it, and says which may be exchanged for each other', async () => {
		const isOther = (one: Truth) => one.isOffered && one.resourceType !== 'VirtualMachines';
		const it = first(
			(one) => isPlain(one) && isMachine(one) && all.some((other) => other.tenantId === one.tenantId && isOther(other)),
			'a customer with two families',
		);
		const other = first((one) => one.tenantId === it.tenantId && isOther(one), 'the other family');
		const panel = await open('Exchange…', it);
		await give(it);
		await give(other);
		await panel.press('All Units');
		await buy(panel, 'E8as_v5', 200);
		await panel.press('Get Binding Quote');
		assert.match(await refusal(panel, 'exchange-family'), /DifferentReservationTypes/);
	});

	it('an exchange of what is never exchanged: it can not be chosen, and says why', async () => {
		const it = first((one) => isPlain(one) && /Suse|RedHat/i.test(one.resourceType), 'a software plan');
		await open('Exchange…', it);
		const { workbench } = bed();
		const box = workbench.panel.locator(`input[type="checkbox"][aria-describedby="why-${it.reservationId}"]`);
		await box.waitFor();
		assert.equal(await box.isDisabled(), true);
		assert.notEqual((await workbench.panel.locator(`[id="why-${it.reservationId}"]`).textContent()) ?? '', '');
		await box.scrollIntoViewIfNeeded();
		await takePicture(workbench, 'refused-exchange-product');
	});

	it('an exchange of what was bought after the cut-off: the service refuses it, and says since when', async () => {
		const tenantId = await tenantOf(sandbox, 'Contoso');
		// The cut-off is 1 February 2027.
		const days = Math.ceil((Date.UTC(2027, 1, 2) - Date.now()) / 86_400_000);
		await sandbox.control('POST', 'clock', { seconds: days * 86_400 });
		const name = 'Bought after the cut-off';
		await buyElsewhere(sandbox, tenantId, name);
		const { workbench, customers } = bed();
		const it = await reservationNamed(sandbox, name);
		await customers.show(it.customer);
		await workbench.runCommand(paletteTitle('cspReservations.refreshAll'));
		await customers.row(name).waitFor();
		const panel = await open('Exchange…', it);
		await give(it);
		await panel.press('All Units');
		await buy(panel, 'E8as_v5', 100);
		await panel.press('Get Binding Quote');
		assert.match(await refusal(panel, 'exchange-cut-off'), /February 1, 2027|1 February 2027.*ExchangeNoLongerSupported/);
	});
});
