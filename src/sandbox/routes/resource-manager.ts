/** Azure Resource Manager's front door: api versions, and the routes of every provider behind it. */
import { Hono } from 'hono';
import { armError, type Ctx, type Env } from '../http';
import type { World } from '../world/world';
import { appliedScopeRoutes } from './applied-scopes';
import { archiveRoutes } from './archive';
import { authorizationRoutes } from './authorization';
import type { Azure } from './azure';
import { capacityRoutes } from './capacity';
import { catalogRoutes } from './catalog';
import { changeDirectoryRoutes } from './change-directory';
import { configurationRoutes } from './configuration';
import { consumptionRoutes } from './consumption';
import { derivationRoutes } from './derivations';
import { exchangeRoutes } from './exchanges';
import { listAllRoutes } from './list-all';
import { purchaseRoutes } from './purchases';
import { refundRoutes } from './refunds';
import { scopeRoutes } from './scopes';
import { supportRoutes } from './support';

/** Versions that answer in the shapes written down here (arm-contract 1.1). */
const API_VERSIONS: Readonly<Record<string, readonly string[]>> = {
	'microsoft.capacity': ['2022-11-01'],
	'microsoft.consumption': ['2021-10-01', '2023-03-01', '2023-05-01', '2023-11-01', '2024-08-01', '2026-06-01'],
	'microsoft.authorization': ['2022-04-01'],
	'microsoft.support': ['2020-04-01', '2024-04-01'],
	'microsoft.management': ['2020-05-01', '2021-04-01', '2023-04-01'],
	'microsoft.subscription': ['2021-10-01'],
	'microsoft.resources': [
		'2016-06-01',
		'2019-11-01',
		'2020-01-01',
		'2021-01-01',
		'2021-04-01',
		'2022-09-01',
		'2022-12-01',
		'2023-07-01',
		'2024-03-01',
		'2024-07-01',
		'2024-11-01',
		'2025-03-01',
		'2025-04-01',
	],
};

function checkApiVersion(c: Ctx): void {
	const version = c.req.query('api-version');
	if (version === undefined || version === '')
		throw armError(
			400,
			'MissingApiVersionParameter',
			'The api-version query parameter (?api-version=) is required for all requests.',
		);
	const provider = c.req.path.includes('/providers/') ? c.req.path.split('/providers/').at(-1)?.split('/')[0] : undefined;
	const known = API_VERSIONS[provider ?? (/^\/(subscriptions|tenants)(\/|$)/.test(c.req.path) ? 'microsoft.resources' : '')];
	if (known === undefined || known.includes(version)) return;
	throw armError(
		400,
		'InvalidApiVersionParameter',
		`The api-version '${version}' is invalid. The supported versions are '${known.join(',')}'.`,
	);
}

/** All routes of Azure Resource Manager. */
export function resourceManagerRoutes(world: World, origin: string): Hono<Env> {
	const azure: Azure = { world, origin };
	const app = new Hono<Env>();
	app.use('*', async (c, next) => {
		checkApiVersion(c);
		await next();
	});
	for (const routes of [
		listAllRoutes,
		capacityRoutes,
		configurationRoutes,
		appliedScopeRoutes,
		derivationRoutes,
		archiveRoutes,
		changeDirectoryRoutes,
		refundRoutes,
		exchangeRoutes,
		purchaseRoutes,
		catalogRoutes,
		consumptionRoutes,
		scopeRoutes,
		authorizationRoutes,
		supportRoutes,
	])
		routes(app, azure);
	return app;
}
