/** What a role lets its holder do with reservations, read from its actions (rules 1.4). */
import type { RoleDefinition } from '../../azure/authorization';

/**
 * - `yes`: Owner or Reservations Administrator, the roles that are documented to exchange and return (rules 1.4).
 * - `unsure`: has the actions, but is not documented for it, for example Contributor or a custom role. The service decides.
 */
export type MoneyAbility = 'yes' | 'unsure' | 'no';

/** What somebody may do with a reservation. */
export interface Abilities {
	readonly view: boolean;
	/** Change its name, scope and renewal. */
	readonly manage: boolean;
	/** Exchange and return it. Counts only where the role is held on the order or above (rules 1.4). */
	readonly money: MoneyAbility;
	/** Give and take roles. */
	readonly delegate: boolean;
}

export const noAbilities: Abilities = { view: false, manage: false, money: 'no', delegate: false };

const documented = ['owner', 'reservations administrator', 'reservation administrator'];

/** What a role gives where it is held. */
export function abilitiesOf(role: RoleDefinition): Abilities {
	return {
		view: allows(role, 'Microsoft.Capacity/reservationOrders/reservations/read'),
		manage: allows(role, 'Microsoft.Capacity/reservationOrders/reservations/write'),
		money: moneyAbility(role),
		delegate: allows(role, 'Microsoft.Authorization/roleAssignments/write'),
	};
}

/** What several roles give together. */
export function together(all: readonly Abilities[]): Abilities {
	const money = (['yes', 'unsure'] as const).find((wanted) => all.some((one) => one.money === wanted)) ?? 'no';
	return {
		view: all.some(({ view }) => view),
		manage: all.some(({ manage }) => manage),
		money,
		delegate: all.some(({ delegate }) => delegate),
	};
}

/** True when the role is of any use on reservations: the lists of a tenant name hundreds that are not. */
export function isOfUse({ view, manage, money, delegate }: Abilities): boolean {
	return view || manage || delegate || money !== 'no';
}

function moneyAbility(role: RoleDefinition): MoneyAbility {
	if (documented.includes(role.properties.roleName?.toLowerCase() ?? '')) return 'yes';
	return allows(role, 'Microsoft.Capacity/reservationOrders/return/action') ? 'unsure' : 'no';
}

function allows({ properties }: RoleDefinition, action: string): boolean {
	const covers = (pattern: string) =>
		new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'i').test(action);
	return (properties.permissions ?? []).some(
		({ actions, notActions }) => (actions ?? []).some(covers) && !(notActions ?? []).some(covers),
	);
}
