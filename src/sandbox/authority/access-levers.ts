/** Levers of access and support: users and groups that come and go, roles that a customer's own administrator gives, topics that are withdrawn. */
import { isGuid, type App as Routes } from '../http';
import { administratorId } from '../world/directory';
import { giveRole, takeRole } from '../world/grants';
import { Refusal } from '../world/refusal';
import { scopeIn } from '../world/scope-ids';
import type { Authority } from './authority';
import { OrderError, order, type Plain, text } from './orders';

/** Adds the levers to the control routes. */
export function accessLevers(routes: Routes, authority: Authority): void {
	const { world } = authority;
	const tenantIn = (body: Plain) => authority.tenantNamed(text(body, 'tenant'));

	routes.post('/sandbox/people', async (c) => {
		const body = await order(c, ['tenant', 'kind', 'displayName']);
		const { kind } = body;
		if (kind !== 'user' && kind !== 'group') throw new OrderError("'kind' has to be user or group.");
		const id = crypto.randomUUID();
		world.staffChanges.join(tenantIn(body), { id, kind, displayName: text(body, 'displayName'), joinedAt: world.now() });
		return c.json({ id }, 201);
	});
	routes.delete('/sandbox/people/:tenant/:id', (c) => {
		world.staffChanges.leave(authority.tenantNamed(c.req.param('tenant')), c.req.param('id').toLowerCase());
		return c.body(null, 204);
	});

	// The customer's administrator is no account that can sign in here, yet partners do ask for such grants (rules 1.3).
	const granted = async (body: Plain, work: (scope: string, tenant: ReturnType<typeof world.tenant>) => unknown) => {
		const tenant = world.tenant(tenantIn(body));
		const scope = scopeIn(tenant, text(body, 'scope'));
		if (scope === undefined) throw new OrderError("'scope' is not in this tenant.");
		try {
			return work(scope, tenant);
		} catch (error) {
			if (error instanceof Refusal) throw new OrderError(`${error.code}: ${error.message}`);
			throw error;
		}
	};
	routes.post('/sandbox/grants', async (c) => {
		const body = await order(c, ['tenant', 'scope', 'role', 'principal']);
		const name = crypto.randomUUID();
		await granted(body, (scope, tenant) => {
			const by = administratorId(world.directory.seed, tenant.tenantId);
			const principal = text(body, 'principal');
			const principalId = isGuid(principal) ? principal : (world.directory.group(principal)?.id ?? principal);
			return giveRole(world, tenant, { name, scope, roleDefinitionId: text(body, 'role'), principalId, by }, world.now());
		});
		return c.json({ name }, 201);
	});
	routes.delete('/sandbox/grants', async (c) => {
		const body = await order(c, ['tenant', 'scope', 'name']);
		const gone = await granted(body, (scope, tenant) => takeRole(tenant, scope, text(body, 'name')));
		return gone === undefined ? c.json({ error: 'No such role assignment.' }, 404) : c.body(null, 204);
	});

	routes.delete('/sandbox/problem-classifications/:id', (c) =>
		world.supportCatalog.withdraw(c.req.param('id')) ? c.body(null, 204) : c.json({ error: 'No such classification.' }, 404),
	);
}
