/** The walkthrough: its steps in their order, and that the Overview's is done however the Overview was opened. */
import assert from 'node:assert/strict';
import { paletteTitle } from '../host/manifest';
import { useBed } from './helpers/bed';
import { takePicture } from './helpers/pictures';

const title = 'Look after the reservations of your customers';

describe('Walkthrough', () => {
	const bed = useBed(() => ({ height: 1000 }));
	const step = (id: string) =>
		bed().workbench.page.locator(`.gettingStartedContainer [role="checkbox"][data-done-step-id$="#${id}"]`);

	async function open(): Promise<void> {
		const { workbench } = bed();
		await workbench.runCommand('Welcome: Open Walkthrough...');
		await workbench.quickInput.fill(title);
		await workbench.quickPickRows.filter({ hasText: title }).first().click();
		await step('connect').waitFor();
	}

	it('goes from the sandbox to a connection of your own', async () => {
		const { workbench, customers } = bed();
		await customers.open();
		await open();
		const ids = await workbench.page
			.locator('.gettingStartedContainer [role="checkbox"][data-done-step-id*="#"]')
			.evaluateAll((all) => all.map((one) => one.getAttribute('data-done-step-id')?.split('#').at(-1)));
		assert.deepEqual(ids, ['practise', 'find', 'overview', 'connect']);
		await workbench.page.locator('.gettingStartedContainer').getByText('Connect your own customers').click();
		await workbench.page.getByRole('button', { name: 'Set Up Connection' }).waitFor();
		await takePicture(workbench, 'walkthrough');
	});

	it('the view that is open already completes the first step, when its button is pressed', async () => {
		const { workbench } = bed();
		const { page } = workbench;
		await page.locator('.gettingStartedContainer').getByText('Practise with sample customers').click();
		await page.getByRole('button', { name: 'Open the Customers View' }).click();
		await workbench.until(async () => (await step('practise').getAttribute('aria-checked')) === 'true', 'the step to be done');
	});

	it('an overview that the search has opened completes its step', async () => {
		const { workbench, customers } = bed();
		const { keyboard } = workbench.page;
		const reservation = await customers.firstReservation();
		const name = ((await reservation.getAttribute('aria-label')) ?? '').split(', ')[0] ?? '';
		assert.equal(await step('overview').getAttribute('aria-checked'), 'false');
		await workbench.runCommand(paletteTitle('cspReservations.search'));
		await workbench.quickInput.fill(name);
		await workbench.quickPickRows.and(workbench.page.locator('.focused')).filter({ hasText: name }).waitFor();
		await keyboard.press('Enter');
		await customers.overviewOf(name);
		await open();
		await workbench.until(async () => (await step('overview').getAttribute('aria-checked')) === 'true', 'the step to be done');
		assert.equal(await step('find').getAttribute('aria-checked'), 'true');
	});
});
