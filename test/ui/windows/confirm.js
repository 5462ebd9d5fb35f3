/**
 * Runs in the extension host of a window in place of tests, with the extension's own service: the first window quotes an exchange, all
 * windows commit that one quote when they are told to. The folder in OPERATIONS_FOLDER is how they talk to the test outside.
 */
const { mkdir, readFile, rename, writeFile } = require('node:fs/promises');
const path = require('node:path');
const { setTimeout: delay } = require('node:timers/promises');
const vscode = require('vscode');

const folder = process.env.OPERATIONS_FOLDER;

async function give(name, value) {
	const file = path.join(folder, name);
	await writeFile(`${file}.new`, JSON.stringify(value));
	await rename(`${file}.new`, file);
}

async function take(name) {
	for (;;) {
		try {
			return JSON.parse(await readFile(path.join(folder, name), 'utf8'));
		} catch (error) {
			if (error.code !== 'ENOENT') throw error;
			await delay(50);
		}
	}
}

/** Windows are numbered in the order in which they come. */
async function ownNumber() {
	for (let number = 1; ; number++) {
		try {
			await mkdir(path.join(folder, `window-${number}`));
			return number;
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
		}
	}
}

/** A quote for one unit of the first reservation that the service exchanges for more of the same. */
async function quote(service) {
	const { value } = await service.loadCustomers();
	for (const { tenantId } of value.customers) {
		const { value: list } = await service.loadReservations(tenantId);
		for (const reservation of list?.reservations ?? []) {
			const { orderId, reservationId, state, canExchange, resourceType, sku, region, billingScopeId } = reservation;
			if (state !== 'Succeeded' || canExchange !== 'offered' || resourceType !== 'VirtualMachines') continue;
			const more = { sku, resourceType, region, billingScopeId, term: 'P3Y', billingPlan: 'Monthly', quantity: 20 };
			const purchase = { ...more, name: 'More of the same', scope: { kind: 'Shared' }, renew: false };
			const returned = { tenantId, orderId, reservationId, quantity: 1 };
			const found = await service.operations.quoteExchange({ tenantId, returns: [returned], purchases: [purchase] });
			if (found.blockers.length === 0) return found;
		}
	}
	throw new Error('No reservation can be exchanged.');
}

/** What the service says to the confirmation of this quote. */
async function commit(service, quoted, typedCustomerName) {
	try {
		const confirmation = { sessionId: quoted.sessionId, typedCustomerName, reason: 'Not used any more' };
		return { state: (await service.operations.commit(quoted, confirmation)).state };
	} catch (error) {
		return { kind: error.kind, message: error.message };
	}
}

exports.run = async () => {
	const number = await ownNumber();
	try {
		const { session } = await vscode.extensions.getExtension('csp-reservations.csp-reservations').activate();
		const service = await session.service();
		await service.loadCustomers();
		if (number === 1) await give('quote.json', await quote(service));
		const quoted = await take('quote.json');
		const typedCustomerName = service.getCustomer(quoted.tenantId).name;
		await give(`ready-${number}.json`, { pid: process.pid, customer: typedCustomerName });
		await take('go.json');
		await give(`result-${number}.json`, await commit(service, quoted, typedCustomerName));
	} catch (error) {
		await give('failed.json', { message: error.message });
	}
	// The window lives on until the test ends it.
	await new Promise(() => {});
};
