/** The ways to what configures a reservation, as a user goes them: the commands with their chain of inputs, and the Configuration panel. */
import { paletteTitle } from '../../host/manifest';
import type { Bed } from './bed';
import type { Hands } from './hands';
import { chooseInContextMenu } from './menus';
import { MoneyPanel } from './money-panel';
import type { QuickFlow } from './quick-flow';
import type { Truth } from './truth';

/** A change of the sandbox takes its time. */
export const changeMs = 90_000;

const titles = {
	changeScope: 'Change Scope…',
	rename: 'Rename…',
	changeRenewal: 'Change Renewal…',
	changeOptimization: 'Change Optimization…',
	archive: 'Archive',
	unarchive: 'Unarchive',
	undoChange: 'Undo Last Change',
	configure: 'Configuration…',
} as const;

/** Of a reservation, as far as the ways need it. */
type Subject = Pick<Truth, 'customer' | 'name' | 'reservationId'>;

/** Starts a command on a reservation: from the tree's menu by mouse, from the command palette by keyboard. */
export async function startCommand(
	{ workbench, customers }: Bed,
	by: 'mouse' | 'keyboard',
	command: keyof typeof titles,
	{ customer, name, reservationId }: Subject,
): Promise<void> {
	if (by === 'mouse') {
		await customers.show(customer, name);
		await chooseInContextMenu(workbench, customers.row(name), titles[command]);
		return;
	}
	await workbench.typeCommand(paletteTitle(`cspReservations.${command}`));
	await workbench.quickInput.waitFor();
	await workbench.page.keyboard.type(reservationId);
	const focused = workbench.quickPickRows.and(workbench.page.locator('.focused'));
	const unloaded = focused.filter({ hasText: 'load and search them' });
	await workbench.until(async () => {
		if ((await focused.filter({ hasText: name }).count()) > 0) return true;
		// What no customer that was opened has is searched for in the others when it is asked for.
		if ((await unloaded.count()) > 0) await workbench.page.keyboard.press('Enter');
		return false;
	}, `the reservation ${name} to be found`);
	await workbench.page.keyboard.press('Enter');
}

/** Starts a command of a chain of inputs in the way that the chain is worked. */
export const startFlow = (bed: Bed, flow: QuickFlow, command: keyof typeof titles, it: Subject) =>
	startCommand(bed, flow.by, command, it);

export class ConfigurationPanel extends MoneyPanel {
	/** Opens the panel of a reservation whose row is on the screen, or anywhere by keyboard. */
	static async open(bed: Bed, hands: Hands, it: Subject): Promise<ConfigurationPanel> {
		const { workbench, customers } = bed;
		await workbench.runCommand('View: Close All Editors');
		if (hands.by === 'mouse') {
			await customers.show(it.customer, it.name);
			// A list that comes from the network a moment later is drawn anew, and an open menu forgets what it was opened on.
			await workbench.page.waitForTimeout(1500);
		}
		await startCommand(bed, hands.by, 'configure', it);
		const panel = new ConfigurationPanel(workbench, hands);
		await panel.opened(`Configuration: ${it.name}`);
		return panel;
	}

	/** Does what the preview shows. */
	async apply(): Promise<void> {
		const apply = this.workbench.panel.locator('.review vscode-button').first();
		await this.usable(apply);
		await this.hands.press(apply);
	}

	/** Waits for the end of the change that is shown. @returns its state in words */
	override async ended(): Promise<string> {
		await this.button('Change Something Else').waitFor({ timeout: changeMs });
		return ((await this.state.textContent()) ?? '').trim();
	}
}
