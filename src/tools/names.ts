/** The tools that an assistant may call, by their names in the manifest. */
export const toolNames = [
	'cspReservations_findReservations',
	'cspReservations_explainReservation',
	'cspReservations_expiringReservations',
	'cspReservations_lowUseReservations',
	'cspReservations_quoteReturn',
	'cspReservations_quoteExchange',
] as const;

export type ToolName = (typeof toolNames)[number];
